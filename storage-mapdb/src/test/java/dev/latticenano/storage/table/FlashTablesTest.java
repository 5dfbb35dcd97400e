package dev.latticenano.storage.table;

import dev.latticenano.core.store.SievedTables;
import dev.latticenano.core.store.SievedTablesContract;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableContract;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.core.store.Tables;
import dev.latticenano.core.store.TablesContract;
import dev.latticenano.storage.disk.PowerCutDisk;
import org.junit.jupiter.api.Nested;

/** Tables on flash keep what all tables keep. */
class FlashTablesTest {
  @Nested
  class OneTable implements TableContract {
    private Flash flash;
    private int steps;

    @Override
    public Table emptyTable(TableShape shape) throws Exception {
      flash = Flash.on(new PowerCutDisk());
      return flash.tables.table(shape);
    }

    @Override
    public void settle() throws Exception {
      flash.checkpoint();
      // Some merges are done at once, some are under way when the next rows come.
      for (int i = 0; i < steps % 5 * 3 && flash.tables.work(8192) > 0; i++) {
        continue;
      }
      steps++;
    }
  }

  @Nested
  class OneSoughtTable implements TableContract {
    private final OneTable flash = new OneTable();

    @Override
    public Table emptyTable(TableShape shape) throws Exception {
      return flash.emptyTable(shape.isFixed() ? shape : TableShape.sought(shape.name()));
    }

    @Override
    public void settle() throws Exception {
      flash.settle();
    }
  }

  @Nested
  class AllTables implements TablesContract {
    private Flash flash;

    @Override
    public Tables emptyTables() throws Exception {
      flash = Flash.on(new PowerCutDisk());
      return flash.tables;
    }

    @Override
    public Tables cutPower(Tables tables) throws Exception {
      flash = flash.cutPower();
      return flash.tables;
    }

    @Override
    public long nextPosition() throws Exception {
      return flash.nextPosition();
    }
  }

  @Nested
  class Sieved implements SievedTablesContract {
    private Flash flash;

    @Override
    public SievedTables emptySievedTables() throws Exception {
      flash = Flash.on(new PowerCutDisk());
      return flash.tables;
    }

    @Override
    public SievedTables cutSievedPower(SievedTables tables) throws Exception {
      flash = flash.cutPower();
      return flash.tables;
    }

    @Override
    public long nextLogPosition() throws Exception {
      return flash.nextPosition();
    }
  }
}
