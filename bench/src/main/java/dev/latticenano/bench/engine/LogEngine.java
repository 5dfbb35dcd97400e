package dev.latticenano.bench.engine;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.FlashTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;

/**
 * Ours: each record is one record of the log, found through a table with the shape of the DAG's
 * {@code hash}. A find looks through the rows of one prefix and compares the whole key with the
 * record that the row names. A commit syncs the log, makes a checkpoint if one is due, and merges
 * runs for as many bytes as it committed, if there is anything to merge.
 *
 * <pre>
 * record  key 32 ‖ value 400
 * row     first 8 bytes of the key ‖ position ÷ 16, u32 → position, 6 bytes
 * </pre>
 *
 * <p>A scan without values is one of the table: it shows the first 8 bytes of the keys, in their
 * order. A scan with values reads the log at each row's position.
 */
public final class LogEngine implements Engine {
  private static final UUID STORE = new UUID(0x1111_1111_1111_4111L, 0x8111_1111_1111_1111L);
  private static final int KIND = 1;
  private static final int PREFIX_BYTES = 8;
  private static final int ROW_KEY_BYTES = 12;
  private static final int POSITION_BYTES = 6;
  private static final TableShape SHAPE =
      TableShape.fixed("hash", ROW_KEY_BYTES, POSITION_BYTES).filtered(PREFIX_BYTES);

  private final SegmentLog log;
  private final FlashTables tables;
  private final Table table;
  private final byte[] body = new byte[Records.PAYLOAD_BYTES];
  private final byte[] from = new byte[ROW_KEY_BYTES];
  private final byte[] to = new byte[ROW_KEY_BYTES];
  private final byte[] position = new byte[POSITION_BYTES];
  private final Table.Reader match =
      (key, keyOffset, keyLength, value, valueOffset, valueLength) ->
          !isAt(value, valueOffset, valueLength);
  private byte[] wanted;
  private boolean found;
  private boolean written;
  private int mergeBytes;

  /** Opens or begins the log in a folder and brings the table up to its end. */
  public LogEngine(Path folder) throws IOException, StoreException {
    log = SegmentLog.open(Files.createDirectories(folder.resolve("log")), STORE);
    tables = FlashTables.open(Files.createDirectories(folder.resolve("index")), log);
    table = tables.table(SHAPE);
    log.scan(
        tables.covered(),
        (at, kind, bytes, offset, length) -> {
          index(bytes, offset, at);
          return true;
        });
    Arrays.fill(to, PREFIX_BYTES, ROW_KEY_BYTES, (byte) 0xff);
  }

  @Override
  public void put(byte[] key, byte[] value) throws StoreException {
    System.arraycopy(key, 0, body, 0, Records.KEY_BYTES);
    System.arraycopy(value, 0, body, Records.KEY_BYTES, Records.VALUE_BYTES);
    index(key, 0, log.append(KIND, body, 0, body.length));
    mergeBytes += body.length;
  }

  @Override
  public void commit() throws StoreException {
    log.sync();
    if (tables.isDue()) {
      tables.checkpoint(log.end());
    }
    tables.work(mergeBytes);
    mergeBytes = 0;
  }

  @Override
  public boolean find(byte[] key, byte[] out) throws StoreException {
    System.arraycopy(key, 0, from, 0, PREFIX_BYTES);
    System.arraycopy(key, 0, to, 0, PREFIX_BYTES);
    Arrays.fill(from, PREFIX_BYTES, ROW_KEY_BYTES, (byte) 0);
    wanted = key;
    found = false;
    table.range(from, to, match);
    if (found) {
      System.arraycopy(body, Records.KEY_BYTES, out, 0, Records.VALUE_BYTES);
    }
    return found;
  }

  @Override
  public void scan(boolean values, Rows rows) throws StoreException {
    byte[] first = new byte[ROW_KEY_BYTES];
    table.range(
        first,
        null,
        (key, keyOffset, keyLength, value, valueOffset, valueLength) -> {
          if (values) {
            read(value, valueOffset, valueLength);
            rows.row(body, Records.KEY_BYTES, body, Records.KEY_BYTES);
          } else {
            System.arraycopy(key, keyOffset, from, 0, PREFIX_BYTES);
            rows.row(from, PREFIX_BYTES, null, 0);
          }
          return true;
        });
  }

  @Override
  public void close() throws StoreException {
    if (written) {
      tables.checkpoint(log.end());
    }
    tables.close();
    log.close();
  }

  private void index(byte[] key, int offset, long at) throws StoreException {
    System.arraycopy(key, offset, from, 0, PREFIX_BYTES);
    bigEndian(at >>> 4, from, PREFIX_BYTES, ROW_KEY_BYTES - PREFIX_BYTES);
    bigEndian(at, position, 0, POSITION_BYTES);
    written = true;
    table.put(from, 0, ROW_KEY_BYTES, position, 0, POSITION_BYTES);
  }

  /** True if the record that a row names has the wanted key; it is then in {@link #body}. */
  private boolean isAt(byte[] value, int offset, int length) throws StoreException {
    read(value, offset, length);
    found = Arrays.equals(body, 0, Records.KEY_BYTES, wanted, 0, Records.KEY_BYTES);
    return found;
  }

  private void read(byte[] value, int offset, int length) throws StoreException {
    long at = 0;
    for (int i = 0; i < length; i++) {
      at = at << 8 | value[offset + i] & 0xff;
    }
    if (log.read(at, body, 0) != body.length) {
      throw new IllegalStateException("the record at " + at + " is not of this benchmark");
    }
  }

  private static void bigEndian(long number, byte[] out, int offset, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out[offset + i] = (byte) (number >>> (8 * (bytes - 1 - i)));
    }
  }
}
