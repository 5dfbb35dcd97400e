package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.dag.ChangingDag;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens after a set was had: what has come since is told alike by a mark that was known
 * to be true then, by one that an earlier run left and is hashed, and by counting.
 */
class GainProperties {
  private static final int RUNS = 150;

  /** A set that was had: what of it is left, and how many kinds of marks tell it. */
  private record Had(Mark known, Mark old, Set<Hash> shown, long breaks) {}

  @Test
  void whatCameSinceIsWhatIsShownNowAndWasNotThen() {
    Seeds.run(
        getClass(),
        random -> {
          for (int i = 0; i < RUNS; i++) {
            life(random);
          }
        });
  }

  private static void life(Random random) throws StoreException {
    ChangingDag changing = new ChangingDag(random);
    Dag dag = changing.dag();
    Gain gain = new Gain(dag);
    List<Had> sets = new ArrayList<>();
    while (changing.change()) {
      if (random.nextInt(3) == 0) {
        sets.add(had(changing, gain));
      }
      for (Had each : sets) {
        boolean measured = gain.measure(each.known());
        assertEquals(
            gain.measure(new Mark(each.old().digest(), 0, each.old().sequence())), measured);
        assertEquals(gain.measure(each.old()), measured);
        if (dag.shown().breaks() == each.breaks()) {
          assertTrue(measured, "nothing but more has come");
          assertEquals(each.shown(), changing.shown(each.known().sequence()));
        }
        if (measured) {
          count(dag, gain, each.known().sequence());
        }
      }
    }
  }

  private static Had had(ChangingDag changing, Gain gain) throws StoreException {
    Dag dag = changing.dag();
    byte[] digest = new byte[32];
    dag.shown().digest(digest, 0);
    Mark known = new Mark(digest, 0, dag.sequence());
    known.judge(true, gain.judging(dag.sequence()));
    Mark old = new Mark(digest, 0, dag.sequence());
    return new Had(known, old, changing.shown(dag.sequence()), dag.shown().breaks());
  }

  /** Row by row, as far as they are there. */
  private static void count(Dag dag, Gain gain, int then) throws StoreException {
    int[] since = new int[dag.authorCount()];
    int[] sound = new int[dag.authorCount()];
    for (int place = then + 1; place <= dag.sequence(); place++) {
      int row = dag.rowAtSequence(place);
      if (dag.shown().contains(row)) {
        int author = dag.author(row);
        since[author]++;
        sound[author] += dag.height(row) <= dag.shown().authorHeight(author) ? 1 : 0;
      }
    }
    for (int author = 0; author < since.length; author++) {
      assertEquals(since[author] > 0, gain.hasGained(author));
      assertEquals(sound[author], gain.gained(author));
      assertEquals(dag.shown().authorHeight(author) - sound[author], gain.heightThen(author));
    }
  }
}
