package dev.latticenano.bench.engine;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/** MapDB's tree with MapDB's own transactions, values outside the nodes. */
public final class MapDbTree implements Engine {
  private final DB db;
  private final BTreeMap<byte[], byte[]> map;

  /** Opens or begins the database in a folder. */
  public MapDbTree(Path folder) {
    db = DBMaker.fileDB(folder.resolve("records.mapdb").toFile()).transactionEnable().make();
    map =
        db.treeMap("records", Serializer.BYTE_ARRAY_DELTA, Serializer.BYTE_ARRAY)
            .valuesOutsideNodesEnable()
            .createOrOpen();
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
    return copied(map.get(key), out);
  }

  @Override
  public void scan(boolean values, Rows rows) {
    if (values) {
      Iterator<Map.Entry<byte[], byte[]>> at = map.entryIterator();
      while (at.hasNext()) {
        Map.Entry<byte[], byte[]> entry = at.next();
        rows.row(entry.getKey(), Records.KEY_BYTES, entry.getValue(), 0);
      }
      return;
    }
    Iterator<byte[]> at = map.keyIterator();
    while (at.hasNext()) {
      rows.row(at.next(), Records.KEY_BYTES, null, 0);
    }
  }

  @Override
  public void close() {
    db.close();
  }

  /** Copies a value that was found; false if there is none of the right length. */
  static boolean copied(byte[] value, byte[] out) {
    if (value == null || value.length != Records.VALUE_BYTES) {
      return false;
    }
    System.arraycopy(value, 0, out, 0, value.length);
    return true;
  }
}
