package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.host.Failure;
import dev.latticenano.link.PtyLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes killed and stopped in the middle: the next run completes and fetches nothing twice. */
@Timeout(120)
class CutShortTest {
  private static final int FILES = 6;

  /** A length that sealing does not pad. */
  private static final int FILE_BYTES = 249_856;

  private static final int ALL_BYTES = FILES * FILE_BYTES;

  @TempDir Path place;
  private Path folder;
  private Device laptop;
  private Device phone;

  @BeforeEach
  void makeAFolderAndTwoNodes() throws Exception {
    folder = place.resolve("folder");
    for (int i = 0; i < FILES; i++) {
      Folders.file(folder, "file " + i, FILE_BYTES);
    }
    laptop = Device.init(place.resolve("laptop"));
    phone = Device.init(place.resolve("phone"));
    laptop.run("store", "create", "photos").ok();
    laptop.shareWith(phone, "photos");
  }

  private static List<Path> shards(Device device) throws Exception {
    try (Stream<Path> all = Files.list(device.dir().resolve("chunks"))) {
      return all.filter(path -> path.getFileName().toString().matches("[0-9a-f]{2}")).toList();
    }
  }

  /** How many whole chunks a node holds. */
  private static long chunks(Device device) throws Exception {
    long count = 0;
    for (Path shard : shards(device)) {
      try (Stream<Path> all = Files.list(shard)) {
        count += all.filter(path -> path.getFileName().toString().matches("[0-9a-f]+")).count();
      }
    }
    return count;
  }

  private void assertComplete() throws Exception {
    assertEquals(CarryFilesTest.paths(laptop), CarryFilesTest.paths(phone));
    Path out = place.resolve("out");
    phone.run("get", "/", out.toString()).ok();
    Folders.assertEqual(folder, out.resolve("folder"));
  }

  /** Syncs the phone with the laptop and asserts that what it held was not fetched again. */
  private void assertSecondSyncFetchesTheRest(long held) throws Exception {
    assertTrue(held > 0 && held < FILES, held + " chunks held");
    int intentions = CarryFilesTest.intentions(laptop);
    try (Child serve = Child.start(laptop.line("serve", "--tcp", "127.0.0.1:0"));
        Strait way = new Strait(serve.port(), Long.MAX_VALUE)) {
      phone.run("sync", "--tcp", way.address()).ok();
      long rest = (FILES - held) * FILE_BYTES;
      assertTrue(way.passed() >= rest, way.passed() + " of " + rest);
      assertTrue(way.passed() < rest + FILE_BYTES / 2, way.passed() + " for " + rest);
      serve.kill();
    }
    assertEquals(intentions + 1, CarryFilesTest.intentions(phone), "and the phone's ack");
    assertComplete();
  }

  @Test
  void theServingProcessIsKilledOverTcp() throws Exception {
    laptop.run("put", folder.toString()).ok();
    try (Child serve = Child.start(laptop.line("serve", "--tcp", "127.0.0.1:0"));
        Strait way = new Strait(serve.port(), ALL_BYTES / 2)) {
      Background sync = new Background(phone.line("sync", "--tcp", way.address()));
      way.awaitHeld();
      serve.kill();
      way.cut();
      sync.end().refused(Failure.LINK, "nothing is lost, sync again to go on");
    }
    assertSecondSyncFetchesTheRest(chunks(phone));
  }

  @Test
  void theReceivingProcessIsKilledOverTcp() throws Exception {
    laptop.run("put", folder.toString()).ok();
    try (Child serve = Child.start(laptop.line("serve", "--tcp", "127.0.0.1:0"));
        Strait way = new Strait(serve.port(), ALL_BYTES / 2);
        Child sync = Child.start(phone.line("sync", "--tcp", way.address()))) {
      way.awaitHeld();
      awaitChunks(phone, 2);
      sync.kill();
      assertTrue(serve.isAlive());
      serve.kill();
    }
    assertSecondSyncFetchesTheRest(chunks(phone));
  }

  @Test
  void theServingProcessIsKilledOverASerialLine() throws Exception {
    laptop.run("put", folder.toString()).ok();
    try (PtyLine line = PtyLine.paced(3_000_000, 0, 0, 1)) {
      long held;
      try (Child serve = Child.start(laptop.line("serve", "--serial", line.left()))) {
        serve.line();
        Background sync = new Background(phone.line("sync", "--serial", line.right()));
        awaitChunks(phone, 2);
        serve.kill();
        sync.end().refused(Failure.LINK, "nothing is lost, sync again to go on");
        held = chunks(phone);
        assertTrue(held >= 2 && held < FILES, held + " chunks held");
      }
      Background serve = new Background(laptop.line("serve", "--once", "--serial", line.left()));
      Outcome sync = phone.run("sync", "--serial", line.right()).ok();
      serve.end().ok();
      Matcher bytes = Pattern.compile("([0-9.]+) (kB|MB) of files").matcher(sync.out());
      assertTrue(bytes.find(), sync::toString);
      double fetched =
          Double.parseDouble(bytes.group(1)) * (bytes.group(2).equals("MB") ? 1e6 : 1e3);
      assertEquals((FILES - held) * FILE_BYTES, fetched, 10_000);
    }
    assertComplete();
  }

  /** Waits until a node holds so many chunks, watching its directories. */
  private void awaitChunks(Device device, int count) throws Exception {
    Path chunks = device.dir().resolve("chunks");
    try (WatchService watch = chunks.getFileSystem().newWatchService()) {
      chunks.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      while (chunks(device) < count) {
        for (Path shard : shards(device)) {
          shard.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
        }
        WatchKey key = watch.poll(50, TimeUnit.MILLISECONDS);
        if (key != null) {
          key.pollEvents();
          key.reset();
        }
      }
    }
  }

  @Test
  void aPutThatIsInterruptedIsFinishedByTheNext() throws Exception {
    Folders.file(folder, "large", 60_000_000);
    try (Child put = Child.start(laptop.line("put", folder.toString()))) {
      awaitChunks(laptop, FILES + 2);
      put.signal("INT");
      Outcome outcome = put.end();
      assertEquals(130, outcome.code(), outcome::toString);
      assertEquals("", outcome.err());
    }
    long held = chunks(laptop);
    assertNotEquals(0, held);
    laptop.run("put", folder.toString()).ok();
    laptop.run("put", folder.toString()).ok().shows("7 unchanged");
    CarryFilesTest.sync(laptop, phone).ok();
    assertComplete();
  }
}
