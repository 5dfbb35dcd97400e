package dev.latticenano.storage.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.reconcile.Caps;
import dev.latticenano.core.reconcile.Differences;
import dev.latticenano.core.reconcile.ItemTree;
import dev.latticenano.core.reconcile.Negentropy;
import dev.latticenano.core.reconcile.TableItems;
import dev.latticenano.core.store.SummedTable;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.storage.disk.PowerCutDisk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A table in many runs, with rows that went again, says what the same items in a tree say. */
class ReconciledTablesTest {
  private static final int KEY_BYTES = 40;
  private static final int COUNT = 20_000;

  private final ItemTree tree = new ItemTree();
  private final ItemTree peer = new ItemTree();
  private final List<byte[]> keys = new ArrayList<>();

  private static byte[] key(Random random, int time) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    BigEndian.putLong(key, 0, 1_700_000_000L + time / 3);
    return key;
  }

  // Mostly in the order of time, as a store fills; some late, some gone again.
  private void fill(Flash flash, SummedTable table, Random random) throws Exception {
    for (int i = 0; i < COUNT; i++) {
      byte[] key = key(random, random.nextInt(10) == 0 ? random.nextInt(COUNT) : i);
      keys.add(key);
      table.put(key, 0, KEY_BYTES, key, 0, 0);
      tree.insert(BigEndian.longAt(key, 0), key, 8);
      if (random.nextInt(20) > 0) {
        peer.insert(BigEndian.longAt(key, 0), key, 8);
      }
      if (random.nextInt(8) == 0) {
        byte[] gone = keys.remove(random.nextInt(keys.size()));
        table.delete(gone, 0, KEY_BYTES);
        tree.delete(BigEndian.longAt(gone, 0), gone, 8);
      }
      if (i % 1500 == 1499) {
        flash.checkpoint();
        flash.tables.work(random.nextInt(100_000) + 1);
      }
    }
  }

  @Test
  void aTableInManyRunsAnswersAsATree() {
    Seeds.run(
        ReconciledTablesTest.class,
        random -> {
          Flash flash = Flash.on(new PowerCutDisk());
          SummedTable table =
              (SummedTable) flash.tables.table(TableShape.fixed("time", KEY_BYTES, 0).withSums());
          fill(flash, table, random);
          Caps caps = Caps.ofFrames(8192);
          Negentropy initiator = new Negentropy(peer, caps, 1);
          Negentropy fromTable = new Negentropy(new TableItems(table), caps, 2);
          Negentropy fromTree = new Negentropy(tree, caps, 2);
          Differences nobody = new Nobody();
          initiator.initiate();
          int rounds = 0;
          while (!initiator.isDone()) {
            byte[] asked = message(initiator);
            assertEquals(Verdict.OK, fromTable.receive(asked, 0, asked.length, null));
            assertEquals(Verdict.OK, fromTree.receive(asked, 0, asked.length, null));
            byte[] answer = message(fromTable);
            assertArrayEquals(message(fromTree), answer);
            assertEquals(Verdict.OK, initiator.receive(answer, 0, answer.length, nobody));
            rounds++;
          }
          assertTrue(rounds > 2, rounds + " rounds");
        });
  }

  private static byte[] message(Negentropy side) {
    return Arrays.copyOf(side.message(), side.messageLength());
  }

  private static final class Nobody implements Differences {
    @Override
    public void have(byte[] id, int offset) {}

    @Override
    public void need(byte[] id, int offset) {}
  }
}
