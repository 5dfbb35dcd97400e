package dev.latticenano.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Allocation;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What writing and reading a run allocates: nothing. */
class RunAllocationTest {
  private final byte[] out = new byte[1 << 20];
  private final RunWriter writer = new RunWriter(RandomIntentions.STORE);
  private final RandomIntentions.One[] all = new RandomIntentions.One[200];

  private void fill() {
    RandomIntentions intentions = new RandomIntentions(new Random(1), 8);
    for (int i = 0; i < all.length; i++) {
      byte[] ops = i % 2 == 0 ? intentions.bytes(100) : intentions.sealed(272, false);
      all[i] = intentions.add(ops, i == 0 ? 0 : i % 3, false, false);
    }
  }

  private void write() {
    writer.begin(out, 0, out.length, true);
    for (int i = 0; i < all.length; i++) {
      if (!writer.add(all[i].signed(), 0, all[i].signed().length)) {
        throw new AssertionError(writer);
      }
    }
  }

  @Test
  void writingAndReadingAllocateNothing() {
    fill();
    write();
    byte[] run = Arrays.copyOf(out, writer.length());
    RunReader reader = new RunReader(RandomIntentions.STORE, RunContext.NONE);
    Runnable read =
        () -> {
          try {
            reader.wrap(run, 0, run.length);
            while (reader.next()) {
              continue;
            }
            if (reader.count() != all.length) {
              throw new AssertionError(reader);
            }
          } catch (StoreException e) {
            throw new AssertionError(e);
          }
        };
    assertEquals(0, Allocation.bytesPerRun(500, this::write));
    assertEquals(0, Allocation.bytesPerRun(500, read));
    assertTrue(run.length > 0);
  }
}
