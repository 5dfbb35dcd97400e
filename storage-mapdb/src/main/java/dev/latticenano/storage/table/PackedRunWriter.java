package dev.latticenano.storage.table;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.bytes.Varint;
import dev.latticenano.core.store.RowView;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * Writes a packed run: blocks as their rows come, then what a reader keeps on its heap, which waits
 * here (docs/storage.md §7.3).
 */
final class PackedRunWriter implements RunWriter {
  private static final int BODY_BYTES = FlatBlock.CRC_AT - PackedBlock.SLOTS_AT;
  private static final int HEAD_BYTES = 8;

  private final RunOutput output;
  private final long filterSalt;
  private final KeyFilter filter;
  private final byte[] block = new byte[FlatBlock.BYTES];
  private final int[] slots = new int[FlatBlock.BYTES];
  // Rows of the block to come, without their slots.
  private byte[] waiting = new byte[FlatBlock.BYTES];
  private int waitingLength;
  private int waitingRows;
  private byte[] fences = new byte[1024];
  private int fencesLength;
  private byte[] first;
  private byte[] last = new byte[64];
  private int lastLength;
  private long rows;
  private long marks;
  private byte[] bounds;
  // How much of the sections, one behind the other, is written.
  private int done;

  /**
   * Begins a run.
   *
   * @param keysMax keys at most, which sizes the filter
   * @param filterSalt the key of the filter's hash
   */
  PackedRunWriter(RunOutput output, long keysMax, long filterSalt) {
    this.output = output;
    this.filterSalt = filterSalt;
    filter = KeyFilter.forPrefixes(keysMax);
  }

  @Override
  public void add(RowView row) throws StoreException {
    byte[] key = row.key();
    int from = row.keyOffset();
    int to = from + row.keyLength();
    if (rows > 0 && Arrays.compareUnsigned(last, 0, lastLength, key, from, to) >= 0) {
      throw new IllegalArgumentException(output.path() + ": rows out of order");
    }
    int code = row.isBuried() ? 0 : 1 + row.valueLength();
    int length =
        Varint.size(row.keyLength()) + Varint.size(code) + row.keyLength() + row.valueLength();
    int slotsLength = (waitingRows + 1) * PackedBlock.SLOT_BYTES;
    if (waitingRows > 0 && slotsLength + waitingLength + length > BODY_BYTES) {
      writeBlock();
    }
    if (waitingRows == 0) {
      addFence(key, from, to);
    }
    slots[waitingRows++] = waitingLength;
    waiting = roomFor(waiting, waitingLength + length);
    waitingLength += Varint.write(waiting, waitingLength, row.keyLength());
    waitingLength += Varint.write(waiting, waitingLength, code);
    System.arraycopy(key, from, waiting, waitingLength, row.keyLength());
    waitingLength += row.keyLength();
    System.arraycopy(row.value(), row.valueOffset(), waiting, waitingLength, row.valueLength());
    waitingLength += row.valueLength();
    filter.add(KeyFilter.hash(filterSalt, key, from, row.keyLength()));
    first = first == null ? Arrays.copyOfRange(key, from, to) : first;
    last = roomFor(last, row.keyLength());
    System.arraycopy(key, from, last, 0, row.keyLength());
    lastLength = row.keyLength();
    rows++;
    marks += row.isBuried() ? 1 : 0;
  }

  /** The least that is above the last key of all and not above the key that follows. */
  private void addFence(byte[] key, int from, int to) {
    int same = Arrays.mismatch(last, 0, lastLength, key, from, to);
    int length = rows == 0 ? 0 : same + 1;
    fences = roomFor(fences, fencesLength + HEAD_BYTES + length);
    LittleEndian.putInt(fences, fencesLength, output.blocks());
    LittleEndian.putInt(fences, fencesLength + 4, length);
    System.arraycopy(key, from, fences, fencesLength + HEAD_BYTES, length);
    fencesLength += HEAD_BYTES + length;
  }

  private void writeBlock() throws StoreException {
    int rowsAt = PackedBlock.SLOTS_AT + waitingRows * PackedBlock.SLOT_BYTES;
    Arrays.fill(block, (byte) 0);
    LittleEndian.putShort(block, 0, waitingRows);
    for (int i = 0; i < waitingRows; i++) {
      int at = PackedBlock.SLOTS_AT + i * PackedBlock.SLOT_BYTES;
      LittleEndian.putShort(block, at, rowsAt + slots[i]);
    }
    int written = Math.min(waitingLength, FlatBlock.CRC_AT - rowsAt);
    System.arraycopy(waiting, 0, block, rowsAt, written);
    output.block(block);
    while (written < waitingLength) {
      int n = Math.min(waitingLength - written, BODY_BYTES);
      Arrays.fill(block, (byte) 0);
      System.arraycopy(waiting, written, block, PackedBlock.SLOTS_AT, n);
      output.block(block);
      written += n;
    }
    waitingLength = 0;
    waitingRows = 0;
  }

  @Override
  public long bytes() {
    return output.bytes();
  }

  @Override
  public boolean flush(int budgetBytes) throws StoreException {
    if (bounds == null) {
      writeBlock();
      bounds = new byte[HEAD_BYTES + first.length + lastLength];
      LittleEndian.putInt(bounds, 0, first.length);
      LittleEndian.putInt(bounds, 4, lastLength);
      System.arraycopy(first, 0, bounds, HEAD_BYTES, first.length);
      System.arraycopy(last, 0, bounds, HEAD_BYTES + first.length, lastLength);
      byte[] section = Arrays.copyOf(bounds, bounds.length + fencesLength);
      System.arraycopy(fences, 0, section, bounds.length, fencesLength);
      fences = section;
    }
    byte[] bits = filter.bytes();
    int end = fences.length + bits.length;
    int left = Math.max(1, budgetBytes);
    if (done < fences.length) {
      left -= part(fences, 0, left);
    }
    if (done >= fences.length && done < end && left > 0) {
      part(bits, fences.length, left);
    }
    return done == end;
  }

  /** Writes some of a section that begins at a place of them all; ends it where it ends. */
  private int part(byte[] section, int begin, int left) throws StoreException {
    int n = Math.min(left, section.length - (done - begin));
    output.part(section, done - begin, n);
    done += n;
    if (done - begin == section.length) {
      output.endSection(section, section.length);
    }
    return n;
  }

  @Override
  public RunFooter finish() throws StoreException {
    flush(Integer.MAX_VALUE);
    return output.finish(rows, marks, Math.toIntExact(rows));
  }

  @Override
  public void abandon() {
    output.abandon();
  }

  private static byte[] roomFor(byte[] array, int length) {
    return length <= array.length
        ? array
        : Arrays.copyOf(array, Math.max(length, array.length * 2));
  }
}
