package dev.latticenano.bench.engine;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.HashIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Ours: the log and the index of its records. */
public final class LogEngine implements Engine {
  private static final UUID STORE = new UUID(0x1111_1111_1111_4111L, 0x8111_1111_1111_1111L);
  private static final int KIND = 1;

  private final SegmentLog log;
  private final HashIndex index;
  private final byte[] body = new byte[Records.PAYLOAD_BYTES];

  /** Opens or begins the log in a folder. */
  public LogEngine(Path folder) throws IOException, StoreException {
    Path tables = Files.createDirectories(folder.resolve("index"));
    log = SegmentLog.open(Files.createDirectories(folder.resolve("log")), STORE);
    index = HashIndex.open(tables, log);
    index.catchUp(
        (kind, bytes, offset, length, hash) -> {
          System.arraycopy(bytes, offset, hash, 0, Records.KEY_BYTES);
          return true;
        },
        (done, total) -> {});
  }

  @Override
  public void put(byte[] key, byte[] value) throws StoreException {
    System.arraycopy(key, 0, body, 0, Records.KEY_BYTES);
    System.arraycopy(value, 0, body, Records.KEY_BYTES, Records.VALUE_BYTES);
    index.put(key, 0, log.append(KIND, body, 0, body.length));
  }

  @Override
  public void commit() throws StoreException {
    log.sync();
    index.checkpointIfDue();
  }

  @Override
  public boolean find(byte[] key, byte[] out) throws StoreException {
    long position = index.find(key, 0);
    if (position < 0 || log.read(position, body, 0) != body.length) {
      return false;
    }
    System.arraycopy(body, Records.KEY_BYTES, out, 0, Records.VALUE_BYTES);
    return true;
  }

  @Override
  public void scan(boolean values, Rows rows) {
    throw new UnsupportedOperationException("the index has no order");
  }

  @Override
  public void close() throws StoreException {
    index.close();
    log.close();
  }
}
