package dev.latticenano.edge.cli;

import dev.latticenano.edge.Server;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Has a server end when the process is told to, and the process wait until that is done. */
final class Stopping implements AutoCloseable {
  private static final long STOP_MS = 3000;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtExit atExit;

  Stopping(Server server) {
    atExit = new AtExit("stop", () -> stop(server));
  }

  // The process ends when its hooks have: this one waits until the directory is given up.
  private void stop(Server server) {
    server.stop();
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
