package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import dev.latticenano.core.Limits;
import dev.latticenano.host.Failure;
import dev.latticenano.link.PtyLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The main job, command by command: files go in, travel, and come out as they were. */
@Timeout(120)
class CarryFilesTest {
  @TempDir Path place;
  private Path folder;
  private Device laptop;
  private Device phone;

  @BeforeEach
  void makeAFolderAndTwoNodes() throws Exception {
    folder = place.resolve("Fotos & Söhne 🚲");
    Folders.file(folder, "a.txt", 10);
    Folders.file(folder, "Größe/b.bin", Limits.INLINE_BYTES_LIMIT - 1);
    Folders.file(folder, "Größe/c.bin", Limits.INLINE_BYTES_LIMIT);
    Folders.file(folder, "Größe/d.bin", Limits.CHUNK_BYTES_MAX);
    Folders.file(folder, "Größe/e.bin", Limits.CHUNK_BYTES_MAX + 1);
    Folders.file(folder, "empty", 0);
    Folders.file(folder, "ä".repeat(125) + ".long", 3);
    Folders.file(folder, "x".repeat(255), 4);
    Files.createDirectory(folder.resolve("empty folder"));
    Path closed = Files.createDirectory(folder.resolve("private"));
    Path script = Folders.file(closed, "run.sh", 20);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
    Files.setLastModifiedTime(script, FileTime.fromMillis(1_000_000_123));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-x------"));
    Files.setLastModifiedTime(closed, FileTime.fromMillis(1_000_000_456));
    laptop = Device.init(place.resolve("laptop"));
    phone = Device.init(place.resolve("phone"));
    laptop.run("store", "create", "photos").ok().shows("photos");
    laptop.shareWith(phone, "photos");
  }

  private String name() {
    return folder.getFileName().toString();
  }

  /** Both ends to rest, over TCP; what the one that synced said. */
  static Outcome sync(Device serving, Device syncing) throws Exception {
    Background serve = new Background(serving.line("serve", "--once", "--tcp", "127.0.0.1:0"));
    Outcome sync = syncing.run("sync", "--tcp", serve.address());
    serve.end().ok();
    return sync;
  }

  @Test
  void bringsAFolderToAnotherNodeByteForByte() throws Exception {
    laptop.run("put", folder.toString()).ok().shows("put 13 entries, 0 unchanged");
    sync(laptop, phone).ok().shows("in sync with laptop");
    Path out = place.resolve("out");
    phone.run("get", "/", out.toString()).ok().shows("wrote 13, 0 unchanged");
    Folders.assertEqual(folder, out.resolve(name()));
    Path script = out.resolve(name()).resolve("private/run.sh");
    assertEquals(1_000_000_123, Files.getLastModifiedTime(script).toMillis());
    assertEquals(1_000_000_456, Files.getLastModifiedTime(script.getParent()).toMillis());
    phone.run("get", "/", out.toString()).ok().shows("wrote 0, 9 unchanged");
    phone.run("get", name() + "/Größe/e.bin", out.toString()).ok();
    assertEquals(-1, Files.mismatch(folder.resolve("Größe/e.bin"), out.resolve("e.bin")));
    phone.run("get", name() + "/Größe", out.toString()).ok();
    Folders.assertEqual(folder.resolve("Größe"), out.resolve("Größe"));
  }

  @Test
  void passesOverWhatIsThereAlready() throws Exception {
    laptop.run("put", folder.toString()).ok();
    int before = intentions(laptop);
    laptop.run("put", folder.toString()).ok().shows("put 0 entries, 9 unchanged");
    assertEquals(before, intentions(laptop));
    Files.write(folder.resolve("a.txt"), new byte[] {1});
    laptop.run("put", folder.toString()).ok().shows("put 1 entry, 8 unchanged");
    Files.setPosixFilePermissions(
        folder.resolve("a.txt"), PosixFilePermissions.fromString("r--------"));
    laptop.run("put", folder.toString()).ok().shows("put 1 entry, 8 unchanged");
  }

  @Test
  void listsForPeopleAndForScripts() throws Exception {
    laptop.run("put", folder.toString()).ok();
    laptop.run("ls").ok().shows(name() + "/");
    laptop.run("ls", "-r", name()).ok().shows("Größe/e.bin");
    laptop.run("ls", name() + "/a.txt").ok().shows("10 B");
    JsonArray rows = laptop.run("ls", "--json", "--recursive").ok().jsonArray();
    assertEquals(13, rows.size());
    JsonObject large =
        rows.stream()
            .map(JsonObject.class::cast)
            .filter(row -> row.getString("path").endsWith("e.bin"))
            .findFirst()
            .orElseThrow();
    assertEquals("file", large.getString("kind"));
    assertEquals(Limits.CHUNK_BYTES_MAX + 1, large.getInt("size"));
    assertEquals(64, large.getString("cid").length());
    assertTrue(large.getBoolean("sealed"));
    assertFalse(large.getBoolean("conflicted"));
    JsonArray stores = laptop.run("store", "list", "--json").ok().jsonArray();
    assertEquals("photos", stores.getObject(0).getString("name"));
    laptop.run("store", "list").ok().shows("photos  nano:files");
  }

  @Test
  void tellsWhatIsHereAndWhatIsNot() throws Exception {
    laptop.run("put", folder.toString()).ok();
    JsonObject status = laptop.run("status", "--json").ok().json();
    assertEquals("laptop", status.getString("name"));
    JsonObject store = status.getArray("stores").getObject(0);
    assertEquals(9, store.getInt("files"));
    assertEquals(9, store.getInt("files_whole"));
    assertEquals(1, store.getInt("authors"));
    laptop.run("status").ok().shows("9 of them whole on this device");
    phone.run("status").ok().shows("(not arrived yet)");
    phone.run("ls").refused(Failure.FAILED, "has not arrived yet");
  }

  @Test
  void showsTheSameIntentionInHistoryAndByItsHash() throws Exception {
    laptop.run("put", folder.toString()).ok();
    laptop.run("history").ok().shows("     1  ");
    laptop.run("history", "--sexpr").ok().shows("(intention (hash ");
    JsonArray all = laptop.run("history", "--json").ok().jsonArray();
    assertEquals(intentions(laptop), all.size());
    JsonArray last = laptop.run("history", "--json", "-n", "1").ok().jsonArray();
    assertEquals(1, last.size());
    JsonObject row = last.getObject(0);
    assertEquals(all.getObject(all.size() - 1), row);
    JsonObject shown = laptop.run("show", row.getString("hash")).ok().json();
    assertEquals(row.getString("hash"), shown.getString("hash"));
    assertEquals(row.getString("author"), shown.getString("author"));
    assertTrue(shown.getBoolean("valid"));
    laptop.run("show", "0".repeat(64)).refused(Failure.NOT_FOUND, "no intention 0000");
    laptop.run("show", "abc").refused(Failure.BAD_INPUT, "64 hexadecimal digits");
  }

  @Test
  void removesAndRenamesOnBothSides() throws Exception {
    laptop.run("put", "--to", "in/side", folder.toString()).ok();
    sync(laptop, phone).ok();
    phone.run("mv", "in/side/" + name() + "/Größe", "big").ok();
    laptop.run("rm", "in/side/" + name() + "/a.txt").ok();
    sync(laptop, phone).ok();
    assertEquals(paths(laptop), paths(phone));
    assertTrue(paths(phone).contains("big/e.bin"), () -> paths(phone).toString());
    assertFalse(paths(phone).contains("in/side/" + name() + "/a.txt"));
    Path out = place.resolve("out");
    laptop.run("get", "big", out.toString()).ok();
    Folders.assertEqual(folder.resolve("Größe"), out.resolve("big"));
    phone.run("rm", "in", "big").ok();
    sync(phone, laptop).ok();
    assertEquals(List.of(), paths(laptop));
    laptop.run("put", folder.toString()).ok();
  }

  @Test
  void keepsBothVersionsOfAFileThatTwoPeopleWrote() throws Exception {
    Path note = Files.writeString(place.resolve("note.txt"), "first");
    laptop.run("put", note.toString()).ok();
    sync(laptop, phone).ok();
    Files.writeString(note, "from the laptop");
    laptop.run("put", note.toString()).ok();
    Files.writeString(note, "from the phone");
    phone.run("put", note.toString()).ok();
    sync(laptop, phone).ok();
    assertEquals(paths(laptop), paths(phone));
    assertEquals(2, paths(phone).size());
    phone.run("ls").ok().shows("! note.txt");
    laptop.run("status").ok().shows("conflicts: 1");
    Path out = place.resolve("out");
    laptop.run("get", "/", out.toString()).ok();
    StringBuilder both = new StringBuilder();
    for (String path : paths(laptop)) {
      both.append(Files.readString(out.resolve(path))).append(';');
    }
    assertTrue(both.toString().contains("from the laptop;"), both::toString);
    assertTrue(both.toString().contains("from the phone;"), both::toString);
    String copy = paths(laptop).stream().filter(each -> !each.equals("note.txt")).findFirst().get();
    laptop.run("rm", copy).ok();
    sync(laptop, phone).ok();
    assertEquals(List.of("note.txt"), paths(phone));
    assertFalse(phone.run("ls").ok().out().contains("!"));
  }

  @Test
  void carriesOverASerialLineInEitherRole() throws Exception {
    laptop.run("put", folder.toString()).ok();
    try (PtyLine line = PtyLine.unpaced()) {
      Background serve = new Background(laptop.line("serve", "--once", "--serial", line.left()));
      assertEquals("listening serial " + line.left(), serve.line());
      phone.run("sync", "--serial", line.right()).ok().shows("in sync with laptop");
      serve.end().ok();
      Folders.file(place, "new.bin", 300_000);
      phone.run("put", place.resolve("new.bin").toString()).ok();
      Background first = new Background(phone.line("sync", "--serial", line.left()));
      laptop.run("sync", "--serial", line.right()).ok().shows("in sync with phone");
      first.end().ok().shows("in sync with laptop");
    }
    Path out = place.resolve("out");
    laptop.run("get", "/", out.toString()).ok();
    phone.run("get", "/", out.toString()).ok().shows("wrote 0, 10 unchanged");
    Folders.assertEqual(folder, out.resolve(name()));
  }

  @Test
  void servesOneSerialPeerAfterTheOther() throws Exception {
    laptop.run("put", folder.toString()).ok();
    Device tablet = Device.init(place.resolve("tablet"));
    laptop.shareWith(tablet, "photos");
    try (PtyLine line = PtyLine.unpaced();
        Child serve =
            Child.start(laptop.line("serve", "--serial", line.left(), "--tcp", "127.0.0.1:0"))) {
      assertEquals("listening serial " + line.left(), serve.line());
      int port = serve.port();
      phone.run("sync", "--serial", line.right()).ok();
      tablet.run("sync", "--serial", line.right()).ok();
      // What the tablet has seen.
      phone.run("sync", "--tcp", "127.0.0.1:" + port).ok().shows("2 intentions in, 1 out");
      assertEquals(paths(phone), paths(tablet));
    }
  }

  static int intentions(Device device) throws Exception {
    return device
        .run("status", "--json")
        .ok()
        .json()
        .getArray("stores")
        .getObject(0)
        .getInt("intentions");
  }

  static List<String> paths(Device device) {
    try {
      return device.run("ls", "--json", "--recursive").ok().jsonArray().stream()
          .map(JsonObject.class::cast)
          .map(row -> row.getString("path"))
          .collect(Collectors.toList());
    } catch (com.grack.nanojson.JsonParserException e) {
      throw new AssertionError(e);
    }
  }
}
