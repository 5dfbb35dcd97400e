package dev.latticenano.core.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What all {@link SievedTables} keep. */
public interface SievedTablesContract {
  /** Fresh, empty tables. */
  SievedTables emptySievedTables() throws Exception;

  /** The log has grown: its end. */
  long nextLogPosition() throws Exception;

  /** What a crash now would leave. */
  SievedTables cutSievedPower(SievedTables tables) throws Exception;

  @Test
  default void takesOutOfATableWhatASieveHoldsBack() {
    for (TableShape shape : TableModel.shapes()) {
      Seeds.run(getClass(), random -> sieves(shape, random));
    }
  }

  private void sieves(TableShape shape, Random random) throws Exception {
    SievedTables tables = emptySievedTables();
    TableModel model = new TableModel(tables.table(shape), shape);
    List<byte[]> keys = TableModel.keys(shape, 600, random);
    for (int i = 0; i < 400; i++) {
      model.put(keys.get(i), TableModel.value(shape, random));
      if (i % 3 == 2) {
        model.delete(keys.get(random.nextInt(i)));
      }
      if (i % 90 == 89) {
        tables.checkpoint(nextLogPosition());
      }
    }
    tables.checkpoint(nextLogPosition());
    assertTrue(tables.sieves(shape, 0.1));
    assertFalse(tables.sieves(shape, 0.9));
    int limit = random.nextInt(256);
    SievedTables.Sieving pass =
        tables.sieve(
            shape, random.nextDouble(), (key, at, n, value, from) -> stays(key, at, n, limit));
    boolean more = true;
    for (int i = 400; more; i++) {
      byte[] key = keys.get(i % 600);
      if (stays(key, 0, key.length, limit)) {
        model.put(key, TableModel.value(shape, random));
        model.checkGet(key);
      }
      if (random.nextInt(20) == 0) {
        tables.checkpoint(nextLogPosition());
      }
      more = pass.step(1 + random.nextInt(40));
    }
    model.rows.keySet().removeIf(key -> !stays(key, 0, key.length, limit));
    model.checkAll();
    tables.checkpoint(nextLogPosition());
    TableModel after = new TableModel(cutSievedPower(tables).table(shape), shape);
    after.rows.putAll(model.rows);
    after.checkAll();
    for (byte[] key : keys) {
      after.checkGet(key);
      after.put(key, TableModel.value(shape, random));
    }
    after.checkAll();
  }

  private static boolean stays(byte[] key, int at, int length, int limit) {
    return length == 0 || (key[at + length - 1] & 0xff) >= limit;
  }

  @Test
  default void isAsItWasWhenAPassIsGivenUp() throws Exception {
    TableShape shape = TableShape.fixed("row", 4, 19);
    SievedTables tables = emptySievedTables();
    TableModel model = new TableModel(tables.table(shape), shape);
    Random random = new Random(1);
    for (byte[] key : TableModel.keys(shape, 4000, random)) {
      model.put(key, TableModel.value(shape, random));
    }
    tables.checkpoint(nextLogPosition());
    SievedTables.Sieving pass = tables.sieve(shape, 0, (key, at, n, value, from) -> false);
    assertTrue(pass.step(1));
    pass.abandon();
    model.checkAll();
    TableModel after = new TableModel(cutSievedPower(tables).table(shape), shape);
    after.rows.putAll(model.rows);
    after.checkAll();
  }
}
