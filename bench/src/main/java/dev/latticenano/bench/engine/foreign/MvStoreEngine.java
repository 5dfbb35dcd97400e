package dev.latticenano.bench.engine.foreign;

import dev.latticenano.bench.engine.Engine;
import dev.latticenano.bench.engine.Records;
import java.nio.file.Path;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;

/**
 * H2's MVStore. Commits only when told: its background thread would commit halfway. Chunks stay for
 * its default retention of 45 s before they are written over, for it does so to be safe.
 */
public final class MvStoreEngine implements Engine {
  private final MVStore store;
  private final MVMap<byte[], byte[]> map;

  /** Opens or begins the store in a folder. */
  public MvStoreEngine(Path folder) {
    store =
        new MVStore.Builder()
            .fileName(folder.resolve("records.mv").toString())
            .autoCommitDisabled()
            .open();
    map =
        store.openMap(
            "records",
            new MVMap.Builder<byte[], byte[]>()
                .keyType(ByteArrayDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE));
  }

  @Override
  public void put(byte[] key, byte[] value) {
    map.put(key.clone(), value.clone());
  }

  @Override
  public void commit() {
    store.commit();
    store.sync();
  }

  @Override
  public boolean find(byte[] key, byte[] out) {
    byte[] value = map.get(key);
    if (value == null || value.length != Records.VALUE_BYTES) {
      return false;
    }
    System.arraycopy(value, 0, out, 0, value.length);
    return true;
  }

  @Override
  public void scan(boolean values, Rows rows) {
    Cursor<byte[], byte[]> cursor = map.cursor(null);
    while (cursor.hasNext()) {
      byte[] key = cursor.next();
      rows.row(key, key.length, values ? cursor.getValue() : null, 0);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
