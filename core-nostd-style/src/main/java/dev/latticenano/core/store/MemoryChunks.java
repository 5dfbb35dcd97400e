package dev.latticenano.core.store;

import dev.latticenano.core.Limits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Chunks on the heap, for simulations and tests. Believes the caller that a name fits its bytes,
 * and nothing can change them afterwards, so reading does not hash them again.
 */
public final class MemoryChunks implements PrunableChunks {
  private static final int NAME_BYTES = 32;

  private final Map<ByteBuffer, byte[]> chunks = new HashMap<>();
  private long heldBytes;

  @Override
  public boolean holds(byte[] cid, int offset) {
    return chunks.containsKey(ByteBuffer.wrap(cid, offset, NAME_BYTES));
  }

  @Override
  public int size(byte[] cid, int offset) {
    byte[] chunk = chunks.get(ByteBuffer.wrap(cid, offset, NAME_BYTES));
    return chunk == null ? -1 : chunk.length;
  }

  @Override
  public int read(byte[] cid, int cidOffset, byte[] out, int outOffset) {
    byte[] chunk = chunks.get(ByteBuffer.wrap(cid, cidOffset, NAME_BYTES));
    if (chunk == null) {
      return -1;
    }
    System.arraycopy(chunk, 0, out, outOffset, chunk.length);
    return chunk.length;
  }

  @Override
  public void write(byte[] cid, int cidOffset, byte[] source, int offset, int length) {
    if (length < 1 || length > Limits.CHUNK_BYTES_MAX) {
      throw new IllegalArgumentException(
          "length " + length + " outside 1 to " + Limits.CHUNK_BYTES_MAX);
    }
    if (holds(cid, cidOffset)) {
      return;
    }
    byte[] name = Arrays.copyOfRange(cid, cidOffset, cidOffset + NAME_BYTES);
    chunks.put(ByteBuffer.wrap(name), Arrays.copyOfRange(source, offset, offset + length));
    heldBytes += length;
  }

  @Override
  public void names(Reader reader) throws StoreException {
    for (Map.Entry<ByteBuffer, byte[]> each : Map.copyOf(chunks).entrySet()) {
      reader.chunk(each.getKey().array().clone(), each.getValue().length);
    }
  }

  @Override
  public void remove(byte[] cid, int offset) {
    byte[] gone = chunks.remove(ByteBuffer.wrap(cid, offset, NAME_BYTES));
    heldBytes -= gone == null ? 0 : gone.length;
  }

  @Override
  public void syncRemoved() {}

  /** Bytes of all chunks held. */
  public long heldBytes() {
    return heldBytes;
  }

  /** Chunks held. */
  public int heldCount() {
    return chunks.size();
  }
}
