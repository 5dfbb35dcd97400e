package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.host.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disks that run full: reading goes on, the peer is told, and with room the next run completes. */
@Timeout(120)
class FullDiskTest {
  private static final int FILES = 20;

  @TempDir Path place;
  private Path folder;
  private Device laptop;

  @BeforeEach
  void makeSixMegabytesAndANode() throws Exception {
    folder = place.resolve("folder");
    for (int i = 0; i < FILES; i++) {
      Folders.file(folder, "small " + i, 2000);
      Folders.file(folder, "z large " + i, 300_000);
    }
    laptop = Device.init(place.resolve("laptop"));
    laptop.run("store", "create", "photos").ok();
  }

  private void assertComplete(Device device) throws Exception {
    Path out = place.resolve("out");
    device.run("get", "/", out.toString()).ok();
    Folders.assertEqual(folder, out.resolve("folder"));
  }

  @Test
  void receivesTheRestWhenThereIsRoomAgain() throws Exception {
    laptop.run("put", folder.toString()).ok();
    try (SmallDisk disk = new SmallDisk(place.resolve("small"), 3)) {
      Device phone = Device.init(place.resolve("small/phone"));
      laptop.shareWith(phone, "photos");
      try (Child serve = Child.start(laptop.line("serve", "--tcp", "127.0.0.1:0"))) {
        String address = "127.0.0.1:" + serve.port();
        Outcome sync = phone.run("sync", "--tcp", address);
        sync.refused(Failure.DISK, "; nothing is lost, free space and sync again");
        phone.run("sync", "--tcp", address).refused(Failure.DISK, "nothing is lost");
        phone.run("ls", "-r").ok().shows("folder/small 7");
        phone.run("status").ok();
        phone.run("get", "folder/small 7", place.resolve("one").toString()).ok();
        disk.grow(16);
        phone.run("sync", "--tcp", address).ok();
        serve.signal("TERM");
        assertTrue(serve.end().err().contains("verdict=STORE_FULL"));
      }
      assertComplete(phone);
    }
  }

  @Test
  void tellsTheSenderWhoseDiskIsFull() throws Exception {
    laptop.run("put", folder.toString()).ok();
    try (SmallDisk disk = new SmallDisk(place.resolve("small"), 3)) {
      Device stick = Device.init(place.resolve("small/stick"));
      laptop.shareWith(stick, "photos");
      try (Child serve = Child.start(stick.line("serve", "--tcp", "127.0.0.1:0"))) {
        String address = "127.0.0.1:" + serve.port();
        laptop
            .run("sync", "--tcp", address)
            .refused(Failure.DISK, "the disk of the other end is full");
        disk.grow(16);
        laptop.run("sync", "--tcp", address).ok();
        serve.signal("TERM");
        assertTrue(serve.end().err().contains("disk_full"));
      }
      assertComplete(stick);
    }
  }

  @Test
  void goesOnByItselfOnTheSameLinkWhenThereIsRoomAgain() throws Exception {
    laptop.run("put", folder.toString()).ok();
    try (SmallDisk disk = new SmallDisk(place.resolve("small"), 16)) {
      Device stick = Device.init(place.resolve("small/stick"));
      laptop.shareWith(stick, "photos");
      Path ballast = disk.fill(3_000_000);
      try (Child serve = Child.start(stick.line("serve", "--tcp", "127.0.0.1:0"));
          Child sync =
              Child.start(
                  laptop.line(
                      "sync", "--tcp", "127.0.0.1:" + serve.port(), "--wait-for-room", "60"))) {
        sync.awaitError("the disk of the other end is full; waiting up to 60 s for room");
        assertTrue(sync.isAlive());
        Files.delete(ballast);
        Outcome end = sync.end();
        assertEquals(0, end.code(), end::toString);
        serve.signal("TERM");
        String log = serve.end().err();
        assertTrue(log.contains("disk_full") && log.contains("disk_has_room"), log);
        assertEquals(1, log.lines().filter(line -> line.contains("linked link=")).count(), log);
      }
      assertComplete(stick);
    }
  }

  @Test
  void waitsForRoomOnItsOwnDiskToo() throws Exception {
    laptop.run("put", folder.toString()).ok();
    try (SmallDisk disk = new SmallDisk(place.resolve("small"), 16)) {
      Device phone = Device.init(place.resolve("small/phone"));
      laptop.shareWith(phone, "photos");
      Path ballast = disk.fill(3_000_000);
      try (Child serve = Child.start(laptop.line("serve", "--tcp", "127.0.0.1:0"))) {
        String address = "127.0.0.1:" + serve.port();
        Outcome early = phone.run("sync", "--tcp", address, "--wait-for-room", "1");
        early.says("waiting up to 1 s for room");
        assertEquals(Failure.DISK, early.code(), early::toString);
        try (Child sync =
            Child.start(phone.line("sync", "--tcp", address, "--wait-for-room", "60"))) {
          sync.awaitError("waiting up to 60 s for room");
          Files.delete(ballast);
          Outcome end = sync.end();
          assertEquals(0, end.code(), end::toString);
        }
      }
      assertComplete(phone);
    }
  }

  @Test
  void givesFromADiskThatIsFull() throws Exception {
    try (SmallDisk disk = new SmallDisk(place.resolve("small"), 16)) {
      Device stick = Device.init(place.resolve("small/stick"));
      stick.run("store", "create", "photos").ok();
      Device phone = Device.init(place.resolve("phone"));
      stick.shareWith(phone, "photos");
      // To let somebody in takes room.
      CarryFilesTest.sync(stick, phone).ok();
      stick.run("put", folder.toString()).ok();
      stick.run("settings", "set", "scrub-rate", "1000000KiB/s").ok();
      disk.fill(0);
      try (Child serve = Child.start(stick.line("serve", "--tcp", "127.0.0.1:0"))) {
        // All is given; that the phone's ack finds no room is no trouble.
        phone.run("sync", "--tcp", "127.0.0.1:" + serve.port()).ok();
        assertTrue(serve.isAlive());
        serve.signal("TERM");
        Outcome end = serve.end();
        assertEquals(143, end.code(), end::toString);
      }
      stick.run("ls").ok();
      stick.run("status").ok();
      stick.run("put", folder.toString()).ok();
      stick
          .run("put", Folders.file(place.resolve("more"), "one", 100_000).toString())
          .refused(Failure.DISK, "");
      assertComplete(phone);
    }
  }

  @Test
  void tellsAGuestAtOnceThatItsDiskIsFullAndLetsItInWithRoom() throws Exception {
    try (SmallDisk disk = new SmallDisk(place.resolve("small"), 16)) {
      Device stick = Device.init(place.resolve("small/stick"));
      stick.run("store", "create", "photos").ok();
      stick.run("settings", "set", "scrub-rate", "1000000KiB/s").ok();
      Device phone = Device.init(place.resolve("phone"));
      stick.shareWith(phone, "photos");
      Path ballast = disk.fill(0);
      try (Child serve = Child.start(stick.line("serve", "--tcp", "127.0.0.1:0"))) {
        String address = "127.0.0.1:" + serve.port();
        long startNs = System.nanoTime();
        phone.run("sync", "--tcp", address).refused(Failure.DISK, "the disk of the other end");
        long tookMs = (System.nanoTime() - startNs) / 1_000_000;
        assertTrue(tookMs < 20_000, "told after " + tookMs + " ms");
        try (Child sync =
            Child.start(phone.line("sync", "--tcp", address, "--wait-for-room", "60"))) {
          sync.awaitError("waiting up to 60 s for room");
          Files.delete(ballast);
          Outcome end = sync.end();
          assertEquals(0, end.code(), end::toString);
          end.shows("let into");
        }
        serve.signal("TERM");
        String log = serve.end().err();
        assertTrue(log.contains("disk_full") && log.contains("disk_has_room"), log);
      }
      phone.run("put", folder.toString()).ok();
      assertComplete(phone);
    }
  }

  @Test
  void aGuestWithoutRoomForItsKeysIsLetInLater() throws Exception {
    try (SmallDisk disk = new SmallDisk(place.resolve("small"), 16)) {
      Device stick = Device.init(place.resolve("small/stick"));
      laptop.shareWith(stick, "photos");
      Path ballast = disk.fill(0);
      CarryFilesTest.sync(laptop, stick).refused(Failure.DISK, "nothing is lost");
      Files.delete(ballast);
      CarryFilesTest.sync(laptop, stick).ok().shows("let into");
      stick.run("put", folder.toString()).ok();
      assertComplete(stick);
    }
  }

  @Test
  void putsTheRestWhenThereIsRoomAgain() throws Exception {
    try (SmallDisk disk = new SmallDisk(place.resolve("small"), 3)) {
      Device stick = Device.init(place.resolve("small/stick"));
      stick.run("store", "create", "photos").ok();
      stick.run("put", folder.toString()).refused(Failure.DISK, "no space left on the disk");
      stick.run("ls").ok();
      stick.run("status").ok();
      disk.grow(16);
      stick.run("put", folder.toString()).ok();
      assertComplete(stick);
    }
  }

  @Test
  void getsTheRestWhenThereIsRoomAgain() throws Exception {
    laptop.run("put", folder.toString()).ok();
    try (SmallDisk disk = new SmallDisk(place.resolve("small"), 3)) {
      Path out = place.resolve("small/out");
      laptop
          .run("get", "/", out.toString())
          .refused(Failure.DISK, "no space left on the disk while writing " + out);
      try (Stream<Path> all = Files.walk(out)) {
        assertEquals(0, all.filter(path -> path.toString().endsWith(".part")).count());
      }
      disk.grow(16);
      laptop.run("get", "/", out.toString()).ok();
      Folders.assertEqual(folder, out.resolve("folder"));
    }
  }

  @Test
  void leavesNoHalfStoreAndNoHalfNode() throws Exception {
    try (SmallDisk disk = new SmallDisk(place.resolve("small"), 2)) {
      Device stick = Device.init(place.resolve("small/stick"));
      Path ballast = disk.fill(0);
      stick.run("store", "create", "photos").refused(Failure.DISK, "no space left");
      new Device(place.resolve("small/other")).run("init").refused(Failure.DISK, "no space left");
      Files.delete(ballast);
      stick.run("store", "list").ok().shows("no stores yet");
      stick.run("store", "create", "photos").ok();
      assertEquals(1, stick.run("store", "list", "--json").ok().jsonArray().size());
      new Device(place.resolve("small/other")).run("init").ok();
    }
  }
}
