package dev.latticenano.relay.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** How often one address may call, and how many links it may have. */
class CallersTest {
  private static long key(String address) throws Exception {
    return Callers.key(InetAddress.getByName(address));
  }

  private static Callers callers(int links, int calls) {
    NetLimits.Room room = new NetLimits.Room(100, links, 10, 1 << 20);
    return new Callers(NetLimits.USUAL.with(room).with(new NetLimits.Rate(1000, calls)), 1);
  }

  @Test
  void anAddressCallsSoOftenAtOnceAndThenAsOftenAsItsAllowanceGrows() {
    Callers callers = callers(1000, 6);
    for (int i = 0; i < 6; i++) {
      assertTrue(callers.admit(5, 0));
    }
    assertFalse(callers.admit(5, 0));
    assertFalse(callers.admit(5, 9_999));
    assertTrue(callers.admit(5, 10_000));
    assertFalse(callers.admit(5, 19_999));
    assertTrue(callers.admit(6, 10_000), "another address has its own");
  }

  @Test
  void anAddressHasAtMostSoManyLinks() {
    Callers callers = callers(2, 1000);
    assertTrue(callers.admit(5, 0) && callers.admit(5, 0));
    assertFalse(callers.admit(5, 0));
    callers.release(5);
    assertTrue(callers.admit(5, 0));
    assertEquals(2, callers.links(5));
    callers.release(7);
    assertEquals(0, callers.links(7));
  }

  @Test
  void aNetworkOfVersionSixIsOneCaller() throws Exception {
    assertEquals(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
    assertNotEquals(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
    assertNotEquals(key("10.0.0.1"), key("10.0.0.2"));
  }

  @Test
  void forgetsAddressesWithoutLinksButNoneThatHasSome() {
    Callers callers = callers(10, 10);
    for (long key = 1; key <= 100; key++) {
      assertTrue(callers.admit(key, 0));
    }
    for (long key = 1000; key < 100_000; key++) {
      if (callers.admit(key, key)) {
        callers.release(key);
      }
    }
    for (long key = 1; key <= 100; key++) {
      assertEquals(1, callers.links(key));
    }
  }
}
