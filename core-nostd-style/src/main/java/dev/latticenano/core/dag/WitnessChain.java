package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.WitnessContentWriter;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;

/**
 * This node's witness order: place 1, 2, 3, … and the hash chain over the witness contents. The log
 * keeps what the contents need; a record is signed when it is served, because the chain makes the
 * last signature cover all before it and signing each would cost half as much again as verifying.
 */
final class WitnessChain {
  private final byte[] storeId;
  private final Rows rows;
  private final Store log;
  private final Blake3 blake3;
  private final WitnessContentWriter writer = new WitnessContentWriter();
  private final IntList order = new IntList();
  private final byte[] head = new byte[32];
  private final byte[] record = new byte[LogRecord.WITNESS_BYTES];
  private final byte[] content = new byte[WitnessContentWriter.BYTES_MAX];

  WitnessChain(byte[] storeId, Rows rows, Store log, Blake3 blake3) {
    this.storeId = storeId;
    this.rows = rows;
    this.log = log;
    this.blake3 = blake3;
  }

  int count() {
    return order.count();
  }

  int rowAt(int place) {
    return order.at(place - 1);
  }

  /** Writes the witness record of {@code row} to the log and lengthens the chain. */
  void write(int row, long wallMs) throws StoreException {
    rows.hashes.copy(row, record, 0);
    LittleEndian.putLong(record, 32, wallMs);
    log.append(LogRecord.WITNESS, record, 0, LogRecord.WITNESS_BYTES);
    extend(row, wallMs);
  }

  /** Lengthens the chain by {@code row}. */
  void extend(int row, long wallMs) {
    rows.hashes.copy(row, record, 0);
    int length =
        writer
            .store(storeId, 0)
            .intention(record, 0)
            .wallMs(wallMs)
            .prev(head, 0)
            .write(content, 0, content.length);
    blake3.hash(content, 0, length, head, 0);
  }

  /** Gives {@code row} the next place. */
  void place(int row) {
    order.add(row);
    rows.sequence.set(row, order.count());
  }

  /** Copies the content hash of the last witness record; zero before the first. */
  void copyHead(byte[] out, int offset) {
    System.arraycopy(head, 0, out, offset, head.length);
  }
}
