package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What waits to be said over a link. */
class OutgoingTest {
  private final Outgoing outgoing = new Outgoing();

  @Test
  void aFrameFindsItsPlaceHoweverManySignsWereAskedForBefore() throws Exception {
    for (int i = 0; i < 5; i++) {
      outgoing.sign();
    }
    outgoing.frame(9);
    outgoing.sign();
    assertEquals(Outgoing.SIGN, outgoing.take(60_000));
    assertEquals(9, outgoing.take(60_000));
    assertEquals(Outgoing.SIGN, outgoing.take(1));
  }

  @Test
  void aFrameThatWaitsIsSignEnough() throws Exception {
    outgoing.frame(9);
    outgoing.sign();
    assertEquals(9, outgoing.take(60_000));
    outgoing.frame(8);
    assertEquals(8, outgoing.take(60_000));
  }
}
