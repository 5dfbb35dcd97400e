package dev.latticenano.core.store;

import dev.latticenano.core.bytes.LittleEndian;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Which other nodes proved to hold which chunks, as the logs of a node tell it: a peer that sent a
 * chunk whose bytes had its name, or that said of a chunk just fetched from here that it is durable
 * there. Made when asked for, by reading records of kind {@link #KIND}; about 70 bytes a chunk.
 *
 * <pre>
 *  0  cid     32  name of the chunk
 * 32  holder  32  key the peer claimed: nobody has proved it
 * 64  ms      u64 little-endian, Unix time
 * </pre>
 *
 * Source: docs/storage.md §8.
 */
public final class Custody {
  /** The kind of a record in the log. */
  public static final int KIND = 4;

  /** Bytes of a record's body. */
  public static final int RECORD_BYTES = 72;

  private static final int HOLDER_AT = 32;
  private static final int MS_AT = 64;
  private static final int HOLDER_BYTES = 32;
  private static final int END = -1;

  private final NameTable chunks = new NameTable();
  private final NameTable holders = new NameTable();
  private final Set<ByteBuffer> left = new HashSet<>();

  /** By chunk, its first holding; then each holding's next one, holder and time. */
  private int[] first = new int[16];

  private int[] next = new int[16];
  private int[] holder = new int[16];
  private long[] heldMs = new long[16];
  private int holdings;

  /** Nobody holds anything; what {@code own}, a 32-byte key, is said to hold does not count. */
  public Custody(byte[] own) {
    leaveOut(own);
  }

  /** What {@code key} is said to hold does not count, either: it may let go of it. */
  public void leaveOut(byte[] key) {
    left.add(ByteBuffer.wrap(key.clone()));
  }

  /** Writes the {@link #RECORD_BYTES} of a record's body to {@code out[offset]}. */
  public static void write(
      byte[] out, int offset, byte[] cid, int cidOffset, byte[] holder, long ms) {
    System.arraycopy(cid, cidOffset, out, offset, HOLDER_AT);
    System.arraycopy(holder, 0, out, offset + HOLDER_AT, MS_AT - HOLDER_AT);
    LittleEndian.putLong(out, offset + MS_AT, ms);
  }

  /** Adds what a log tells. */
  public void read(Store log) throws StoreException {
    log.scan(0, this::record);
  }

  private boolean record(long position, int kind, byte[] bytes, int offset, int length) {
    if (kind == KIND && length == RECORD_BYTES && !isLeftOut(bytes, offset + HOLDER_AT)) {
      add(bytes, offset);
    }
    return true;
  }

  private boolean isLeftOut(byte[] bytes, int offset) {
    return left.contains(ByteBuffer.wrap(bytes, offset, HOLDER_BYTES));
  }

  private void add(byte[] bytes, int offset) {
    int chunksBefore = chunks.count();
    int chunk = chunks.findOrAdd(bytes, offset);
    if (chunk == first.length) {
      first = Arrays.copyOf(first, first.length * 2);
    }
    if (chunk == chunksBefore) {
      first[chunk] = END;
    }
    int who = holders.findOrAdd(bytes, offset + HOLDER_AT);
    long ms = LittleEndian.longAt(bytes, offset + MS_AT);
    for (int i = first[chunk]; i != END; i = next[i]) {
      if (holder[i] == who) {
        heldMs[i] = Math.max(heldMs[i], ms);
        return;
      }
    }
    if (holdings == next.length) {
      next = Arrays.copyOf(next, holdings * 2);
      holder = Arrays.copyOf(holder, holdings * 2);
      heldMs = Arrays.copyOf(heldMs, holdings * 2);
    }
    next[holdings] = first[chunk];
    holder[holdings] = who;
    heldMs[holdings] = ms;
    first[chunk] = holdings++;
  }

  /** How many other nodes proved to hold the chunk named by the 32 bytes at {@code cid[offset]}. */
  public int copies(byte[] cid, int offset) {
    int count = 0;
    int chunk = chunks.find(cid, offset);
    for (int i = chunk == NameTable.NONE ? END : first[chunk]; i != END; i = next[i]) {
      count++;
    }
    return count;
  }

  /** When one of them proved it last, Unix ms; 0 if none did. */
  public long latestMs(byte[] cid, int offset) {
    long latest = 0;
    int chunk = chunks.find(cid, offset);
    for (int i = chunk == NameTable.NONE ? END : first[chunk]; i != END; i = next[i]) {
      latest = Math.max(latest, heldMs[i]);
    }
    return latest;
  }

  /** Chunks that some other node holds. */
  public int chunks() {
    return chunks.count();
  }

  /** Nodes that hold some chunk. */
  public int holders() {
    return holders.count();
  }

  @Override
  public String toString() {
    return chunks.count() + " chunks held by " + holders.count() + " others";
  }
}
