package dev.latticenano.bench.soak;

import java.util.concurrent.TimeUnit;

/**
 * Where clients wait while the relay is away or looked at: whoever is inside stays, nobody enters.
 */
public final class Doorstep {
  private boolean shut;
  private boolean over;
  private int inside;

  /** Waits until it is open; false if the run is over. */
  synchronized boolean enter() throws InterruptedException {
    while (shut && !over) {
      wait();
    }
    if (!over) {
      inside++;
    }
    return !over;
  }

  synchronized void leave() {
    inside--;
    notifyAll();
  }

  /** Nobody enters from now on. */
  public synchronized void shut() {
    shut = true;
  }

  /** Waits until nobody is inside. */
  public synchronized void awaitEmpty() throws InterruptedException {
    while (inside > 0) {
      wait();
    }
  }

  /** All may enter again. */
  public synchronized void open() {
    shut = false;
    notifyAll();
  }

  /** Waits so long; false if the run is over. */
  public synchronized boolean pause(long ms) {
    long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
    try {
      for (long left = ms; left > 0 && !over; ) {
        wait(left);
        left = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return !over;
  }

  /** The run is over for whoever comes. */
  public synchronized void end() {
    over = true;
    notifyAll();
  }
}
