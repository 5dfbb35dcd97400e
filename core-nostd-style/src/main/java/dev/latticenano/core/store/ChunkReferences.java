package dev.latticenano.core.store;

import java.util.Arrays;

/**
 * How many times each chunk is referred to, by name; about 44 bytes a name. Made when asked for, by
 * a walk of whatever refers to chunks, and never the truth of anything.
 */
public final class ChunkReferences {
  private final NameTable names = new NameTable();
  private int[] counts = new int[16];
  private long total;

  /** One more reference to the chunk named by the 32 bytes at {@code cid[offset]}. */
  public void add(byte[] cid, int offset) {
    int row = names.findOrAdd(cid, offset);
    if (row == counts.length) {
      counts = Arrays.copyOf(counts, counts.length * 2);
    }
    counts[row]++;
    total++;
  }

  /** References to a chunk; 0 for one that was never added. */
  public int count(byte[] cid, int offset) {
    int row = names.find(cid, offset);
    return row == NameTable.NONE ? 0 : counts[row];
  }

  /** Chunks that are referred to. */
  public int chunks() {
    return names.count();
  }

  /** References to all chunks. */
  public long total() {
    return total;
  }

  /** Copies the name of chunk {@code index}, in the order in which they were first added. */
  public void copyName(int index, byte[] out, int offset) {
    names.copy(index, out, offset);
  }

  @Override
  public String toString() {
    return total + " references to " + names.count() + " chunks";
  }
}
