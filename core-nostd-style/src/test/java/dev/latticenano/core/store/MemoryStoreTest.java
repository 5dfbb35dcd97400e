package dev.latticenano.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryStoreTest implements StoreContract {
  @Override
  public Store emptyStore() {
    return new MemoryStore();
  }

  @Test
  void forgetsAtAPowerCutWhatWasNotSynced() throws Exception {
    MemoryStore store = new MemoryStore();
    byte[] body = {1, 2};
    long first = store.append(1, body, 0, 2);
    store.sync();
    store.append(1, body, 0, 1);
    store.cutPower();
    assertEquals(List.of(StoreContract.line(first, 1, body)), StoreContract.shown(store, 0));
  }
}
