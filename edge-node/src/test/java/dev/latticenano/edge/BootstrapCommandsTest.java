package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.KvState;
import dev.latticenano.host.Failure;
import dev.latticenano.link.TcpDoor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store that was joined, on real disks and links, until it has come whole. */
@Timeout(180)
class BootstrapCommandsTest {
  private static final int WRITES = 200;
  private static final int VALUE_BYTES = 4000;
  private static final long HALF_BYTES = (long) WRITES * VALUE_BYTES / 2;

  @TempDir Path place;
  private Device laptop;
  private Device tablet;
  private Device phone;
  private int laptopPort;
  private int tabletPort;

  @BeforeEach
  void twoMembersAndAGuest() throws Exception {
    laptop = Device.init(place.resolve("laptop"));
    tablet = Device.init(place.resolve("tablet"));
    phone = Device.init(place.resolve("phone"));
    laptop.run("store", "create", "notes", "--type", "core:kvstore").ok();
    laptop.shareWith(tablet, "notes");
    CarryFilesTest.sync(laptop, tablet).ok();
    laptopPort = freePort();
    tabletPort = freePort();
    Random random = new Random(1);
    try (NodeHome home = NodeHome.open(laptop.dir())) {
      StoreId store = home.store(null);
      byte[] value = new byte[VALUE_BYTES];
      for (int i = 0; i < WRITES; i++) {
        random.nextBytes(value);
        KvState state = (KvState) home.node().state(store);
        byte[] key = ("key " + i).getBytes(StandardCharsets.UTF_8);
        new KeyWrites(home, store, state).add(key, value).submit();
      }
    }
    try (Child serve = serve(tablet, tabletPort)) {
      laptop.run("sync", "--tcp", "127.0.0.1:" + tabletPort).ok();
      serve.kill();
    }
    laptop.shareWith(phone, "notes");
  }

  private static int freePort() throws Exception {
    try (TcpDoor door = TcpDoor.bind("127.0.0.1", 0)) {
      return door.port();
    }
  }

  private static Child serve(Device device, int port) throws Exception {
    Child serve = Child.start(device.line("serve", "--tcp", "127.0.0.1:" + port));
    serve.port();
    return serve;
  }

  /** The phone fetches half of it from the laptop, whose power then fails. */
  private void fetchHalf() throws Exception {
    fetch(HALF_BYTES);
    // The answer to the join may still have been behind what came.
    for (int i = 0; i < 8 && bootstrap(phone).get("intentions_about") == null; i++) {
      fetch(HALF_BYTES / 10);
    }
  }

  private void fetch(long bytes) throws Exception {
    try (Child serve = serve(laptop, laptopPort);
        Strait way = new Strait(laptopPort, bytes)) {
      Background sync = new Background(phone.line("sync", "--tcp", way.address()));
      way.awaitHeld();
      serve.kill();
      way.cut();
      sync.end().says("nothing is lost, sync again to go on");
    }
  }

  /** What let the phone in lies with the laptop alone until the laptop meets the tablet. */
  private void handOnTheGrant() {
    laptop.run("sync", "--tcp", "127.0.0.1:" + tabletPort).ok();
  }

  private static JsonObject bootstrap(Device device) throws Exception {
    JsonObject status = device.run("status", "--json").ok().json();
    JsonObject listed = device.run("store", "list", "--json").ok().jsonArray().getObject(0);
    JsonObject store = status.getArray("stores").getObject(0);
    assertEquals(store.getObject("bootstrap") == null, listed.getObject("bootstrap") == null);
    return store.getObject("bootstrap");
  }

  private static boolean isMarked(Device device) throws Exception {
    try (Stream<Path> all = Files.walk(device.dir().resolve("stores"))) {
      return all.anyMatch(path -> path.getFileName().toString().equals("bootstrap"));
    }
  }

  private Device copy(Device device, String name) throws Exception {
    Path copy = place.resolve(name);
    try (Stream<Path> all = Files.walk(device.dir())) {
      for (Path each : all.toList()) {
        Path to = copy.resolve(device.dir().relativize(each).toString());
        if (!each.getFileName().toString().equals("lock")) {
          Files.copy(each, to);
        }
      }
    }
    return new Device(copy);
  }

  @Test
  void aStoreSaysHowFarItHasComeAndTakesNoWritesBefore() throws Exception {
    phone.run("store", "list").ok().shows("waits to be let in, being fetched");
    phone.run("status").ok().shows("being fetched, 0 intentions; nobody has let this node in yet");
    fetchHalf();
    JsonObject half = bootstrap(phone);
    int here = half.getInt("intentions");
    int about = half.getInt("intentions_about");
    assertTrue(here > 10 && here < WRITES && about > WRITES, half::toString);
    assertTrue(half.getBoolean("let_in"));
    phone
        .run("status")
        .ok()
        .shows("being fetched, " + here + " of about " + about + " intentions, last from ");
    assertTrue(half.getArray("ask").size() >= 1, half::toString);
    phone.run("kv", "put", "a", "b").refused(Failure.FAILED, "is still being fetched");
    phone.run("store", "ack").refused(Failure.FAILED, "is still being fetched");
    try (Child serve = serve(laptop, laptopPort);
        Strait way = new Strait(laptopPort, Long.MAX_VALUE)) {
      phone.run("sync", "--tcp", way.address()).ok();
      long most = WRITES * (VALUE_BYTES + 500L) - HALF_BYTES + 3 * 131_072;
      assertTrue(way.passed() < most, way.passed() + " bytes");
      serve.kill();
    }
    assertNull(bootstrap(phone));
    assertFalse(isMarked(phone));
    phone.run("kv", "put", "a", "b").ok();
  }

  @Test
  void syncGoesOnWithAMemberWhosePlaceWasTold() throws Exception {
    fetchHalf();
    int had = bootstrap(phone).getInt("intentions");
    try (Child serve = serve(tablet, tabletPort)) {
      handOnTheGrant();
      Outcome sync = phone.run("sync");
      assertEquals(0, sync.code(), sync::toString);
      sync.says("nobody listens at 127.0.0.1:" + laptopPort).shows("in sync with tablet");
      serve.kill();
    }
    assertNull(bootstrap(phone));
    assertTrue(had > 10, had + " intentions of the first");
    phone.run("kv", "put", "a", "b").ok();
  }

  @Test
  void aServerCallsMembersByItselfUntilTheStoreIsWhole() throws Exception {
    fetchHalf();
    try (Child guest = Child.start(phone.line("serve", "--tcp", "127.0.0.1:0"))) {
      guest.awaitError("waiting device=127.0.0.1:" + tabletPort);
      try (Child serve = serve(tablet, tabletPort)) {
        handOnTheGrant();
        guest.awaitError("bootstrapped store=");
        serve.kill();
      }
    }
    assertNull(bootstrap(phone));
  }

  @Test
  void nobodyIsCalledWhereNobodyIsKnown() throws Exception {
    phone.run("sync").refused(Failure.NOT_FOUND, "no place is known where a member");
  }

  @Test
  void itLastsWhereverTheNodeIsKilled() throws Exception {
    Path store;
    try (Stream<Path> all = Files.list(phone.dir().resolve("stores"))) {
      store = all.findFirst().orElseThrow();
    }
    // After the mark, before anything else: the invite is not kept yet.
    Device first = Device.init(place.resolve("first"));
    Path bare = first.dir().resolve("stores").resolve(store.getFileName().toString());
    Files.createDirectories(bare);
    Files.copy(store.resolve("bootstrap"), bare.resolve("bootstrap"));
    assertNotNull(bootstrap(first));
    // While it comes, and after all of it has come but the mark has not gone.
    Device middle;
    try (Child serve = serve(laptop, laptopPort);
        Strait way = new Strait(laptopPort, HALF_BYTES)) {
      Background sync = new Background(phone.line("sync", "--tcp", way.address()));
      way.awaitHeld();
      middle = copy(phone, "middle");
      way.cut();
      sync.end();
      serve.kill();
    }
    assertNotNull(bootstrap(middle));
    byte[] mark = Files.readAllBytes(store.resolve("bootstrap"));
    try (Child serve = serve(laptop, laptopPort)) {
      phone.run("sync", "--tcp", "127.0.0.1:" + laptopPort).ok();
      assertFalse(isMarked(phone));
      for (int cut = 0; cut <= mark.length; cut += Math.max(1, mark.length / 3)) {
        Files.write(store.resolve("bootstrap"), Arrays.copyOf(mark, cut));
        assertNotNull(bootstrap(phone));
        phone.run("sync", "--tcp", "127.0.0.1:" + laptopPort).ok();
        assertNull(bootstrap(phone));
      }
      serve.kill();
    }
    phone.run("kv", "put", "a", "b").ok();
  }
}
