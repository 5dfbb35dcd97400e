package dev.latticenano.core.store;

import dev.latticenano.core.Limits;
import java.util.Arrays;

/**
 * A log that lives on the heap, for simulations and tests. {@link #cutPower} plays a power cut:
 * what was not synced is gone. Grows by doubling; an append that needs no growth allocates nothing.
 *
 * <pre>
 * 0  length  i32  little-endian
 * 4  kind    u8
 * 5  body
 * </pre>
 */
public final class MemoryStore implements Store {
  private static final int HEAD_BYTES = 5;

  private byte[] records;
  private int end;
  private int syncedEnd;

  /** An empty log. */
  public MemoryStore() {
    records = new byte[4096];
  }

  @Override
  public long append(int kind, byte[] source, int offset, int length) {
    checkRecord(kind, source, offset, length);
    int position = end;
    int needed = Math.addExact(position, HEAD_BYTES + length);
    if (needed > records.length) {
      records = Arrays.copyOf(records, (int) Math.min(Integer.MAX_VALUE - 8L, needed * 2L));
    }
    for (int i = 0; i < 4; i++) {
      records[position + i] = (byte) (length >>> (8 * i));
    }
    records[position + 4] = (byte) kind;
    System.arraycopy(source, offset, records, position + HEAD_BYTES, length);
    end = needed;
    return position;
  }

  @Override
  public void sync() {
    syncedEnd = end;
  }

  @Override
  public int read(long position, byte[] out, int offset) {
    if (position < 0 || position >= end) {
      throw new IllegalArgumentException("position " + position + " outside a log of " + end);
    }
    int length = length((int) position);
    if (length > out.length - offset) {
      return -length;
    }
    System.arraycopy(records, (int) position + HEAD_BYTES, out, offset, length);
    return length;
  }

  @Override
  public void scan(long from, Reader reader) throws StoreException {
    int stop = end;
    int position = (int) Math.min(from, stop);
    while (position < stop) {
      int length = length(position);
      int kind = records[position + 4] & 0xff;
      if (!reader.record(position, kind, records, position + HEAD_BYTES, length)) {
        return;
      }
      position += HEAD_BYTES + length;
    }
  }

  @Override
  public long end() {
    return end;
  }

  /** Forgets every record appended since the last {@link #sync}, as a power cut would. */
  public void cutPower() {
    end = syncedEnd;
  }

  /** Refuses what no log may hold: a kind outside 1 to 239, a body longer than the limit. */
  private static void checkRecord(int kind, byte[] source, int offset, int length) {
    if (kind < 1 || kind > KIND_MAX) {
      throw new IllegalArgumentException("kind " + kind + " outside 1 to " + KIND_MAX);
    }
    if (length < 0 || length > Limits.RECORD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "length " + length + " outside 0 to " + Limits.RECORD_BYTES_MAX);
    }
    if (offset < 0 || offset > source.length - length) {
      throw new IllegalArgumentException(
          "offset " + offset + " and length " + length + " beyond " + source.length);
    }
  }

  private int length(int position) {
    return (records[position] & 0xff)
        | (records[position + 1] & 0xff) << 8
        | (records[position + 2] & 0xff) << 16
        | (records[position + 3] & 0xff) << 24;
  }
}
