package dev.latticenano.core.store;

/**
 * Where content-addressed chunks lie: a chunk is 1 to {@code Limits.CHUNK_BYTES_MAX} bytes named by
 * the BLAKE3 hash of those bytes. Shared by all stores of a node. Not thread-safe: one owner.
 */
public interface ChunkStore {
  /** True if the chunk named by the 32 bytes at {@code cid[offset]} is held whole. */
  boolean holds(byte[] cid, int offset) throws StoreException;

  /** Bytes of a chunk as it lies here, not looked at; -1 if it is not held. */
  int size(byte[] cid, int offset) throws StoreException;

  /**
   * Copies a chunk to {@code out}, which has room for it from {@code outOffset}, and verifies it
   * against its name.
   *
   * @return its length, or -1 if it is not held
   * @throws StoreException of kind CORRUPT if the bytes no longer match the name
   */
  int read(byte[] cid, int cidOffset, byte[] out, int outOffset) throws StoreException;

  /**
   * Keeps a chunk; the caller has verified that {@code cid} names these bytes. Durable when it
   * returns; keeping a chunk that is held already changes nothing.
   */
  void write(byte[] cid, int cidOffset, byte[] source, int offset, int length)
      throws StoreException;
}
