package dev.latticenano.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LoopbackLinkTest implements LinkContract {
  private static final int ASKED = 100_000;

  @Override
  public Pair open() {
    LoopbackLink[] ends = LoopbackLink.pair();
    return new Pair(ends[0], ends[1], () -> {});
  }

  @Test
  void bothEndsMayAskForFiguresAtOnce() throws Exception {
    LoopbackLink[] ends = LoopbackLink.pair();
    FutureTask<Long> other = new FutureTask<>(() -> asked(ends[1]));
    Thread thread = new Thread(other, "other end");
    thread.setDaemon(true);
    thread.start();
    FutureTask<Long> own = new FutureTask<>(() -> asked(ends[0]));
    Thread here = new Thread(own, "own end");
    here.setDaemon(true);
    here.start();
    assertEquals(0, own.get(30, TimeUnit.SECONDS));
    assertEquals(0, other.get(30, TimeUnit.SECONDS));
  }

  private static long asked(LoopbackLink end) {
    long bytes = 0;
    for (int i = 0; i < ASKED; i++) {
      bytes += end.stats().bytesSent();
    }
    return bytes;
  }
}
