package dev.latticenano.bench.engine;

import java.nio.file.Path;
import java.util.Map;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.HTreeMap;
import org.mapdb.Serializer;

/** MapDB's hash map with MapDB's own transactions. */
public final class MapDbHash implements Engine {
  private final DB db;
  private final HTreeMap<byte[], byte[]> map;

  /** Opens or begins the database in a folder. */
  public MapDbHash(Path folder) {
    db = DBMaker.fileDB(folder.resolve("records.mapdb").toFile()).transactionEnable().make();
    map = db.hashMap("records", Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY).createOrOpen();
  }

  @Override
  public void put(byte[] key, byte[] value) {
    map.put(key.clone(), value.clone());
  }

  @Override
  public void commit() {
    db.commit();
  }

  @Override
  public boolean find(byte[] key, byte[] out) {
    return MapDbTree.copied(map.get(key), out);
  }

  @Override
  public void scan(boolean values, Rows rows) {
    for (Map.Entry<byte[], byte[]> entry : map.getEntries()) {
      rows.row(entry.getKey(), Records.KEY_BYTES, values ? entry.getValue() : null, 0);
    }
  }

  @Override
  public void close() {
    db.close();
  }
}
