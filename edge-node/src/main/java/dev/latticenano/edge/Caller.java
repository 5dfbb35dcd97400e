package dev.latticenano.edge;

import dev.latticenano.host.Backoff;
import dev.latticenano.link.LinkException;
import dev.latticenano.link.TcpLink;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Calls one place of the network again and again, so that there is a link to it whenever there can
 * be one. A thread of its own connects and waits; the link belongs to the loop.
 */
final class Caller {
  static final long FIRST_MS = 1000;
  static final long MOST_MS = 64_000;

  private static final int CONNECT_MS = 5000;

  /** What the loop does with links; on whose thread {@link #connected} hands them over. */
  interface Host {
    /** A link to the caller's place; from the caller's thread. */
    void connected(Caller caller, TcpLink link) throws InterruptedException;
  }

  /** What may end a wait. */
  private enum Nudge {
    DOWN,
    AWAKE,
    STOP
  }

  private final String host;
  private final int port;
  private final Backoff backoff;
  private final Host owner;
  private final LinkedBlockingQueue<Nudge> nudges = new LinkedBlockingQueue<>();
  private volatile boolean stopped;

  Caller(String host, int port, long seed, Host owner) {
    this.host = host;
    this.port = port;
    this.backoff = new Backoff(FIRST_MS, MOST_MS, seed ^ place().hashCode());
    this.owner = owner;
  }

  /** Where it calls, as {@code host:port}. */
  String place() {
    return host + ":" + port;
  }

  void start() {
    Thread thread = new Thread(this::run, "call " + place());
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (!stopped) {
        if (connect()) {
          awaitDown();
        }
        if (!stopped) {
          nudges.poll(backoffMs(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean connect() throws InterruptedException {
    try {
      TcpLink link = TcpLink.connect(host, port, CONNECT_MS);
      nudges.clear();
      owner.connected(this, link);
      return true;
    } catch (LinkException e) {
      EventLog.waiting(place(), e.getMessage());
      return false;
    }
  }

  private void awaitDown() throws InterruptedException {
    while (nudges.take() == Nudge.AWAKE) {
      // The link is asked for a sign of life by its loop.
      continue;
    }
  }

  private synchronized long backoffMs() {
    return backoff.nextMs();
  }

  /** The peer was met: when the link goes down, the first call comes soon. */
  synchronized void met() {
    backoff.reset();
  }

  /** The link that was handed over is down. */
  void down() {
    nudges.add(Nudge.DOWN);
  }

  /** This machine has slept: whoever waits to call calls at once. */
  synchronized void awake() {
    backoff.reset();
    nudges.add(Nudge.AWAKE);
  }

  /** No more calls; a link that is up stays up. */
  void stop() {
    stopped = true;
    nudges.add(Nudge.STOP);
  }
}
