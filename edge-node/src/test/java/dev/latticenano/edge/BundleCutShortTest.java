package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import dev.latticenano.host.Failure;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bundles whose file, process or disk ends too early: nothing is lost, and again is enough. */
@Timeout(120)
class BundleCutShortTest {
  private static final int HEADER_BYTES = 58;
  private static final int PART_BYTES = 262_144;
  // More than a pipe holds besides.
  private static final int PIPE_BYTES = 65_536;

  @TempDir Path place;
  private Path folder;
  private Device laptop;
  private Device phone;

  /** Two that met once, before the one had files of about so many bytes in all. */
  private void meet(Path phonePlace, int files, int bytes) throws Exception {
    laptop = Device.init(place.resolve("laptop"));
    laptop.run("store", "create", "photos").ok();
    phone = Device.init(phonePlace);
    laptop.shareWith(phone, "photos");
    CarryFilesTest.sync(laptop, phone).ok();
    folder = place.resolve("folder");
    for (int i = 0; i < files; i++) {
      Folders.file(folder, "file " + i, bytes);
    }
    laptop.run("put", folder.toString()).ok();
  }

  private Path export(String name) {
    Path file = place.resolve(name);
    laptop.run("bundle", "export", "--for", "phone", file.toString()).ok();
    return file;
  }

  private JsonObject taken(Path bundle) throws Exception {
    Outcome outcome = phone.run("bundle", "import", "--json", bundle.toString()).ok();
    assertTrue(outcome.json().getBoolean("whole"), outcome::toString);
    return outcome.json().getArray("stores").getObject(0);
  }

  private void assertEqual() throws Exception {
    Path out = place.resolve("out");
    phone.run("get", "/", out.toString()).ok();
    Folders.assertEqual(folder, out.resolve("folder"));
  }

  private void assertTakenAgainChangesNothing(Path bundle) throws Exception {
    JsonObject again = taken(bundle);
    assertEquals(0, again.getInt("intentions_new"));
    assertEquals(0, again.getInt("chunks_new"));
    assertEquals(0, again.getInt("refused"));
  }

  private static Path pipe(Path at) throws Exception {
    assertEquals(0, new ProcessBuilder("mkfifo", at.toString()).start().waitFor());
    return at;
  }

  @Test
  void aFileCutAnywhereSaysHowFarItWasReadAndTheWholeOneEndsIt() throws Exception {
    meet(place.resolve("phone"), 3, 300_000);
    Path bundle = export("bundle");
    byte[] whole = Files.readAllBytes(bundle);
    int second = HEADER_BYTES + PART_BYTES;
    int[] ends = {
      0,
      1,
      HEADER_BYTES - 1,
      HEADER_BYTES,
      HEADER_BYTES + 1,
      second - 1,
      second,
      second + 1,
      second + 2 * PART_BYTES - 1,
      second + 2 * PART_BYTES,
      whole.length - 1
    };
    Path cut = place.resolve("cut");
    for (int end : ends) {
      Files.write(cut, Arrays.copyOf(whole, end));
      for (String word : new String[] {"show", "import"}) {
        Outcome said = phone.run("bundle", word, cut.toString());
        if (end < HEADER_BYTES) {
          said.refused(Failure.BAD_INPUT, cut + " is no bundle");
        } else {
          int parts = (end - HEADER_BYTES) / PART_BYTES;
          String what = "behind " + parts + " whole part" + (parts == 1 ? "" : "s");
          said.refused(Failure.FINDINGS, cut + " is cut off or damaged at its end, " + what);
        }
      }
    }
    taken(bundle);
    assertEqual();
    assertTakenAgainChangesNothing(bundle);
  }

  /** Has an import read half of the bundle, and ends it by that signal. */
  private int stopImport(byte[] whole, String signal) throws Exception {
    Path pipe = pipe(place.resolve("pipe " + signal));
    try (Child child = Child.start(phone.line("bundle", "import", pipe.toString()));
        OutputStream out = Files.newOutputStream(pipe)) {
      // All but what the pipe holds has been read, and for the rest the command waits.
      out.write(whole, 0, whole.length / 2 + PIPE_BYTES);
      assertTrue(child.isAlive());
      child.signal(signal);
      return child.end().code();
    }
  }

  @Test
  void anImportThatWasStoppedGoesOnWhenItIsRunAgain() throws Exception {
    meet(place.resolve("phone"), 6, 400_000);
    Path bundle = export("bundle");
    byte[] whole = Files.readAllBytes(bundle);
    assertEquals(130, stopImport(whole, "INT"));
    assertEquals(137, stopImport(whole, "KILL"));
    phone.run("status").ok();
    JsonObject store = taken(bundle);
    assertTrue(store.getInt("chunks_new") < store.getInt("chunks"), "what was taken is kept");
    assertEqual();
    assertTakenAgainChangesNothing(bundle);
    // The receipt travels back, and nothing has to come again.
    Path back = place.resolve("back");
    phone.run("bundle", "export", "--for", "laptop", back.toString()).ok();
    laptop.run("bundle", "import", back.toString()).ok();
    assertEquals(HEADER_BYTES + 4096 + 16, Files.size(export("next")));
  }

  @Test
  void anExportThatWasStoppedLeavesNoFileOfThatName() throws Exception {
    meet(place.resolve("phone"), 3, 300_000);
    for (String signal : new String[] {"INT", "KILL"}) {
      Path file = place.resolve("to phone " + signal);
      Path part = pipe(place.resolve("to phone " + signal + ".part"));
      String[] words = laptop.line("bundle", "export", "--for", "phone", file.toString());
      try (Child child = Child.start(words);
          InputStream in = Files.newInputStream(part)) {
        assertEquals(1000, in.readNBytes(1000).length);
        assertTrue(child.isAlive());
        child.signal(signal);
        assertEquals(signal.equals("INT") ? 130 : 137, child.end().code());
      }
      assertFalse(Files.exists(file));
      Files.deleteIfExists(part);
      // What such an end leaves beside it is written over.
      Files.write(part, new byte[2_000_000]);
      laptop.run("bundle", "export", "--for", "phone", file.toString()).ok();
      assertFalse(Files.exists(part));
      taken(file);
    }
    assertEqual();
  }

  @Test
  void anImportOnAFullDiskKeepsWhatItTookAndEndsWithRoom() throws Exception {
    try (SmallDisk disk = new SmallDisk(place.resolve("small"), 3)) {
      meet(place.resolve("small/phone"), 20, 300_000);
      Path bundle = export("bundle");
      Outcome full = phone.run("bundle", "import", bundle.toString());
      full.refused(Failure.DISK, "; what is listed was taken, import it again").shows("; new: ");
      phone.run("status").ok();
      phone.run("bundle", "import", bundle.toString()).refused(Failure.DISK, "import it again");
      disk.grow(16);
      JsonObject store = taken(bundle);
      assertTrue(store.getInt("chunks_new") < store.getInt("chunks"), "what was taken is kept");
      assertEqual();
      assertTakenAgainChangesNothing(bundle);
    }
  }

  @Test
  void anExportToAFullDiskLeavesNothingThereAndIsWholeWithRoom() throws Exception {
    try (SmallDisk disk = new SmallDisk(place.resolve("small"), 3)) {
      meet(place.resolve("phone"), 20, 300_000);
      Path file = place.resolve("small/to phone");
      String[] words = {"bundle", "export", "--for", "phone", file.toString()};
      laptop.run(words).refused(Failure.DISK, "cannot write " + file);
      assertEquals(0, Folders.count(place.resolve("small")));
      disk.grow(16);
      laptop.run(words).ok();
      assertArrayEquals(new String[] {"to phone"}, place.resolve("small").toFile().list());
      taken(file);
      assertEqual();
    }
  }
}
