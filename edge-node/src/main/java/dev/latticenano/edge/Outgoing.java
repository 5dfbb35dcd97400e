package dev.latticenano.edge;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What is to be said next over a link: the loop's thread gives it, the thread that writes the link
 * takes it. One frame waits at most, and one sign of life before it.
 */
final class Outgoing {
  /** What {@link #take} returns for a sign of life, in bytes of a frame. */
  static final int SIGN = 0;

  private static final int WAITING_MAX = 2;

  private final BlockingQueue<Integer> lengths = new ArrayBlockingQueue<>(WAITING_MAX);

  /** Gives a frame of so many bytes; the last one has been taken. On the loop's thread. */
  void frame(int bytes) {
    lengths.add(bytes);
  }

  /** Gives a sign of life, unless something waits: that says as much. On the loop's thread. */
  void sign() {
    // However often it is asked for while the writer is held up, a frame still finds its place.
    if (lengths.isEmpty()) {
      lengths.add(SIGN);
    }
  }

  /** Takes the next frame's bytes, or {@link #SIGN}; a sign is due, too, after {@code idleMs}. */
  int take(long idleMs) throws InterruptedException {
    Integer next = lengths.poll(idleMs, TimeUnit.MILLISECONDS);
    return next == null ? SIGN : next;
  }
}
