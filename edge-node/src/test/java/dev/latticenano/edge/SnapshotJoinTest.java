package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.KvState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever joins a node that has dropped its log gets the snapshot and the rest, on real disks. */
@Timeout(120)
class SnapshotJoinTest {
  private static final int WRITES = 300;
  private static final int KEYS = 30;

  @TempDir Path place;
  private Device laptop;
  private Device tablet;
  private Device phone;

  private static void write(Device device, int writes, String said) throws Exception {
    try (NodeHome home = NodeHome.open(device.dir())) {
      StoreId store = home.store(null);
      for (int i = 0; i < writes; i++) {
        KvState state = (KvState) home.node().state(store);
        new KeyWrites(home, store, state)
            .add(bytes("key " + i % KEYS), bytes(said + " " + i))
            .submit();
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Two voters, of which one wrote much, have agreed and dropped everything below. */
  private void dropBetweenTwo() throws Exception {
    laptop = Device.init(place.resolve("laptop"));
    tablet = Device.init(place.resolve("tablet"));
    phone = Device.init(place.resolve("phone"));
    laptop.run("store", "create", "notes", "--type", "core:kvstore").ok();
    laptop.shareWith(tablet, "notes");
    CarryFilesTest.sync(laptop, tablet).ok();
    write(laptop, WRITES, "value");
    tablet.run("kv", "put", "of the tablet", "1").ok();
    for (int i = 0; i < 2; i++) {
      CarryFilesTest.sync(laptop, tablet).ok();
    }
    laptop.run("snapshot", "make").ok().shows("waits for tablet to agree");
    for (int i = 0; i < 2; i++) {
      CarryFilesTest.sync(laptop, tablet).ok();
    }
    assertTrue(dropped(laptop) > WRITES, laptop.run("status")::toString);
    assertTrue(dropped(tablet) > WRITES, tablet.run("status")::toString);
  }

  /** The place in the witness order below which a node has nothing any more. */
  private static int dropped(Device device) throws Exception {
    JsonArray log =
        device
            .run("store", "debug", "log", "--after", "0", "--limit", "1", "--json")
            .ok()
            .jsonArray();
    int first = log.isEmpty() ? Integer.MAX_VALUE : log.getObject(0).getInt("sequence");
    JsonObject store = device.run("status", "--json").ok().json().getArray("stores").getObject(0);
    return Math.min(first - 1, store.getInt("intentions"));
  }

  private static void assertSame(Device expected, Device device) {
    for (String view : new String[] {"kv list", "snapshot list"}) {
      String[] words = (view + " --json").split(" ");
      assertEquals(expected.run(words).ok().out(), device.run(words).ok().out());
    }
    assertEquals(members(expected), members(device));
  }

  /** Who takes part, without what each node sees of it from where it stands. */
  private static String members(Device of) {
    String all = of.run("member", "list", "--json").ok().out();
    return all.replaceAll("\"(this_node|lag)\":.*", "");
  }

  @Test
  void aGuestOfANodeWithoutItsLogHasTheSameStateAndServesTheNextGuest() throws Exception {
    dropBetweenTwo();
    laptop.run("kv", "put", "key 3", "above the snapshot").ok();
    laptop.shareWith(phone, "notes");
    CarryFilesTest.sync(laptop, phone).ok().shows("let into store notes");
    assertSame(laptop, phone);
    assertTrue(dropped(phone) > WRITES, phone.run("status")::toString);
    phone.run("status").ok().shows("intentions dropped");
    phone.run("history").says("dropped below the snapshot");

    phone.run("kv", "put", "key 4", "of the phone").ok();
    laptop.run("kv", "put", "key 5", "of the laptop").ok();
    CarryFilesTest.sync(phone, laptop).ok();
    CarryFilesTest.sync(phone, tablet).ok();
    assertSame(laptop, phone);
    assertSame(tablet, phone);
    laptop.run("kv", "get", "key 4").ok().shows("of the phone");

    Device guest = Device.init(place.resolve("guest"));
    phone.shareWith(guest, "notes");
    CarryFilesTest.sync(phone, guest).ok().shows("let into store notes");
    assertSame(phone, guest);
    guest.run("kv", "get", "of the tablet").ok().shows("1");
    guest.run("kv", "put", "key 6", "of the guest").ok();
    CarryFilesTest.sync(laptop, guest).ok();
    laptop.run("kv", "get", "key 6").ok().shows("of the guest");
    for (Device each : new Device[] {laptop, phone, guest}) {
      each.run("doctor").ok().shows("healthy");
      each.run("snapshot", "check").ok();
    }
  }
}
