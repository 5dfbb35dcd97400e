package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who of two nodes that hear each other calls, and whom nobody calls. */
class NearbyTest {
  private static final String LESS = "0000000000000001";
  private static final String MORE = "fffffffffffffffe";

  private final List<String> said = new ArrayList<>();
  private final Nearby.Keeper keeper =
      new Nearby.Keeper() {
        @Override
        public void call(String host, int port) {
          said.add("call " + host + ":" + port);
        }

        @Override
        public void forget(String host, int port) {
          said.add("forget " + host + ":" + port);
        }
      };

  @Test
  void ofTwoTheOneWhoseNameIsLessCalls() {
    new Nearby(LESS, keeper).found(MORE, "10.0.0.2", 7400);
    new Nearby(MORE, keeper).found(LESS, "10.0.0.1", 7400);
    assertEquals(List.of("call 10.0.0.2:7400"), said);
  }

  @Test
  void callsOnceHoweverOftenItIsFoundAndUntilItIsGone() {
    Nearby nearby = new Nearby(LESS, keeper);
    nearby.found(MORE, "10.0.0.2", 7400);
    nearby.found(MORE, "10.0.0.2", 7400);
    nearby.found(MORE, "10.1.0.2", 7400);
    nearby.gone("00000000000000aa");
    nearby.gone(MORE);
    nearby.gone(MORE);
    nearby.found(MORE, "10.1.0.2", 7400);
    assertEquals(List.of("call 10.0.0.2:7400", "forget 10.0.0.2:7400", "call 10.1.0.2:7400"), said);
  }

  @Test
  void whoeverAnnouncesManyIsPassedOver() {
    Nearby nearby = new Nearby(LESS, keeper);
    for (int i = 0; i < 2 * Nearby.FOUND_MAX; i++) {
      nearby.found(String.format("f%015x", i), "10.0.0.2", 1 + i);
    }
    assertEquals(Nearby.FOUND_MAX, said.size());
  }

  @Test
  void everyStartHasAnotherName() {
    assertNotEquals(Nearby.freshName(), Nearby.freshName());
    assertEquals(16, Nearby.freshName().length());
  }
}
