package dev.latticenano.core.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.run.RandomIntentions.One;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a run leaves out is what its reader puts back; what the reader cannot put back it says. */
class RunProperties {
  private static final int ROUNDS = 12;

  private final RunWriter writer = new RunWriter(RandomIntentions.STORE);
  private final byte[] out = new byte[2 * Limits.FRAME_BYTES_MAX];

  private static RandomIntentions intentions(Random random) {
    RandomIntentions intentions = new RandomIntentions(random, 1 + random.nextInt(40));
    int count = 100 + random.nextInt(500);
    for (int i = 0; i < count; i++) {
      intentions.any();
    }
    return intentions;
  }

  /** Runs of about {@code aim} bytes, as a sender cuts them. */
  private List<byte[]> runs(List<One> all, int aim, boolean alone) {
    List<byte[]> runs = new ArrayList<>();
    int next = 0;
    while (next < all.size()) {
      writer.begin(out, 3, out.length, alone);
      int first = next;
      while (next < all.size() && add(all.get(next), aim, next == first)) {
        next++;
      }
      assertEquals(next - first, writer.count());
      runs.add(Arrays.copyOfRange(out, 3, 3 + writer.length()));
    }
    return runs;
  }

  private boolean add(One one, int aim, boolean first) {
    boolean added = writer.add(one.signed(), 0, one.signed().length);
    if (added && !first && writer.length() > aim) {
      writer.undo();
      return false;
    }
    return added;
  }

  @Test
  void whatIsWrittenIsReadByteForByte() {
    Seeds.run(
        RunProperties.class,
        random -> {
          for (int round = 0; round < ROUNDS; round++) {
            List<One> all = intentions(random).all;
            HeldIntentions held = new HeldIntentions();
            // Cited, and not among these: the receiver has it from elsewhere, or it is alone.
            boolean alone = random.nextBoolean();
            RunReader reader = new RunReader(RandomIntentions.STORE, held);
            int next = 0;
            for (byte[] run : runs(all, 500 + random.nextInt(100_000), alone)) {
              next = readTo(reader, run, all, next, held, alone);
            }
            assertEquals(all.size(), next);
          }
        });
  }

  private int readTo(
      RunReader reader, byte[] run, List<One> all, int from, HeldIntentions held, boolean alone)
      throws StoreException {
    int next = from;
    reader.wrap(run, 0, run.length);
    while (true) {
      if (!alone && next < all.size()) {
        citeds(all.get(next), held);
      }
      if (!reader.next()) {
        break;
      }
      One one = all.get(next++);
      assertArrayEquals(one.signed(), bytes(reader));
      assertTrue(!alone || !reader.isLookedUp());
      held.add(one.hash(), one.author());
    }
    assertEquals(Verdict.OK, reader.verdict());
    return next;
  }

  private static void citeds(One one, HeldIntentions held) {
    Cited.of(one.signed(), hash -> held.add(hash, one.author()));
  }

  private static byte[] bytes(RunReader reader) {
    return Arrays.copyOfRange(reader.bytes(), reader.offset(), reader.offset() + reader.length());
  }

  @Test
  void aReceiverThatLacksWhatIsLookedUpSaysSoAndReadsTheSameAlone() {
    Seeds.run(
        RunProperties.class,
        random -> {
          int missing = 0;
          for (int round = 0; round < ROUNDS; round++) {
            List<One> all = intentions(random).all;
            HeldIntentions held = new HeldIntentions();
            for (One one : all) {
              if (random.nextInt(5) > 0) {
                held.add(one.hash(), one.author());
              }
            }
            int aim = 500 + random.nextInt(20_000);
            RunReader reader = new RunReader(RandomIntentions.STORE, held);
            int at = 0;
            for (byte[] run : runs(all, aim, false)) {
              int read = 0;
              reader.wrap(run, 0, run.length);
              while (reader.next()) {
                assertArrayEquals(all.get(at + read).signed(), bytes(reader));
                read++;
              }
              boolean lacks = reader.verdict() == Verdict.RUN_CONTEXT_MISSING;
              assertTrue(lacks || reader.verdict() == Verdict.OK, "" + reader.verdict());
              missing += lacks ? 1 : 0;
              at += countOf(all, at, run.length, aim);
            }
            int next = 0;
            for (byte[] run : runs(all, aim, true)) {
              next = readTo(reader, run, all, next, new HeldIntentions(), true);
            }
            assertEquals(all.size(), next);
          }
          assertTrue(missing > 0);
        });
  }

  /** How many of {@code all} the run that begins at {@code from} holds. */
  private int countOf(List<One> all, int from, int length, int aim) {
    writer.begin(out, 0, out.length, false);
    int next = from;
    while (next < all.size() && add(all.get(next), aim, next == from)) {
      next++;
    }
    assertEquals(length, writer.length());
    return next - from;
  }

  @Test
  void readsAnyBytesWithoutHarm() {
    Seeds.run(
        RunProperties.class,
        random -> {
          RunReader reader = new RunReader(RandomIntentions.STORE, new HeldIntentions());
          List<byte[]> runs = runs(intentions(random).all, 4000, true);
          for (int i = 0; i < 20_000; i++) {
            byte[] run = runs.get(random.nextInt(runs.size()));
            byte[] bytes = random.nextInt(3) == 0 ? new byte[random.nextInt(90)] : run.clone();
            if (bytes.length < 90) {
              random.nextBytes(bytes);
            }
            for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
              bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            reader.wrap(bytes, 0, random.nextInt(bytes.length + 1));
            int read = 0;
            while (reader.next()) {
              read++;
              assertTrue(reader.length() <= Limits.SIGNED_BYTES_MAX);
            }
            assertEquals(read, reader.verdict() == Verdict.OK ? reader.count() : read);
          }
        });
  }
}
