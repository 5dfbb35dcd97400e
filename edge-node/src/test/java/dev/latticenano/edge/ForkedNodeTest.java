package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import dev.latticenano.host.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A data directory that was copied and used twice, as a cloned memory card is. */
@Timeout(120)
class ForkedNodeTest {
  @TempDir Path place;
  private Device original;
  private Device copy;
  private Device phone;

  @BeforeEach
  void useACopiedDirectoryTwice() throws Exception {
    original = Device.init(place.resolve("original"));
    original.run("store", "create", "photos").ok();
    phone = Device.init(place.resolve("phone"));
    original.shareWith(phone, "photos");
    // Who votes and has seen nothing keeps either branch from being settled.
    Device drawer = Device.init(place.resolve("drawer"));
    original.shareWith(drawer, "photos");
    CarryFilesTest.sync(original, drawer).ok();
    CarryFilesTest.sync(original, phone).ok();
    original.run("put", Folders.file(place, "before", 10).toString()).ok();
    copy = new Device(copied(original.dir(), place.resolve("copy")));
    original.run("put", Folders.file(place, "here", 10).toString()).ok();
    original.run("put", same("both", "from here").toString()).ok();
    copy.run("put", Folders.file(place, "there", 300_000).toString()).ok();
    copy.run("put", same("both", "from there").toString()).ok();
    CarryFilesTest.sync(original, phone).ok();
    CarryFilesTest.sync(copy, phone).says("has written in two places at once");
  }

  private Path same(String name, String content) throws IOException {
    return Files.writeString(place.resolve(name), content);
  }

  private static Path copied(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Files.copy(each, to.resolve(from.relativize(each)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return to;
  }

  @Test
  void countsNothingAfterTheForkAndSaysSo() throws Exception {
    String shown = phone.run("ls").ok().out();
    assertTrue(shown.contains("before") && !shown.contains("here"), shown);
    JsonObject fork = phone.run("fork", "list", "--json").ok().jsonArray().getObject(0);
    assertEquals(8, fork.getInt("height"));
    assertEquals(2, fork.getInt("tips"));
    assertEquals(4, fork.getInt("branch_intentions"));
  }

  @Test
  void losesNothingWhenSomebodyResolves() throws Exception {
    phone.run("fork", "resolve").ok().shows("4 intentions written again");
    phone.run("fork", "resolve").ok().shows("0 intentions written again");
    String shown = phone.run("ls").ok().shows("here").shows("there").out();
    assertTrue(shown.contains("both (conflict"), shown);
    Path out = place.resolve("out");
    phone.run("get", "there", out.toString()).ok();
    assertEquals(-1, Files.mismatch(place.resolve("there"), out.resolve("there")));
    CarryFilesTest.sync(phone, original).says("this very identity has written");
    assertEquals(shown, original.run("ls").ok().out());
  }

  @Test
  void refusesToWriteUnderTheForkedIdentity() throws Exception {
    CarryFilesTest.sync(phone, original).says("this very identity has written");
    Path late = Folders.file(place, "late", 10);
    original.run("put", late.toString()).refused(Failure.FAILED, "written in two places at once");
  }
}
