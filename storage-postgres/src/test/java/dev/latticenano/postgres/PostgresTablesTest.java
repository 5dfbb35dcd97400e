package dev.latticenano.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableContract;
import dev.latticenano.core.store.TableModel;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.core.store.Tables;
import dev.latticenano.core.store.TablesContract;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With few leaves on the heap, so that most are asked for again and again. */
class PostgresTablesTest implements TableContract, TablesContract {
  private static final PostgresSite.Sizes SIZES =
      new PostgresSite.Sizes(131_072, PostgresLog.PIECE_BYTES);

  private SiteSettings settings;
  private PostgresSite site;
  private PostgresStore store;

  @BeforeEach
  void open() throws Exception {
    settings = PostgresServer.shared().freshSite("this test");
    site = PostgresSite.open(PostgresSite.pool(settings), settings, SIZES);
  }

  @AfterEach
  void close() throws StoreException {
    site.close();
  }

  @Override
  public Table emptyTable(TableShape shape) throws StoreException {
    return emptyTables().table(shape);
  }

  @Override
  public Tables emptyTables() throws StoreException {
    store = site.store(UUID.randomUUID());
    return store.tables();
  }

  @Override
  public void settle() throws Exception {
    store.tables().checkpoint(nextPosition());
  }

  @Override
  public Tables cutPower(Tables tables) throws StoreException {
    site.closed(store);
    store = site.store(store.id());
    return store.tables();
  }

  @Override
  public long nextPosition() throws StoreException {
    store.log().append(1, new byte[5], 0, 5);
    return store.log().end();
  }

  @Test
  void leavesStayBetweenAQuarterAndFullAsRowsComeAndGo() throws Exception {
    PostgresTables tables = (PostgresTables) emptyTables();
    TableShape shape = TableShape.fixed("hash", 12, 0).filtered(8);
    Table table = tables.table(shape);
    byte[] key = new byte[12];
    int rows = 4_000;
    for (int step = 0; step < 2; step++) {
      for (int i = 0; i < rows; i++) {
        long word = i * 0x9E3779B97F4A7C15L;
        for (int b = 0; b < 8; b++) {
          key[b] = (byte) (word >>> 8 * b);
        }
        if (step == 0) {
          table.put(key, 0, 12, key, 0, 0);
        } else if (i % 10 != 0) {
          table.delete(key, 0, 12);
        }
        if (i % 1000 == 999) {
          settle();
        }
      }
      settle();
      int bytes = 12 * (step == 0 ? rows : rows / 10);
      int least = bytes / LeafMerge.LEAF_BYTES_MAX;
      assertTrue(tables.leafCount() <= 4 * least + 4, tables.leafCount() + " leaves");
      assertTrue(tables.leafCount() >= least, tables.leafCount() + " leaves");
    }
    assertEquals(rows / 10, TableModel.shown(table, new byte[12], null).size());
  }

  @Test
  void areMadeAnewAfterALeafWasFoundDamaged() throws Exception {
    PostgresTables tables = (PostgresTables) emptyTables();
    Table table = tables.table(ROWS);
    byte[] key = new byte[8];
    table.put(key, 0, 8, key, 0, 2);
    settle();
    PostgresServer.execute(
        settings.url(), "UPDATE lattice_leaf SET leaf = '\\x00010203040506070809'");
    StoreException failure =
        assertThrows(StoreException.class, () -> table.get(key, 0, 8, new byte[2], 0));
    assertEquals(StoreException.Kind.CORRUPT, failure.kind());
    assertTrue(failure.getMessage().contains("table rows"), failure.getMessage());
    store.close();
    store = site.store(store.id());
    assertEquals(0, store.tables().covered());
    assertEquals(Table.ABSENT, store.tables().table(ROWS).get(key, 0, 8, new byte[2], 0));
  }
}
