package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Names in one array, compared with a set of objects. */
class NameRowsTest {
  @Test
  void namesComeInOrderAndOnceWhateverWasAdded() {
    Seeds.run(NameRowsTest.class, NameRowsTest::compare);
  }

  private static void compare(Random random) {
    for (int count : new int[] {0, 1, 2, 3, 64, 65, 1000}) {
      NameRows rows = new NameRows();
      TreeSet<Hash> model = new TreeSet<>();
      byte[] name = new byte[Hash.BYTES];
      for (int i = 0; i < count; i++) {
        name[random.nextInt(2)] = (byte) random.nextInt();
        name[31] = (byte) random.nextInt(4);
        rows.add(name, 0);
        model.add(Hash.of(name, 0));
      }
      rows.sort();
      assertEquals(model.size(), rows.count());
      List<Hash> all = new ArrayList<>();
      byte[] out = new byte[7 * Hash.BYTES];
      int copied = rows.copy(rows.notAbove(null), out, 7);
      while (copied > 0) {
        for (int i = 0; i < copied; i++) {
          all.add(Hash.of(out, i * Hash.BYTES));
        }
        byte[] last = all.get(all.size() - 1).toBytes();
        copied = rows.copy(rows.notAbove(last), out, 7);
      }
      assertEquals(List.copyOf(model), all);
      byte[] joined = new byte[all.size() * Hash.BYTES];
      for (int i = 0; i < all.size(); i++) {
        all.get(i).write(joined, i * Hash.BYTES);
      }
      byte[] hash = new byte[Hash.BYTES];
      Blake3.plain().hash(joined, 0, joined.length, hash, 0);
      assertEquals(Hash.of(hash, 0), rows.hash());
      random.nextBytes(name);
      assertEquals(model.headSet(Hash.of(name, 0), true).size(), rows.notAbove(name));
    }
  }
}
