package dev.latticenano.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.relay.cli.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store on two relays, of which its members meet one at a time. */
@Timeout(120)
class RepairTest {
  @TempDir Path place;

  @Test
  void whatAMemberBringsToOneIsAtTheOtherAlsoAfterItWasDown() throws Exception {
    TwoRelays relays = TwoRelays.in(place);
    Path one = relays.one();
    Path two = relays.two();
    EdgeNode ann = EdgeNode.init(place.resolve("ann"));
    EdgeNode bo = EdgeNode.init(place.resolve("bo"));
    ann.ok("store", "create", "notes", "--type", "core:kvstore");
    bo.ok("store", "join", ann.ok("store", "invite", "notes", "--role", "voter"));
    ann.meet(bo);
    try (Running a = new Running(one)) {
      int port;
      try (Running b = new Running(two)) {
        port = b.port();
        ann.ok(
            "relay",
            "add",
            TwoRelays.url(a.address(), relays.oneKey()),
            "--ticket",
            TwoRelays.ticket(one));
        ann.ok(
            "relay",
            "add",
            TwoRelays.url(b.address(), relays.twoKey()),
            "--ticket",
            TwoRelays.ticket(two));
        ann.ok("sync");
        relays.choose(TwoRelays.url(b.address(), relays.twoKey()));
        Ran.in(one, "reload").ok();
        relays.untilPeer(TwoRelays::isUp);
        assertTrue(Ran.in(one, "status").ok().out().contains(relays.twoKey() + "  up since 20"));
        ann.ok("kv", "put", "k", "one");
        ann.sync(a.address());
        TwoRelays.until(() -> TwoRelays.held(two) >= TwoRelays.held(one), "not repaired");
        bo.ok("relay", "add", TwoRelays.url(b.address(), relays.twoKey()));
        assertEquals("one", bo.ok("kv", "get", "k"));
      }
      relays.untilPeer(peer -> !TwoRelays.isUp(peer));
      ann.ok("kv", "put", "k", "two");
      ann.sync(a.address());
      assertTrue(TwoRelays.held(two) < TwoRelays.held(one));
      String back = TwoRelays.url(a.address(), relays.oneKey());
      Files.writeString(two.resolve("settings"), "peers = " + back + "\n");
      try (Running b = new Running(two, port)) {
        relays.untilPeer(TwoRelays::isUp);
        TwoRelays.until(() -> TwoRelays.isUp(TwoRelays.peers(two).getObject(0)), "not both");
        TwoRelays.until(() -> TwoRelays.links(one) == 1, "two links stay");
        assertEquals(1, TwoRelays.links(two));
        TwoRelays.until(() -> TwoRelays.held(two) >= TwoRelays.held(one), "not repaired");
        bo.sync(b.address());
        assertEquals("two", bo.ok("kv", "get", "k"));
        bo.ok("kv", "put", "k", "three");
        long before = TwoRelays.held(one);
        bo.sync(b.address());
        TwoRelays.until(() -> TwoRelays.held(one) > before, "repaired one way only");
      }
    }
    assertEquals(32, Files.size(one.resolve("peers").resolve(relays.twoKey())));
  }
}
