package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import dev.latticenano.host.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store's past is summed up, agreed on and dropped, on real disks. */
@Timeout(120)
class SnapshotCommandsTest {
  @TempDir Path place;
  private Device laptop;
  private Device phone;

  private void storeOfTwo() throws Exception {
    laptop = Device.init(place.resolve("laptop"));
    phone = Device.init(place.resolve("phone"));
    laptop.run("store", "create", "notes", "--type", "core:kvstore").ok();
    String token = laptop.run("member", "invite", "--role", "voter").ok().out().strip();
    phone.run("member", "join", token).ok();
    sync();
  }

  private void sync() throws Exception {
    Background serve = new Background(laptop.line("serve", "--once", "--tcp", "127.0.0.1:0"));
    Outcome synced = phone.run("sync", "--tcp", serve.address());
    assertEquals(0, synced.code(), synced::toString);
    assertEquals(0, serve.end().code());
  }

  private static JsonObject store(Device of) throws Exception {
    return of.run("status", "--json").ok().json().getArray("stores").getObject(0);
  }

  @Test
  void aLonelyOwnerSumsUpAtOnce() throws Exception {
    laptop = Device.init(place.resolve("laptop"));
    laptop.run("store", "create", "notes", "--type", "core:kvstore").ok();
    laptop.run("snapshot", "list").ok().shows("no snapshots; the log has everything");
    laptop.run("kv", "put", "a", "1").ok();
    laptop.run("snapshot", "make").ok().shows("intentions dropped");
    laptop.run("snapshot", "list").ok().shows("final");
    laptop.run("snapshot", "check").ok().shows("intentions dropped");
    laptop.run("snapshot", "make").refused(Failure.FAILED, "nothing to make");
    laptop.run("kv", "get", "a").ok().shows("1");
    laptop.run("store", "rebuild").ok();
    laptop.run("kv", "get", "a").ok().shows("1");
  }

  @Test
  void whatTwoAgreeOnIsDroppedAndComesBackFromTheSnapshotAlone() throws Exception {
    storeOfTwo();
    for (int i = 0; i < 5; i++) {
      laptop.run("kv", "put", "key" + i, "laptop").ok();
    }
    sync();
    phone.run("kv", "put", "key3", "phone 3").ok();
    sync();
    sync();
    laptop.run("snapshot", "make").ok().shows("waits for phone to agree");
    laptop.run("status").ok().shows("waits for phone to agree");
    phone.run("snapshot", "make").refused(Failure.FAILED, "must be an active owner");
    sync();
    sync();
    laptop.run("status").ok().shows("intentions dropped");
    phone.run("status").ok().shows("intentions dropped");
    assertEquals("final", store(phone).getArray("snapshots").getObject(0).getString("standing"));
    assertTrue(store(phone).getArray("snapshots").getObject(0).getArray("waits_for").isEmpty());
    removeIndexes(phone);
    assertTrue(phone.run("status").err().contains("made anew"));
    assertShows(phone, "phone 3");
    laptop.run("gc").ok();
    laptop.run("snapshot", "check").ok();
    removeIndexes(laptop);
    assertTrue(laptop.run("status").err().contains("made anew"));
    assertShows(laptop, "phone 3");
    assertEquals(0, laptop.run("kv", "put", "key3", "later").code());
    sync();
    assertShows(phone, "later");
    assertFalse(Files.exists(laptop.dir().resolve("stores").resolve("scratch")));
  }

  /** Its index may be made anew on the way, which it tells. */
  private static void assertShows(Device of, String value) throws Exception {
    Outcome got = of.run("kv", "get", "key3");
    assertEquals(0, got.code(), got::toString);
    got.shows(value);
  }

  private static void removeIndexes(Device of) throws Exception {
    List<Path> indexes;
    try (Stream<Path> walk = Files.walk(of.dir().resolve("stores"))) {
      indexes = walk.filter(path -> path.endsWith("index")).toList();
    }
    assertFalse(indexes.isEmpty());
    for (Path index : indexes) {
      try (Stream<Path> walk = Files.walk(index)) {
        for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
          if (!each.equals(index)) {
            Files.delete(each);
          }
        }
      }
    }
  }

  @Test
  void whoKeepsTheLogKeepsIt() throws Exception {
    laptop = Device.init(place.resolve("laptop"));
    laptop.run("settings", "set", "keep-log", "on").ok().shows("on");
    laptop.run("settings", "set", "snapshot-every", "99").refused(Failure.BAD_INPUT, "100 to");
    laptop.run("settings", "set", "snapshot-every", "off").ok();
    laptop.run("store", "create", "notes", "--type", "core:kvstore").ok();
    laptop.run("kv", "put", "a", "1").ok();
    laptop.run("snapshot", "make").ok().shows(", 0 of ");
    laptop.run("history").ok().shows("put");
  }
}
