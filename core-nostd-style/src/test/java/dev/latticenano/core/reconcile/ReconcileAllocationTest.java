package dev.latticenano.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Allocation;
import dev.latticenano.core.store.StoreException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What answering a message, and putting items in and out, allocates: nothing. */
class ReconcileAllocationTest {
  private final RandomSets sets =
      new RandomSets(new Random(1), 5_000, RandomSets.Times.SHARED, 1, 0.01, 0.01);

  private static final class Nobody implements Differences {
    private int told;

    @Override
    public void have(byte[] id, int offset) {
      told++;
    }

    @Override
    public void need(byte[] id, int offset) {
      told++;
    }
  }

  @Test
  void answeringAllocatesNothing() throws StoreException {
    Caps caps = new Caps(30_000, 100_000, 1000, Integer.MAX_VALUE, false);
    Negentropy initiator = new Negentropy(sets.mine, caps, 1);
    Negentropy responder = new Negentropy(sets.theirs, caps, 2);
    Nobody nobody = new Nobody();
    initiator.initiate();
    byte[] first = new byte[initiator.messageLength()];
    System.arraycopy(initiator.message(), 0, first, 0, first.length);
    Runnable all =
        () -> {
          try {
            Verdict verdict = responder.receive(first, 0, first.length, null);
            while (verdict == Verdict.OK) {
              verdict =
                  initiator.receive(responder.message(), 0, responder.messageLength(), nobody);
              if (initiator.isDone()) {
                return;
              }
              verdict = responder.receive(initiator.message(), 0, initiator.messageLength(), null);
            }
            throw new AssertionError(verdict);
          } catch (StoreException e) {
            throw new AssertionError(e);
          }
        };
    assertEquals(0, Allocation.bytesPerRun(500, all));
    assertTrue(nobody.told > 0);
  }

  @Test
  void puttingItemsInAndOutAllocatesNothing() {
    byte[] id = new byte[Bound.ID_BYTES];
    int[] next = {0};
    assertEquals(
        0,
        Allocation.bytesPerRun(
            100_000,
            () -> {
              next[0]++;
              id[next[0] & 31] += 7;
              sets.mine.insert(1_700_000_000L + next[0] % 5000, id, 0);
              sets.mine.delete(1_700_000_000L + next[0] % 5000, id, 0);
            }));
  }
}
