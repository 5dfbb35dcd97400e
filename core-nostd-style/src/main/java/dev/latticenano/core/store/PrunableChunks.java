package dev.latticenano.core.store;

/** Chunks of one place, of which some can go. Passes {@code ChunkStoreContract}, too. */
public interface PrunableChunks extends ChunkStore {
  /** Receives names. */
  interface Reader {
    /** A chunk that is held: its 32-byte name, lent, and its length in bytes. */
    void chunk(byte[] cid, long bytes) throws StoreException;
  }

  /** Shows every chunk that is held, by name, in any order; its content is not looked at. */
  void names(Reader reader) throws StoreException;

  /**
   * Removes the chunk named by the 32 bytes at {@code cid[offset]}; nothing happens if it is not
   * held. Durable after {@link #syncRemoved}, and perhaps before.
   */
  void remove(byte[] cid, int offset) throws StoreException;

  /** Makes removals durable. */
  void syncRemoved() throws StoreException;
}
