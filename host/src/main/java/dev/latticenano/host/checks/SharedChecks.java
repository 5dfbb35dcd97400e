package dev.latticenano.host.checks;

import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.Verifier;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A verifier with threads that look at signatures before they are asked for. Its owner, one thread
 * at a time, tells what it will ask, goes on, and asks in order: what nobody has begun by then it
 * looks at itself, and while another thread is at it, it looks at the next. If there is none, and
 * the other thread does not answer for about as long as a check takes, because the system has put
 * it aside for another program, it looks itself. So it never waits for anybody's turn, and an
 * answer is always that of one of the verifiers given, all of one rule.
 *
 * <p>What was told lies in a ring of slots. A slot is written by the owner while it is FREE, then
 * OPEN for whoever claims it first; who has CLAIMED it alone leaves the answer in it, unless the
 * owner has LEFT it to itself. Threads start when there is first something to share, and rest when
 * there is nothing. Allocates nothing after that, besides what the verifiers do.
 */
public final class SharedChecks implements Verifier, AutoCloseable {
  /** Signatures that may be told ahead. */
  public static final int FORESIGHT = 128;

  private static final String THREAD = "check-";
  private static final int SLOTS = 2 * FORESIGHT;
  private static final int HASH_BYTES = 32;
  private static final int HASH = Signer.KEY_BYTES;
  private static final int SIGNATURE = HASH + HASH_BYTES;
  private static final int SLOT_BYTES = SIGNATURE + Signer.SIGNATURE_BYTES;
  private static final int NONE = -1;

  private static final int FREE = 0;
  private static final int OPEN = 1;
  private static final int CLAIMED = 2;
  private static final int RIGHT = 3;
  private static final int WRONG = 4;
  private static final int FAILED = 5;
  private static final int LEFT = 6;

  // Some tens of microseconds.
  private static final int LOOKS_MAX = 1500;

  private static final int THREADS_MAX = 31;

  private final Verifier own;
  private final Supplier<Verifier> more;
  private final Thread[] threads;
  private final byte[] told = new byte[SLOTS * SLOT_BYTES];
  private final AtomicIntegerArray states = new AtomicIntegerArray(SLOTS);
  private final AtomicIntegerArray resting;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  // Numbers of what was told, from 0, modulo 2^32; a number's slot is its remainder.
  private volatile int end;
  private volatile int nextOpen;
  private int asked;
  private volatile boolean closed;
  private boolean started;

  /**
   * So many threads besides the owner's.
   *
   * @param verifiers gives each thread a verifier of its own, all of the same rule
   */
  public SharedChecks(int threads, Supplier<Verifier> verifiers) {
    own = verifiers.get();
    more = verifiers;
    this.threads = new Thread[threads];
    resting = new AtomicIntegerArray(threads);
  }

  /** As many threads as this machine has processors, with the owner's; with one: none. */
  public static SharedChecks overAllProcessors(CheckChoice choice) {
    int others = Runtime.getRuntime().availableProcessors() - 1;
    return new SharedChecks(Math.min(THREADS_MAX, others), choice.verifiers());
  }

  /** Threads that look at signatures, with the owner's. */
  public int threads() {
    return threads.length + 1;
  }

  @Override
  public int foresight() {
    return threads.length == 0 || closed ? 0 : FORESIGHT;
  }

  @Override
  public void foresee(
      byte[] key, int keyOffset, byte[] hash, int hashOffset, byte[] signature, int offset) {
    rethrow();
    if (closed || isTold(hash, hashOffset)) {
      return;
    }
    if (end - asked == FORESIGHT) {
      passOver(asked + 1);
    }
    int slot = end & SLOTS - 1;
    states.compareAndSet(slot, OPEN, FREE);
    int state = states.get(slot);
    if (state == CLAIMED || state == LEFT) {
      // Told long ago, and somebody is still at it.
      return;
    }
    int at = slot * SLOT_BYTES;
    System.arraycopy(key, keyOffset, told, at, Signer.KEY_BYTES);
    System.arraycopy(hash, hashOffset, told, at + HASH, HASH_BYTES);
    System.arraycopy(signature, offset, told, at + SIGNATURE, Signer.SIGNATURE_BYTES);
    states.set(slot, OPEN);
    end = end + 1;
    // The first is looked at by the owner as soon as by anybody.
    if (end - asked > 1) {
      wake();
    }
  }

  /** True if this hash was told and not asked for yet: one of its signatures is enough. */
  private boolean isTold(byte[] hash, int offset) {
    for (int i = asked; i != end; i++) {
      int at = (i & SLOTS - 1) * SLOT_BYTES + HASH;
      if (Arrays.equals(told, at, at + HASH_BYTES, hash, offset, offset + HASH_BYTES)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean verifyStrict(
      byte[] key,
      int keyOffset,
      byte[] message,
      int offset,
      int length,
      byte[] signature,
      int signatureOffset) {
    rethrow();
    if (length == HASH_BYTES) {
      for (int i = asked; i != end; i++) {
        int at = (i & SLOTS - 1) * SLOT_BYTES;
        if (holds(at + HASH, message, offset, HASH_BYTES)
            && holds(at, key, keyOffset, Signer.KEY_BYTES)
            && holds(at + SIGNATURE, signature, signatureOffset, Signer.SIGNATURE_BYTES)) {
          passOver(i);
          asked++;
          return answer(i & SLOTS - 1);
        }
      }
    }
    return own.verifyStrict(key, keyOffset, message, offset, length, signature, signatureOffset);
  }

  private boolean holds(int at, byte[] bytes, int offset, int length) {
    return Arrays.equals(told, at, at + length, bytes, offset, offset + length);
  }

  /** What was told before number {@code to} is not asked for any more. */
  private void passOver(int to) {
    for (; asked != to; asked++) {
      states.compareAndSet(asked & SLOTS - 1, OPEN, FREE);
    }
  }

  /** The answer in a slot, looked for here if nobody has begun. */
  private boolean answer(int slot) {
    if (states.compareAndSet(slot, OPEN, CLAIMED)) {
      check(slot, own);
    }
    for (int looks = 0; states.get(slot) == CLAIMED; looks++) {
      int other = claim();
      if (other != NONE) {
        check(other, own);
      } else if (looks < LOOKS_MAX) {
        Thread.onSpinWait();
      } else if (states.compareAndSet(slot, CLAIMED, LEFT)) {
        rethrow();
        return isRight(slot, own);
      }
    }
    int state = states.getAndSet(slot, FREE);
    rethrow();
    return state == RIGHT;
  }

  /**
   * Claims the slot told first of those that nobody has claimed; {@link #NONE} if there is none.
   */
  private int claim() {
    int last = end;
    int first = last - nextOpen > SLOTS ? last - SLOTS : nextOpen;
    for (int i = first; last - i > 0; i++) {
      int slot = i & SLOTS - 1;
      if (states.get(slot) == OPEN && states.compareAndSet(slot, OPEN, CLAIMED)) {
        nextOpen = i + 1;
        return slot;
      }
    }
    return NONE;
  }

  private void check(int slot, Verifier verifier) {
    int state = FAILED;
    try {
      state = isRight(slot, verifier) ? RIGHT : WRONG;
    } catch (RuntimeException | Error e) {
      // The owner is told: a thread of ours has nobody to throw it to.
      failure.compareAndSet(null, e);
    }
    if (!states.compareAndSet(slot, CLAIMED, state)) {
      states.set(slot, FREE);
    }
  }

  private boolean isRight(int slot, Verifier verifier) {
    int at = slot * SLOT_BYTES;
    return verifier.verifyStrict(told, at, told, at + HASH, HASH_BYTES, told, at + SIGNATURE);
  }

  private void rethrow() {
    Throwable e = failure.get();
    if (e != null) {
      throw new AssertionError("a check of signatures failed", e);
    }
  }

  private void wake() {
    if (!started) {
      started = true;
      for (int i = 0; i < threads.length; i++) {
        int number = i;
        threads[i] = new Thread(() -> work(number), THREAD + i);
        threads[i].setDaemon(true);
        threads[i].start();
      }
    }
    for (int i = 0; i < threads.length; i++) {
      if (resting.get(i) != 0 && resting.compareAndSet(i, 1, 0)) {
        LockSupport.unpark(threads[i]);
        return;
      }
    }
  }

  // What a thread of ours runs.
  private void work(int number) {
    Verifier verifier = own;
    try {
      verifier = more.get();
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
    while (!closed && failure.get() == null) {
      int slot = claim();
      if (slot == NONE) {
        slot = rest(number);
      }
      if (slot != NONE) {
        check(slot, verifier);
      }
    }
  }

  /** Rests until somebody wakes this thread, unless there is something to claim. */
  private int rest(int number) {
    resting.set(number, 1);
    int slot = claim();
    if (slot == NONE && !closed) {
      LockSupport.park(this);
    }
    resting.set(number, 0);
    return slot;
  }

  @Override
  public boolean verifyLenient(
      byte[] key,
      int keyOffset,
      byte[] message,
      int offset,
      int length,
      byte[] signature,
      int signatureOffset) {
    return own.verifyLenient(key, keyOffset, message, offset, length, signature, signatureOffset);
  }

  /** Ends the threads, which takes as long as one check; it verifies on, alone. */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    for (int i = 0; started && i < threads.length; i++) {
      LockSupport.unpark(threads[i]);
      while (threads[i].isAlive()) {
        try {
          threads[i].join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    rethrow();
  }

  @Override
  public String toString() {
    return threads.length + " threads that check signatures beside their owner's";
  }
}
