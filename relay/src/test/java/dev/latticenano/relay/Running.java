package dev.latticenano.relay;

import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.host.Failure;
import dev.latticenano.host.text.Address;
import dev.latticenano.relay.home.RelayHome;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A relay that serves in this process, on a thread of its own. */
final class Running implements AutoCloseable {
  private static final long END_S = 30;

  private final RelayServer server;
  private final String address;
  private final Thread thread;
  private volatile Throwable died;

  /** Serves from a directory at a free port. */
  Running(Path dir) throws Failure {
    this(dir, 0);
  }

  /** Serves from a directory at a port; 0 is any free one. */
  Running(Path dir, int port) throws Failure {
    server = RelayServer.open(RelayHome.open(dir), false, ReplayProgress.SILENT);
    List<Address> places = List.of(new Address("127.0.0.1", port));
    address = server.listen(places, null).get(0).replace("listening tcp ", "");
    thread = new Thread(this::run, "relay");
    thread.start();
  }

  private void run() {
    try {
      server.run();
    } catch (Failure | AssertionError e) {
      died = e;
    }
  }

  /** Where it listens, as {@code --tcp} takes it. */
  String address() {
    return address;
  }

  int port() {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  @Override
  public void close() throws Failure {
    server.stop();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(END_S));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive() || died != null) {
      throw new AssertionError("the relay did not stop well", died);
    }
    server.close();
  }
}
