package dev.latticenano.relay.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.link.Link;
import dev.latticenano.link.TcpLink;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Frames over many links at once, whole and in pieces, and callers who do as they please. */
@Timeout(60)
@SuppressWarnings("try") // Links are closed in the middle, and some only stand there.
class LinkLoopTest {
  private static final String HERE = "127.0.0.1";
  private static final NetLimits USUAL = NetLimits.USUAL;

  private static NetLimits room(int links, int perAddress, int strangers, int waitingBytes) {
    return USUAL.with(new NetLimits.Room(links, perAddress, strangers, waitingBytes));
  }

  private static NetLimits times(long proofMs, long signMs, long silenceMs, long stallMs) {
    return USUAL.with(new NetLimits.Times(proofMs, signMs, silenceMs, stallMs));
  }

  @Test
  void carriesFramesOfEveryLengthWholeAndInOrder() throws Exception {
    try (Echo echo = new Echo(USUAL);
        Caller caller = new Caller(HERE, echo.port()).proven()) {
      for (int length : new int[] {1, 2, 65_531, 65_532, 65_533, 300_000, Wire.FRAME_BYTES_MAX}) {
        byte[] frame = Caller.frame('a', length);
        caller.say(frame);
        assertArrayEquals(frame, caller.hear(), () -> length + " bytes");
      }
      assertEquals(0, echo.ask(() -> echo.loop().waitingBytes()));
    }
  }

  @Test
  void putsFramesTogetherThatComeByteByByteAndTakesManyThatComeAtOnce() throws Exception {
    try (Echo echo = new Echo(USUAL);
        Caller caller = new Caller(HERE, echo.port())) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int i = 1; i <= 40; i++) {
        all.writeBytes(Caller.framed(Caller.frame('a', i)));
        all.writeBytes(new byte[4]);
      }
      caller.raw(all.toByteArray());
      for (byte each : all.toByteArray()) {
        caller.raw(new byte[] {each});
      }
      for (int round = 0; round < 2; round++) {
        for (int i = 1; i <= 40; i++) {
          assertArrayEquals(Caller.frame('a', i), caller.hear());
        }
      }
      assertEquals(80, echo.ask(() -> echo.loop().traffic().framesIn()));
    }
  }

  @Test
  void understandsTheLinksOfNodes() throws Exception {
    assertEquals(Link.FRAME_BYTES_MAX, Wire.FRAME_BYTES_MAX);
    assertEquals(TcpLink.SIGN_MS, Wire.SIGN_MS);
    assertEquals(TcpLink.SILENCE_MS, Wire.SILENCE_MS);
    assertEquals(TcpLink.ANSWER_MS, Wire.ANSWER_MS);
    try (Echo echo = new Echo(USUAL);
        TcpLink link = TcpLink.connect(HERE, echo.port(), 5000)) {
      byte[] frame = Caller.frame('p', 50_000);
      byte[] back = new byte[Link.FRAME_BYTES_MAX];
      link.sign();
      link.send(frame, 0, frame.length);
      assertEquals(frame.length, link.receive(back, 0, 10_000));
    }
  }

  @Test
  void listensOnVersionSixOfTheProtocolToo() throws Exception {
    try (Echo echo = new Echo(USUAL, "::1");
        Caller caller = new Caller("::1", echo.port())) {
      caller.say(new byte[] {'a', 6});
      assertArrayEquals(new byte[] {'a', 6}, caller.hear());
    }
  }

  @Test
  void servesManyAtOnce() throws Exception {
    try (Echo echo = new Echo(room(300, 300, 300, 1 << 20).with(new NetLimits.Rate(1000, 1000)))) {
      List<Caller> callers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        callers.add(new Caller(HERE, echo.port()));
      }
      for (int i = 0; i < 200; i++) {
        callers.get(i).say(Caller.frame('p', 100 + i));
      }
      for (int i = 0; i < 200; i++) {
        assertEquals(100 + i, callers.get(i).hear().length);
      }
      assertEquals(200, echo.ask(() -> echo.loop().links()));
      assertEquals(0, echo.ask(() -> echo.loop().strangers()));
      for (Caller caller : callers) {
        caller.close();
      }
      for (int i = 0; i < 200; i++) {
        assertEquals(Ending.CLOSED, echo.ending());
      }
      assertEquals(0, echo.ask(() -> echo.loop().links()));
    }
  }

  @Test
  void whatIsLittleIsSaidBeforeMoreOfWhatIsMuch() throws Exception {
    int frames = 40;
    try (Echo echo = new Echo(USUAL);
        Caller much = new Caller(HERE, echo.port());
        Caller more = new Caller(HERE, echo.port());
        Caller little = new Caller(HERE, echo.port())) {
      for (Caller each : List.of(much, more, little)) {
        each.say(new byte[] {'p'});
        each.hear();
      }
      List<Integer> links = echo.ask(echo::said);
      echo.ask(
          () -> {
            echo.give(links.get(0), frames, 20_000);
            echo.give(links.get(1), frames, 20_000);
            echo.give(links.get(2), frames, 20);
            return null;
          });
      for (int i = 0; i < frames; i++) {
        much.hear();
        more.hear();
        little.hear();
      }
      List<Integer> said = echo.ask(echo::said);
      List<Integer> before = said.subList(links.size(), said.lastIndexOf(links.get(2)));
      long longOnes = before.stream().filter(link -> !link.equals(links.get(2))).count();
      // One of each, and then one each time after sixteen short ones.
      assertTrue(longOnes <= 2 + frames / 16, () -> before.toString());
      assertEquals(links.size() * (frames + 1), said.size());
    }
  }

  @Test
  void hangsUpOnALengthThatNoFrameHas() throws Exception {
    for (int length : new int[] {-1, Wire.FRAME_BYTES_MAX + 1, Integer.MIN_VALUE}) {
      try (Echo echo = new Echo(USUAL);
          Caller caller = new Caller(HERE, echo.port()).proven()) {
        caller.raw(ByteBuffer.allocate(4).putInt(length).array());
        assertTrue(caller.isHungUpOn());
        assertEquals(Ending.BAD_FRAME, echo.ending());
      }
    }
  }

  @Test
  void takesNoLongFrameFromSomebodyWhoIsNotProven() throws Exception {
    int most = Wire.STRANGER_FRAME_BYTES_MAX;
    try (Echo echo = new Echo(USUAL);
        Caller caller = new Caller(HERE, echo.port())) {
      caller.say(Caller.frame('a', most));
      assertEquals(most, caller.hear().length);
      caller.raw(ByteBuffer.allocate(4).putInt(most + 1).array());
      assertTrue(caller.isHungUpOn());
      assertEquals(Ending.BAD_FRAME, echo.ending());
    }
  }

  @Test
  void hangsUpOnWhoProvesNothing() throws Exception {
    try (Echo echo = new Echo(times(60_000, 100, 60_000, 30_000));
        Caller proven = new Caller(HERE, echo.port()).proven();
        Caller caller = new Caller(HERE, echo.port())) {
      caller.say(new byte[] {'a'});
      caller.hear();
      // Only now is there little time, so that a slow machine proves who is to be proven.
      echo.loop().post(() -> echo.loop().limits(times(200, 100, 60_000, 30_000)));
      assertTrue(caller.isHungUpOn());
      assertEquals(Ending.UNPROVEN, echo.ending());
      proven.say(new byte[] {'b'});
      assertEquals('b', proven.hear()[0]);
    }
  }

  @Test
  void hangsUpOnWhoReadsTooSlowlyAndNobodyElseWaits() throws Exception {
    try (Echo echo = new Echo(times(60_000, 20_000, 60_000, 300));
        Caller slow = new Caller(HERE, echo.port()).proven();
        Caller other = new Caller(HERE, echo.port()).proven()) {
      for (int i = 0; i < 30; i++) {
        slow.say(new byte[] {'g'});
      }
      other.say(new byte[] {'b'});
      assertEquals('b', other.hear()[0]);
      assertEquals(Ending.SLOW, echo.ending());
      assertTrue(slow.isHungUpOn());
      assertEquals(0, echo.ask(() -> echo.loop().waitingBytes()));
    }
  }

  @Test
  void hangsUpOnWhoNeverEndsAFrame() throws Exception {
    try (Echo echo = new Echo(times(60_000, 200, 60_000, 300));
        Caller caller = new Caller(HERE, echo.port()).proven()) {
      caller.raw(new byte[] {0, 0, 0, 9, 1, 2, 3});
      assertEquals(Ending.SLOW, echo.ending());
      assertTrue(caller.isHungUpOn());
    }
  }

  @Test
  void keepsAtMostSoManyBytesForAllAndCutsWhoeverHoldsThemLongest() throws Exception {
    try (Echo echo = new Echo(room(10, 10, 10, 100_000));
        Caller first = new Caller(HERE, echo.port()).proven();
        Caller second = new Caller(HERE, echo.port()).proven()) {
      byte[] large = Caller.framed(Caller.frame('a', 90_000));
      first.raw(Arrays.copyOf(large, 60_000));
      while (echo.ask(() -> echo.loop().waitingBytes()) < 60_000) {
        Thread.onSpinWait();
      }
      second.raw(Arrays.copyOf(large, 80_000));
      assertEquals(Ending.CROWDED, echo.ending());
      assertTrue(first.isHungUpOn());
      second.raw(Arrays.copyOfRange(large, 80_000, large.length));
      assertEquals(90_000, second.hear().length);
    }
  }

  @Test
  void aStrangerMoreTakesThePlaceOfTheOldest() throws Exception {
    try (Echo echo = new Echo(room(10, 10, 2, 1 << 20));
        Caller proven = new Caller(HERE, echo.port()).proven();
        Caller first = new Caller(HERE, echo.port())) {
      first.say(new byte[] {'a'});
      first.hear();
      try (Caller second = new Caller(HERE, echo.port())) {
        second.say(new byte[] {'a'});
        second.hear();
        try (Caller third = new Caller(HERE, echo.port())) {
          third.say(new byte[] {'c'});
          assertEquals('c', third.hear()[0]);
          assertTrue(first.isHungUpOn());
          assertEquals(Ending.UNPROVEN, echo.ending());
          second.say(new byte[] {'b'});
          assertEquals('b', second.hear()[0]);
          proven.say(new byte[] {'d'});
          assertEquals('d', proven.hear()[0]);
        }
      }
    }
  }

  @Test
  void turnsAwayWhoeverHasTooManyLinksOrCallsTooOftenFromOneAddress() throws Exception {
    try (Echo echo = new Echo(room(10, 2, 10, 1 << 20));
        Caller first = new Caller(HERE, echo.port()).proven();
        Caller second = new Caller(HERE, echo.port()).proven();
        Caller third = new Caller(HERE, echo.port())) {
      assertTrue(third.isHungUpOn());
      try (Caller elsewhere = new Caller(HERE, echo.port(), "127.0.0.2")) {
        elsewhere.proven();
      }
      assertEquals(Ending.CLOSED, echo.ending());
      first.close();
      assertEquals(Ending.CLOSED, echo.ending());
      try (Caller again = new Caller(HERE, echo.port())) {
        again.proven();
      }
      assertEquals(1, echo.ask(() -> echo.loop().traffic().callsTurnedAway()));
      second.say(new byte[] {'a'});
      second.hear();
    }
    try (Echo echo = new Echo(USUAL.with(new NetLimits.Rate(1000, 2)))) {
      for (int i = 0; i < 2; i++) {
        new Caller(HERE, echo.port()).proven().close();
      }
      try (Caller third = new Caller(HERE, echo.port())) {
        assertTrue(third.isHungUpOn());
      }
    }
  }

  @Test
  void whoSpeaksHangsUpAndTheNumberComesAgain() throws Exception {
    try (Echo echo = new Echo(USUAL)) {
      try (Caller caller = new Caller(HERE, echo.port()).proven()) {
        caller.say(new byte[] {'x'});
        assertTrue(caller.isHungUpOn());
        assertEquals(Ending.HUNG_UP, echo.ending());
      }
      try (Caller caller = new Caller(HERE, echo.port()).proven()) {
        echo.loop().post(() -> echo.loop().hangUp(0));
        assertTrue(caller.isHungUpOn());
        assertEquals(Ending.HUNG_UP, echo.ending());
      }
    }
  }

  @Test
  void readsNoMoreFromALinkThatIsPausedBeforeTheNextTick() throws Exception {
    try (Echo echo = new Echo(USUAL);
        Caller caller = new Caller(HERE, echo.port()).proven()) {
      assertEquals(0, echo.ask(echo::ticks));
      caller.say(new byte[] {'z'});
      assertEquals('z', caller.hear()[0]);
      caller.say(new byte[] {'a'});
      assertEquals('a', caller.hear()[0]);
      assertTrue(echo.ask(echo::ticks) > 0);
    }
  }

  @Test
  void saysToTheEndWhatItBeganToSayWhenItStops() throws Exception {
    Echo echo = new Echo(USUAL);
    try (Caller caller = new Caller(HERE, echo.port()).proven()) {
      for (int i = 0; i < 8; i++) {
        caller.say(new byte[] {'g'});
      }
      assertEquals(1 << 20, caller.hear().length);
      echo.loop().stop();
      for (int i = 1; i < 8; i++) {
        assertEquals(1 << 20, caller.hear().length);
      }
      assertTrue(caller.isHungUpOn());
    } finally {
      echo.close();
    }
  }

  /** Has its loop given work, and stopped, in a turn in which it has looked for work already. */
  private static final class Last implements Upkeep {
    private final List<String> done = new ArrayList<>();
    private LinkLoop loop;
    private boolean told;

    @Override
    public void tick(long nowMs) {
      told = true;
      loop.post(() -> done.add("given"));
      loop.stop();
    }

    @Override
    public long deadlineMs() {
      return told ? Long.MAX_VALUE : 0;
    }
  }

  @Test
  void doesWhatItWasGivenBeforeItWasStopped() throws Exception {
    Last last = new Last();
    try (Echo echo = new Echo(USUAL)) {
      last.loop = new LinkLoop(echo, last, USUAL, (out, offset, length) -> out[offset] = 7);
      last.loop.run();
    }
    assertEquals(List.of("given"), last.done);
  }

  @Test
  void otherLimitsHoldFromThenOn() throws Exception {
    try (Echo echo = new Echo(USUAL);
        Caller first = new Caller(HERE, echo.port()).proven()) {
      NetLimits fewer = room(10, 1, 10, 1 << 20);
      echo.ask(
          () -> {
            echo.loop().limits(fewer);
            return true;
          });
      try (Caller second = new Caller(HERE, echo.port())) {
        assertTrue(second.isHungUpOn());
      }
      first.say(new byte[] {'a'});
      assertEquals('a', first.hear()[0]);
    }
  }

  @Test
  void aDiskThatFailsEndsTheLoop() throws Exception {
    try (Echo echo = new Echo(USUAL);
        Caller caller = new Caller(HERE, echo.port())) {
      caller.say(new byte[] {'!'});
      assertTrue(caller.isHungUpOn());
      assertEquals(Ending.STOPPED, echo.ending());
      echo.close();
      assertInstanceOf(StoreException.class, echo.died);
    }
  }
}
