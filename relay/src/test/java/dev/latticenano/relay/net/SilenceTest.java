package dev.latticenano.relay.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signs of life, links that are silent, and asking whether one still leads anywhere. */
@Timeout(60)
class SilenceTest {
  private static final String HERE = "127.0.0.1";

  private static NetLimits times(long proofMs, long signMs, long silenceMs, long stallMs) {
    return NetLimits.USUAL.with(new NetLimits.Times(proofMs, signMs, silenceMs, stallMs));
  }

  @Test
  void saysSignsOfLifeOnAnIdleLinkAndGivesUpOneThatIsSilent() throws Exception {
    try (Echo echo = new Echo(times(60_000, 50, 3000, 30_000));
        Caller caller = new Caller(HERE, echo.port()).proven()) {
      assertEquals(0, caller.length());
      caller.raw(new byte[4]);
      assertEquals(0, caller.length());
      assertTrue(caller.isHungUpOn());
      assertEquals(Ending.SILENT, echo.ending());
    }
  }

  @Test
  void givesUpALinkSoonerOverWhichItSaidAFrameInVain() throws Exception {
    try (Echo echo = new Echo(times(60_000, 20_000, 20_000, 30_000));
        Caller caller = new Caller(HERE, echo.port()).proven();
        Caller idle = new Caller(HERE, echo.port()).proven()) {
      idle.raw(new byte[4]);
      long startNs = System.nanoTime();
      assertTrue(caller.isHungUpOn());
      assertEquals(Ending.SILENT, echo.ending());
      assertTrue(System.nanoTime() - startNs < 15_000_000_000L);
      idle.say(new byte[] {'a'});
      assertEquals('a', idle.hear()[0], "whoever answers stays");
    }
  }

  @Test
  void aLinkThatIsNotReadIsNotSilentAndHasItsTimeAgainWhenItIs() throws Exception {
    List<Ending> endings = new ArrayList<>();
    Silence silence =
        new Silence(new Lines(), new Writing(new Traffic()), (line, ending) -> endings.add(ending));
    try (SocketChannel channel = SocketChannel.open()) {
      Line line = new Line(channel, 0, 0, true, 0);
      line.proven = true;
      line.paused = true;
      Silence.asked(line, 0);
      long nowMs = 2 * Wire.SILENCE_MS;
      line.saidMs = nowMs;
      silence.look(line, NetLimits.USUAL, nowMs);
      line.resumed(nowMs);
      silence.look(line, NetLimits.USUAL, nowMs + 1);
      assertEquals(List.of(), endings);
      silence.look(line, NetLimits.USUAL, nowMs + Wire.ANSWER_MS + 1);
      assertEquals(List.of(Ending.SILENT), endings);
    }
  }

  @Test
  void asksALinkAtOnceAndTellsOnceThatItAnswered() throws Exception {
    try (Echo echo = new Echo(times(60_000, 60_000, 60_000, 30_000));
        Caller caller = new Caller(HERE, echo.port()).proven()) {
      AtomicInteger answers = new AtomicInteger();
      echo.ask(
          () -> {
            echo.loop().silence().ask(0, answers::incrementAndGet);
            return true;
          });
      assertEquals(0, caller.length());
      assertEquals(0, answers.get());
      for (int i = 1; i <= 2; i++) {
        long before = echo.ask(() -> echo.loop().silence().heard(0));
        caller.raw(new byte[4]);
        while (echo.ask(() -> echo.loop().silence().heard(0)) == before) {
          Thread.onSpinWait();
        }
        assertEquals(1, echo.ask(answers::get));
      }
    }
  }

  @Test
  void asksAgainOnlyWhenSomethingCame() throws Exception {
    try (Echo echo = new Echo(times(60_000, 60_000, 60_000, 30_000));
        Caller caller = new Caller(HERE, echo.port()).proven()) {
      caller.raw(new byte[4]);
      while (echo.ask(() -> echo.loop().silence().heard(0)) < 2) {
        Thread.onSpinWait();
      }
      long before = echo.ask(() -> echo.loop().traffic().bytesOut());
      for (int i = 0; i < 2; i++) {
        long said =
            echo.ask(
                () -> {
                  echo.loop().silence().askOnce(0);
                  return echo.loop().traffic().bytesOut() - before;
                });
        assertEquals(Wire.PREFIX_BYTES, said);
      }
      echo.ask(
          () -> {
            // Of a link that is down nothing is asked.
            echo.loop().silence().askOnce(7);
            echo.loop().silence().ask(7, () -> {});
            return true;
          });
      assertEquals(0, caller.length());
    }
  }
}
