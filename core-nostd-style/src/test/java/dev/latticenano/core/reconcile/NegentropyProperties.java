package dev.latticenano.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.store.StoreException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Without frame limits exactly the differences are found, each once, in few rounds. */
class NegentropyProperties {
  private static final Caps CAPS = Caps.ofFrames(0);
  private static final int COUNT = 6_000;

  private static void findsAll(Random random, RandomSets.Times times, int run, double... shares)
      throws StoreException {
    RandomSets sets = new RandomSets(random, COUNT, times, run, shares[0], shares[1]);
    TwoSides sides = new TwoSides(sets.mine, CAPS, sets.theirs, CAPS).run();
    assertEquals(sets.onlyMine, sides.have);
    assertEquals(sets.onlyTheirs, sides.need);
    assertEquals(sets.onlyMine.size() + sets.onlyTheirs.size(), sides.told, "told twice");
    assertTrue(sides.rounds <= 4, sides.rounds + " rounds");
    TwoSides turned = new TwoSides(sets.theirs, CAPS, sets.mine, CAPS).run();
    assertEquals(sides.have, turned.need);
    assertEquals(sides.need, turned.have);
  }

  @Test
  void findsWhatEitherSideLacks() {
    Seeds.run(
        NegentropyProperties.class,
        random -> {
          for (RandomSets.Times times : RandomSets.Times.values()) {
            for (int run : new int[] {1, 50}) {
              findsAll(random, times, run, 0.01, 0.01);
              findsAll(random, times, run, 0.3, 0.3);
              findsAll(random, times, run, 0, 0.001);
              findsAll(random, times, run, 0, 0);
              findsAll(random, times, run, 1, 0);
              findsAll(random, times, run, 0, 1);
            }
          }
        });
  }

  @Test
  void equalSetsTakeOneRound() throws StoreException {
    for (int count : new int[] {0, 1, 31, 32, 33, 1000}) {
      RandomSets sets = new RandomSets(new Random(count), count, RandomSets.Times.APART, 1, 0, 0);
      TwoSides sides = new TwoSides(sets.mine, CAPS, sets.theirs, CAPS).run();
      assertEquals(1, sides.rounds);
      assertEquals(0, sides.told);
    }
  }

  @Test
  void noBytesWhateverMakeItThrow() {
    Seeds.run(
        NegentropyProperties.class,
        random -> {
          RandomSets sets = RandomSets.of(random.nextLong());
          TwoSides sides = new TwoSides(sets.mine, CAPS, sets.theirs, CAPS);
          sides.initiator.initiate();
          byte[] sound = new byte[sides.initiator.messageLength()];
          System.arraycopy(sides.initiator.message(), 0, sound, 0, sound.length);
          int refused = 0;
          for (int i = 0; i < 20_000; i++) {
            byte[] bytes = sound.clone();
            int length = random.nextInt(4) == 0 ? random.nextInt(sound.length) : sound.length;
            for (int faults = random.nextInt(3); faults >= 0; faults--) {
              bytes[random.nextInt(Math.min(bytes.length, 80))] = (byte) random.nextInt();
            }
            Negentropy responder = new Negentropy(sets.theirs, CAPS, i);
            refused += responder.receive(bytes, 0, length, null) == Verdict.OK ? 0 : 1;
          }
          assertTrue(refused > 1000, refused + " refused");
        });
  }
}
