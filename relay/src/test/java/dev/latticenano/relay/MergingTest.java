package dev.latticenano.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.RelayPlaces;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.relay.home.DiskShelf;
import dev.latticenano.relay.home.OperatorSettings;
import dev.latticenano.relay.home.RelayHome;
import dev.latticenano.relay.net.Upkeep;
import dev.latticenano.storage.table.FlashTables;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of a relay's stores are merged in turns, store by store, and then nothing is due. */
class MergingTest {
  private static final TableShape SHAPE = TableShape.variable("some");
  private static final int CHECKPOINTS = 12;
  private static final int ROWS = 800;
  private static final long LATER_MS = 5_000_000_000_000L;

  @TempDir Path folder;

  /** What else is to be done, later, and was how often. */
  private static final class Rest implements Upkeep {
    private int ticks;

    @Override
    public void tick(long nowMs) {
      ticks++;
    }

    @Override
    public long deadlineMs() {
      return LATER_MS;
    }
  }

  private static FlashTables fill(DiskShelf shelf, StoreId store) throws StoreException {
    RelayPlaces.Place place = shelf.open(store);
    Table table = place.tables().table(SHAPE);
    byte[] value = new byte[100];
    for (int i = 0; i < CHECKPOINTS * ROWS; i++) {
      byte[] key = ("key " + i % (3 * ROWS) + " " + i).getBytes(StandardCharsets.US_ASCII);
      table.put(key, 0, key.length, value, 0, value.length);
      if (i % ROWS == ROWS - 1) {
        place.tables().checkpoint(place.log().end());
      }
    }
    return (FlashTables) place.tables();
  }

  @Test
  void eachTurnMergesALittleOfOneStoreUntilNoneIsLeft() throws Exception {
    RelayHome home = RelayHome.create(folder.resolve("relay"), new OperatorSettings());
    try (DiskShelf shelf = (DiskShelf) home.shelf()) {
      List<FlashTables> stores = new ArrayList<>();
      for (int i = 1; i <= 3; i++) {
        stores.add(fill(shelf, StoreId.parse("7b1c9d2e-0000-4000-8000-00000000000" + i)));
      }
      for (FlashTables each : stores) {
        assertTrue(each.pendingBytes() > Merging.TURN_BYTES, "one turn is not enough");
      }
      Rest rest = new Rest();
      Merging merging = new Merging(rest, shelf);
      int turns = 0;
      while (merging.deadlineMs() == 0) {
        merging.tick(turns++);
      }
      assertEquals(LATER_MS, merging.deadlineMs());
      assertFalse(shelf.isMergeDue());
      assertTrue(turns > 2 * stores.size());
      assertEquals(turns, rest.ticks);
      for (FlashTables each : stores) {
        assertEquals(0, each.pendingBytes());
      }
      // Nothing of it is due again before something is written.
      merging.tick(turns);
      assertFalse(shelf.isMergeDue());
    }
  }
}
