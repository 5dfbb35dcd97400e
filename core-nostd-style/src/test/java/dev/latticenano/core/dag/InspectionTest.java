package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rows by the beginning of their hash, and what floats. */
class InspectionTest {
  private final Scene scene = new Scene();
  private final Ingested ingested = new Ingested();

  private IntList rows(byte[] least, byte[] greatest, int max) throws StoreException {
    IntList rows = new IntList();
    new Inspection(ingested.dag).rowsBetween(least, greatest, max, rows);
    return rows;
  }

  @Test
  void findsARowByTheBeginningOfItsHash() throws StoreException {
    for (int i = 0; i < 20; i++) {
      scene.write('A');
    }
    ingested.ingestAll(scene.all);
    for (Written each : scene.all) {
      byte[] exact = Arrays.copyOf(each.hash().toBytes(), Inspection.PREFIX_BYTES);
      IntList rows = rows(exact, exact, 9);
      assertEquals(1, rows.count());
      assertEquals(ingested.row(each.hash()), rows.at(0));
    }
    byte[] greatest = new byte[Inspection.PREFIX_BYTES];
    Arrays.fill(greatest, (byte) 0xFF);
    byte[] least = new byte[Inspection.PREFIX_BYTES];
    assertEquals(20, rows(least, greatest, 100).count());
    assertEquals(7, rows(least, greatest, 7).count());
  }

  @Test
  void showsWhatFloatsAndNothingElse() throws StoreException {
    Written a = scene.write('A');
    Written b = scene.write('A');
    Written c = scene.write('B', b);
    Written d = scene.write('C');
    ingested.ingest(c);
    ingested.ingest(b);
    ingested.ingest(d);
    assertEquals(Set.of(b.hash(), c.hash()), floating(9));
    assertEquals(1, floating(1).size());
    ingested.ingest(a);
    assertEquals(Set.of(), floating(9));
  }

  private Set<Hash> floating(int max) throws StoreException {
    Set<Hash> shown = new HashSet<>();
    SignedIntentionView signed = new SignedIntentionView();
    new Inspection(ingested.dag)
        .floating(
            (bytes, offset, length) -> {
              assertEquals(Verdict.OK, signed.wrap(bytes, offset, length).check());
              for (Written each : scene.all) {
                if (Arrays.equals(
                    each.bytes(), Arrays.copyOfRange(bytes, offset, offset + length))) {
                  assertTrue(shown.add(each.hash()));
                }
              }
              return shown.size() < max;
            });
    return shown;
  }
}
