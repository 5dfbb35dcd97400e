package dev.latticenano.host.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Allocation;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.crypto.Verifier;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What threads find out is what the owner would have, and nothing of it is lost. */
class SharedChecksTest {
  private static final long WAIT_S = 20;

  private final byte[] key = new byte[32];
  private final byte[] hash = new byte[32];
  private final byte[] signature = new byte[64];

  /** A signature of number n is right if it holds n and n is even; {@code hook} runs before. */
  private record Even(BooleanSupplier hook) implements Verifier {
    @Override
    public boolean verifyStrict(
        byte[] key, int at, byte[] message, int offset, int length, byte[] signature, int from) {
      int number = LittleEndian.intAt(message, offset);
      return hook.getAsBoolean()
          && LittleEndian.intAt(signature, from) == number
          && (number & 1) == 0;
    }

    @Override
    public boolean verifyLenient(
        byte[] key, int at, byte[] message, int offset, int length, byte[] signature, int from) {
      return true;
    }
  }

  private void fill(int number, int signed) {
    LittleEndian.putInt(hash, 0, number);
    LittleEndian.putInt(signature, 0, signed);
  }

  private void tell(SharedChecks checks, int number) {
    fill(number, number);
    checks.foresee(key, 0, hash, 0, signature, 0);
  }

  private boolean ask(SharedChecks checks, int number) {
    fill(number, number);
    return checks.verifyStrict(key, 0, hash, 0, hash.length, signature, 0);
  }

  @Test
  void answersTheSameWhateverWasToldAndInWhateverOrderItIsAsked() {
    Seeds.run(
        SharedChecksTest.class,
        random -> {
          for (int threads = 0; threads <= 3; threads++) {
            try (SharedChecks checks = new SharedChecks(threads, () -> new Even(() -> true))) {
              for (int round = 0; round < 2000; round++) {
                mixed(checks, random);
              }
            }
          }
        });
  }

  private void mixed(SharedChecks checks, Random random) {
    int from = random.nextInt(1000);
    int count = random.nextInt(2 * SharedChecks.FORESIGHT);
    for (int i = 0; i < count; i++) {
      fill(from + i, random.nextInt(8) == 0 ? from : from + i);
      checks.foresee(key, 0, hash, 0, signature, 0);
    }
    int at = from;
    for (int i = 0; i < count; i++) {
      at = random.nextInt(10) == 0 ? from + random.nextInt(count) : at + 1;
      int signed = random.nextInt(8) == 0 ? from : at;
      fill(at, signed);
      boolean right = checks.verifyStrict(key, 0, hash, 0, hash.length, signature, 0);
      assertEquals(signed == at && (at & 1) == 0, right);
    }
  }

  @Test
  void aThreadLooksAtWhatWasToldBeforeItIsAskedFor() throws InterruptedException {
    Thread owner = Thread.currentThread();
    CountDownLatch seen = new CountDownLatch(2);
    Even even =
        new Even(
            () -> {
              if (Thread.currentThread() != owner) {
                seen.countDown();
              }
              return true;
            });
    try (SharedChecks checks = new SharedChecks(1, () -> even)) {
      tell(checks, 2);
      tell(checks, 4);
      assertTrue(seen.await(WAIT_S, TimeUnit.SECONDS), "nobody looks");
      assertTrue(ask(checks, 2));
      assertTrue(ask(checks, 4));
    }
  }

  @Test
  void theOwnerWaitsForNoThreadThatDoesNotComeToAnEnd() throws InterruptedException {
    Thread owner = Thread.currentThread();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    int[] own = new int[1];
    Even even =
        new Even(
            () -> {
              if (Thread.currentThread() == owner) {
                own[0]++;
                return true;
              }
              begun.countDown();
              return awaits(answered);
            });
    try (SharedChecks checks = new SharedChecks(1, () -> even)) {
      tell(checks, 2);
      tell(checks, 4);
      assertTrue(begun.await(WAIT_S, TimeUnit.SECONDS));
      // A thread is at the first and stays there: the owner looks at the second, then at both.
      assertTrue(ask(checks, 2));
      assertEquals(2, own[0]);
      assertTrue(ask(checks, 4));
      assertEquals(2, own[0]);
      // Nothing is told in its place until it is done; what is asked is answered all the same.
      for (int i = 6; i < 6 + 8 * SharedChecks.FORESIGHT; i += 2) {
        tell(checks, i);
        assertTrue(ask(checks, i));
        tell(checks, i + 1);
        assertFalse(ask(checks, i + 1));
      }
      answered.countDown();
    }
  }

  private static boolean awaits(CountDownLatch latch) {
    try {
      return latch.await(WAIT_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatAThreadThrowsIsThrownAtTheOwner() throws Exception {
    Thread owner = Thread.currentThread();
    CompletableFuture<Thread> throwing = new CompletableFuture<>();
    Even even =
        new Even(
            () -> {
              if (Thread.currentThread() != owner) {
                throwing.complete(Thread.currentThread());
                throw new IllegalStateException("broken");
              }
              return true;
            });
    SharedChecks checks = new SharedChecks(1, () -> even);
    tell(checks, 2);
    tell(checks, 4);
    // Only when it has ended by that is it sure to be known.
    throwing.get(WAIT_S, TimeUnit.SECONDS).join();
    AssertionError asked =
        assertThrows(
            AssertionError.class,
            () -> {
              ask(checks, 2);
              ask(checks, 4);
            });
    assertInstanceOf(IllegalStateException.class, asked.getCause());
    assertThrows(AssertionError.class, checks::close);
  }

  @Test
  void closingEndsTheThreadsAndItGoesOnAlone() {
    Thread[] seen = new Thread[1];
    CountDownLatch ran = new CountDownLatch(1);
    Thread owner = Thread.currentThread();
    Even even =
        new Even(
            () -> {
              if (Thread.currentThread() != owner) {
                seen[0] = Thread.currentThread();
                ran.countDown();
              }
              return true;
            });
    SharedChecks checks = new SharedChecks(2, () -> even);
    tell(checks, 2);
    tell(checks, 3);
    awaits(ran);
    checks.close();
    assertFalse(seen[0].isAlive());
    assertEquals(0, checks.foresight());
    tell(checks, 6);
    assertTrue(ask(checks, 6));
    assertTrue(ask(checks, 2));
    assertFalse(ask(checks, 3));
    checks.close();
  }

  @Test
  void withOneProcessorOrOneSignatureNoThreadStarts() {
    int before = Thread.activeCount();
    SharedChecks alone = new SharedChecks(0, () -> new Even(() -> true));
    assertEquals(0, alone.foresight());
    SharedChecks checks = new SharedChecks(2, () -> new Even(() -> true));
    for (int i = 0; i < 10; i++) {
      tell(checks, i);
      assertEquals((i & 1) == 0, ask(checks, i));
    }
    assertEquals(before, Thread.activeCount());
    checks.close();
    alone.close();
  }

  @Test
  void tellingAndAskingAllocatesNothing() {
    try (SharedChecks checks = new SharedChecks(1, () -> new Even(() -> true))) {
      assertEquals(
          0,
          Allocation.bytesPerRun(
              20_000,
              () -> {
                for (int i = 0; i < 8; i++) {
                  tell(checks, i);
                }
                for (int i = 0; i < 8; i++) {
                  assertEquals((i & 1) == 0, ask(checks, i));
                }
              }));
    }
  }
}
