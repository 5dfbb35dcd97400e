package dev.latticenano.host.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Has work end when the process is told to, and the process wait until that is done. */
public final class Stopping implements AutoCloseable {
  private static final long STOP_MS = 3000;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtExit atExit;

  /** {@code stop} has the work end; it is over when this is closed. */
  public Stopping(Runnable stop) {
    atExit = new AtExit("stop", () -> await(stop));
  }

  // The process ends when its hooks have: this one waits until the directory is given up.
  private void await(Runnable stop) {
    stop.run();
    try {
      closed.await(STOP_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    atExit.close();
  }
}
