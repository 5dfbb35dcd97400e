package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.host.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code lattice demo carry}, over real devices and ports. */
@Timeout(120)
class DemoTest {
  @TempDir Path place;

  @Test
  void carriesItsOwnSampleAndTellsWhatHappened() {
    Outcome demo = Device.lattice("demo", "carry", "--keep", place.resolve("kept").toString());
    demo.ok().shows("over the serial line").shows("over the TCP").shows("laptop closed");
    demo.shows("7 files, 20.").shows("equal to the original, byte for byte");
    demo.shows("phone    7 of 7 files whole").shows("stick    7 of 7 files whole");
    demo.shows("bytes on the wire".substring(6)).shows("/s");
    assertTrue(Files.isRegularFile(place.resolve("kept/phone-folder/original/recording.bin")));
    new Device(place.resolve("kept/stick")).run("ls").ok().shows("original/");
  }

  @Test
  void carriesAFolderAndLeavesNothingBehind() throws Exception {
    Path folder = place.resolve("Ferien ☀");
    Folders.file(folder, "a", 100_000);
    Path closed = Folders.file(folder, "b/c", 0).getParent();
    Files.setPosixFilePermissions(
        closed, java.nio.file.attribute.PosixFilePermissions.fromString("r-x------"));
    Path link = Files.createSymbolicLink(place.resolve("link"), folder);
    Device.lattice("demo", "carry", link.toString()).ok().shows("2 files, 100.0 kB: equal");
    Files.createSymbolicLink(folder.resolve("l"), folder);
    Outcome demo = Device.lattice("demo", "carry", folder.toString());
    assertEquals(Failure.BAD_INPUT, demo.code());
    demo.shows("2 files, 100.0 kB: equal").says("l: it is a symbolic link");
    demo.says("not everything in the folder could be carried");
  }

  @Test
  void refusesWhatIsNoFolderOrNoPlace() throws Exception {
    Path file = Folders.file(place, "file", 1);
    Device.lattice("demo", "carry", file.toString()).refused(Failure.NOT_FOUND, "is not a folder");
    Device.lattice("demo", "carry", "/none").refused(Failure.NOT_FOUND, "is not a folder");
    Device.lattice("demo", "carry", "--keep", place.toString())
        .refused(Failure.BAD_INPUT, "is not empty");
  }

  @Test
  void carriesAnEmptyFolder() throws Exception {
    Path folder = Files.createDirectory(place.resolve("empty"));
    Device.lattice("demo", "carry", folder.toString()).ok().shows("0 files, 0 B: equal");
  }
}
