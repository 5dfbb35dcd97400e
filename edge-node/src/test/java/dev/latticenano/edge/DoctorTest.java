package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.host.Failure;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.FlashTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What doctor finds, what it mends, and that it changes nothing unless told to. */
@Timeout(120)
class DoctorTest {
  @TempDir Path place;
  private Device laptop;
  private Device phone;

  @BeforeEach
  void makeANodeWithFiles() throws Exception {
    laptop = Device.init(place.resolve("laptop"));
    laptop.run("store", "create", "photos").ok();
    laptop.run("put", Folders.file(place, "film", 300_000).toString()).ok();
    laptop.run("put", Folders.file(place, "note", 20_000).toString()).ok();
  }

  /** Another node that holds the same. */
  private void makeAPeer() throws Exception {
    phone = Device.init(place.resolve("phone"));
    laptop.shareWith(phone, "photos");
    CarryFilesTest.sync(laptop, phone).ok();
  }

  /** All files but the lock, and what is in them. */
  private static TreeMap<String, String> picture(Device device) throws Exception {
    TreeMap<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(device.dir())) {
      for (Path path : (Iterable<Path>) all::iterator) {
        boolean plain = Files.isRegularFile(path) && !path.endsWith("lock");
        String bytes = plain ? Arrays.hashCode(Files.readAllBytes(path)) + "" : "";
        files.put(path.toString(), Files.getPosixFilePermissions(path) + bytes);
      }
    }
    return files;
  }

  /** Runs doctor, which changes nothing; the kinds of what it found, worst first, notes aside. */
  private static List<String> kinds(Device device) throws Exception {
    TreeMap<String, String> before = picture(device);
    Outcome outcome = device.run("doctor", "--json");
    assertEquals(before, picture(device), "doctor changed something");
    assertEquals("", outcome.err());
    JsonObject row = outcome.json();
    List<String> kinds = new ArrayList<>();
    JsonArray findings = row.getArray("findings");
    for (int i = 0; i < findings.size(); i++) {
      if (!findings.getObject(i).getString("severity").equals("note")) {
        kinds.add(findings.getObject(i).getString("kind"));
      }
    }
    assertEquals(kinds.isEmpty(), row.getBoolean("healthy"));
    assertEquals(kinds.isEmpty() ? 0 : Failure.FINDINGS, outcome.code(), outcome::toString);
    return kinds;
  }

  @Test
  void findsNothingInASoundDirectory() throws Exception {
    makeAPeer();
    assertEquals(List.of(), kinds(laptop));
    assertEquals(List.of(), kinds(phone));
    laptop.run("doctor").ok().shows("healthy\n");
    laptop.run("doctor", "--repair").ok().shows("healthy\n");
  }

  @Test
  void tellsOfEpochKeysThatDoNotOpenAndLeavesThemAlone() throws Exception {
    Path keys = Damage.segment(laptop).getParent().resolveSibling(KeysFile.NAME);
    byte[] damaged = "LNANOKEY and then nothing of use, but long enough".getBytes();
    Files.write(keys, damaged);
    Path partial = Files.copy(keys, keys.resolveSibling("keys.partial"));
    assertEquals(List.of("keys", "leftover"), kinds(laptop));
    laptop.run("doctor", "--repair").shows("restore them from a backup");
    assertEquals(List.of("keys"), kinds(laptop));
    assertFalse(Files.exists(partial));
    assertEquals(new String(damaged), new String(Files.readAllBytes(keys)));
    Files.delete(keys);
    assertEquals(List.of(), kinds(laptop));
  }

  @Test
  void cutsAnUnfinishedWriteOff() throws Exception {
    Path segment = Damage.segment(laptop);
    Files.write(segment, new byte[] {1, 2, 3}, java.nio.file.StandardOpenOption.APPEND);
    assertEquals(List.of("torn_tail"), kinds(laptop));
    laptop.run("doctor").shows("3 bytes of an unfinished write are at its end; nothing that was");
    laptop.run("doctor", "--repair").ok().shows("3 bytes were cut off").shows("1 thing mended");
    assertEquals(List.of(), kinds(laptop));
    assertEquals("", laptop.run("ls").ok().err());
  }

  @Test
  void tellsOfADamagedRecordUntilAPeerHasBroughtItAgain() throws Exception {
    makeAPeer();
    Path segment = Damage.segment(laptop);
    Damage.flip(segment, Files.size(segment) - 9000);
    assertEquals(List.of("damaged_log"), kinds(laptop));
    Outcome first = laptop.run("doctor");
    first.shows("! " + segment + " at byte ").shows("fetched again by the next sync with a peer");
    Outcome repair = laptop.run("doctor", "--repair").shows("noted; it still needs a sync");
    assertEquals(Failure.FINDINGS, repair.code(), repair::toString);
    Background serve = new Background(phone.line("serve", "--once", "--tcp", "127.0.0.1:0"));
    Outcome sync = laptop.run("sync", "--tcp", serve.address());
    assertEquals(0, sync.code(), sync::toString);
    assertEquals(0, serve.end().code());
    assertEquals(List.of(), kinds(laptop));
    laptop.run("doctor").ok().shows("  " + segment).shows("it is known and stepped over");
    laptop.run("get", "/", place.resolve("out").toString());
    Folders.assertEqual(place.resolve("note"), place.resolve("out/note"));
  }

  @Test
  void setsADamagedChunkAsideAndSaysThatItWaitsForAPeer() throws Exception {
    makeAPeer();
    for (Path chunk : Damage.files(laptop.dir().resolve("chunks"), "")) {
      Damage.flip(chunk, 20);
    }
    assertEquals(List.of("damaged_chunk", "damaged_chunk", "damaged_chunk"), kinds(laptop));
    Outcome repair = laptop.run("doctor", "--repair").shows("it still needs a sync with a peer");
    assertEquals(Failure.FINDINGS, repair.code());
    // What a damaged list named is not known before the list is here again.
    assertTrue(kinds(laptop).contains("waiting_chunk"));
    laptop.run("doctor").shows("it waits for a sync with a peer that has it");
    CarryFilesTest.sync(laptop, phone).ok();
    assertEquals(List.of(), kinds(laptop));
    laptop.run("get", "film", place.resolve("out").toString()).ok();
    Folders.assertEqual(place.resolve("film"), place.resolve("out/film"));
  }

  @Test
  void hasARottenIndexMadeAnew() throws Exception {
    Path store = Damage.segment(laptop).getParent().getParent();
    Path index = store.resolve("index");
    UUID id = UUID.fromString(store.getFileName().toString());
    if (!Files.isDirectory(index)) {
      Files.createDirectory(
          index,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    try (SegmentLog log = SegmentLog.open(store.resolve("log"), id);
        FlashTables tables = FlashTables.open(index, log)) {
      Table table = tables.table(TableShape.fixed("doctor", 4, 0));
      for (int i = 0; i < 2000; i++) {
        byte[] row = {0, 0, (byte) (i >>> 8), (byte) i};
        table.put(row, 0, 4, row, 0, 0);
      }
      tables.checkpoint(tables.covered());
    }
    assertEquals(List.of(), kinds(laptop));
    for (Path run : Damage.files(index, "")) {
      Damage.flip(run, 100);
    }
    assertEquals(List.of("index"), kinds(laptop));
    laptop.run("doctor").shows("the index has to be made anew (");
    laptop.run("doctor", "--repair").ok().shows("it was removed; the next start makes it anew");
    assertEquals(List.of(), kinds(laptop));
    laptop.run("ls").ok();
  }

  @Test
  void aRottenListOfChunksStopsNoNode() throws Exception {
    for (Path chunk : Damage.files(laptop.dir().resolve("chunks"), "")) {
      Damage.flip(chunk, 20);
    }
    assertEquals(Failure.FINDINGS, laptop.run("scrub", "run").code());
    assertTrue(laptop.run("status", "--json").json().getInt("chunks_wanted") > 0);
  }

  @Test
  void examinesADirectoryThatDoesNotOpen() throws Exception {
    Path segment = Damage.segment(laptop);
    Damage.flip(segment, 20);
    Damage.flip(segment, 84);
    Damage.flip(laptop.dir().resolve("format"), 3);
    Files.write(laptop.dir().resolve("identity.key"), new byte[31]);
    assertEquals(Failure.DISK, laptop.run("status").code());
    assertEquals(List.of("format", "identity", "log"), sorted(kinds(laptop)));
    laptop
        .run("doctor")
        .shows("the log does not open (")
        .shows("own writes that no peer has would be lost")
        .shows("it has 31 bytes instead of 32; restore it from a backup");
    Outcome repair = laptop.run("doctor", "--repair").shows("+ ").shows("written anew");
    assertEquals(Failure.FINDINGS, repair.code());
    assertEquals(List.of("identity", "log"), sorted(kinds(laptop)));
  }

  private static List<String> sorted(List<String> kinds) {
    return kinds.stream().sorted().toList();
  }

  @Test
  void closesWhatOthersMayRead() throws Exception {
    Path key = laptop.dir().resolve("identity.key");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    Path stores = laptop.dir().resolve("stores");
    Files.setPosixFilePermissions(stores, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertEquals(List.of("permissions"), kinds(laptop));
    laptop.run("doctor").shows(" and 1 more can be read or written by other users");
    laptop.run("doctor", "--repair").ok().shows("2 closed to others");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(stores)));
    assertEquals(List.of(), kinds(laptop));
  }

  @Test
  void removesWhatStoppedWritesLeftAndLeavesTheRestAlone() throws Exception {
    List<Path> left =
        List.of(
            laptop.dir().resolve("format.partial"),
            laptop.dir().resolve("identity.key.part"),
            laptop.dir().resolve("scrub.partial"),
            laptop.dir().resolve("transport.key.partial"),
            laptop.dir().resolve("places.partial"),
            laptop.dir().resolve("chunks/partial"));
    Path foreign = laptop.dir().resolve("notes.txt");
    for (Path path : left) {
      Files.writeString(path, "x");
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
    Files.writeString(foreign, "mine");
    Files.setPosixFilePermissions(foreign, PosixFilePermissions.fromString("rw-------"));
    assertEquals(Collections.nCopies(left.size(), "leftover"), kinds(laptop));
    laptop.run("doctor", "--repair").ok().shows("6 things mended").shows("no node wrote this here");
    for (Path path : left) {
      assertFalse(Files.exists(path), path.toString());
    }
    assertTrue(Files.exists(foreign));
    assertEquals(List.of(), kinds(laptop));
  }

  @Test
  void makesDirectoriesThatAreMissing() throws Exception {
    makeAPeer();
    for (Path chunk : Damage.files(laptop.dir().resolve("chunks"), "")) {
      Files.delete(chunk);
      Files.deleteIfExists(chunk.getParent());
    }
    Files.delete(laptop.dir().resolve("chunks"));
    assertEquals(List.of("missing_directory"), kinds(laptop));
    laptop.run("doctor", "--repair").shows("an empty one was made");
    CarryFilesTest.sync(laptop, phone).ok();
    assertEquals(List.of(), kinds(laptop));
  }

  @Test
  void refusesWhatIsNoDataDirectoryAndWhatAnotherProcessHas() throws Exception {
    Path empty = Files.createDirectory(place.resolve("empty"));
    for (Path wrong : List.of(empty, place.resolve("none"), place.resolve("film"))) {
      new Device(wrong).run("doctor").refused(Failure.NOT_FOUND, "is not a data directory");
    }
    assertEquals(0, Folders.count(empty));
    try (Child serve = Child.start(laptop.line("serve", "--tcp", "127.0.0.1:0"))) {
      serve.port();
      laptop.run("doctor").refused(Failure.LOCKED, "is in use by process ");
      serve.signal("TERM");
      serve.end();
    }
    Path format = laptop.dir().resolve("format");
    Files.writeString(format, Files.readString(format).replace("format 1", "format 9"));
    assertEquals(List.of("newer_format"), kinds(laptop));
    Outcome repair = laptop.run("doctor", "--repair").shows("use that version");
    assertEquals(Failure.FINDINGS, repair.code());
  }
}
