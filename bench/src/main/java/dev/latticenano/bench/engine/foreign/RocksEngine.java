package dev.latticenano.bench.engine.foreign;

import dev.latticenano.bench.engine.Engine;
import dev.latticenano.bench.engine.Records;
import java.nio.file.Path;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB as it comes, with a Bloom filter; a commit is one synced batch. */
public final class RocksEngine implements Engine {
  private static final double FILTER_BITS = 10;

  static {
    RocksDB.loadLibrary();
  }

  private final BloomFilter filter = new BloomFilter(FILTER_BITS);
  private final Options options =
      new Options()
          .setCreateIfMissing(true)
          .setTableFormatConfig(new BlockBasedTableConfig().setFilterPolicy(filter));
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final WriteBatch batch = new WriteBatch();
  private final RocksDB db;

  /** Opens or begins the database in a folder. */
  public RocksEngine(Path folder) throws RocksDBException {
    db = RocksDB.open(options, folder.toString());
  }

  @Override
  public void put(byte[] key, byte[] value) throws RocksDBException {
    batch.put(key, value);
  }

  @Override
  public void commit() throws RocksDBException {
    db.write(synced, batch);
    batch.clear();
  }

  @Override
  public boolean find(byte[] key, byte[] out) throws RocksDBException {
    return db.get(key, out) == Records.VALUE_BYTES;
  }

  @Override
  public void scan(boolean values, Rows rows) {
    try (RocksIterator at = db.newIterator()) {
      for (at.seekToFirst(); at.isValid(); at.next()) {
        rows.row(at.key(), Records.KEY_BYTES, values ? at.value() : null, 0);
      }
    }
  }

  @Override
  public void close() throws RocksDBException {
    batch.close();
    synced.close();
    db.closeE();
    options.close();
    filter.close();
  }
}
