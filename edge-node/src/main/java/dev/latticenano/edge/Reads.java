package dev.latticenano.edge;

import dev.latticenano.core.Node;
import dev.latticenano.core.store.StoreException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Reading a node from any thread while its loop writes: one writer, many readers. A reader hands
 * over a slice, a piece of reading with a bound, like a page of a listing; the loop does one slice
 * a turn, between two writes, so a slice shows one state and a write waits for one slice at most.
 * The reader's own work on what it got costs the loop nothing. Who wants more asks for the next
 * page; a key that was written meanwhile shows as it is then.
 */
public final class Reads {
  /** Readers that wait; further ones wait to be allowed to. */
  static final int WAITING_MAX = 64;

  private final BlockingQueue<Slice<?>> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final Runnable wake;
  private volatile boolean ended;
  private long slices;

  /** A piece of reading; it keeps nothing of the node, and its result is the reader's own. */
  public interface Read<T> {
    /** Reads a bounded amount, on the loop's thread. */
    T from(Node node) throws StoreException;
  }

  private static final class Slice<T> {
    private final Read<T> read;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    private Slice(Read<T> read) {
      this.read = read;
    }

    private void run(Node node) {
      try {
        result.complete(read.from(node));
      } catch (StoreException | RuntimeException e) {
        result.completeExceptionally(e);
      }
    }
  }

  /** Reads of a loop that {@code wake} keeps from waiting; it waits for nothing itself. */
  Reads(Runnable wake) {
    this.wake = wake;
  }

  /**
   * Has {@code read} done between two turns of the loop and waits for it; from any thread but the
   * loop's.
   *
   * @throws IllegalStateException the loop has ended
   */
  public <T> T ask(Read<T> read) throws StoreException, InterruptedException {
    Slice<T> slice = new Slice<>(read);
    waiting.put(slice);
    wake.run();
    if (ended) {
      end();
    }
    try {
      return slice.result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException failed) {
        throw failed;
      }
      throw new IllegalStateException("a read failed", e.getCause());
    }
  }

  /** Does one slice if somebody waits; on the loop's thread. */
  void turn(Node node) {
    Slice<?> slice = waiting.poll();
    if (slice != null) {
      slice.run(node);
      slices++;
    }
  }

  /** True if somebody waits. */
  boolean isAsked() {
    return !waiting.isEmpty();
  }

  /** Slices done so far; on the loop's thread. */
  long slices() {
    return slices;
  }

  /** The loop has ended: whoever waits is told so. */
  void end() {
    ended = true;
    for (Slice<?> each = waiting.poll(); each != null; each = waiting.poll()) {
      each.result.completeExceptionally(new IllegalStateException("the node has stopped"));
    }
  }
}
