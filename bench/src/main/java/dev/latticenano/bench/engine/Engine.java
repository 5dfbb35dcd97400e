package dev.latticenano.bench.engine;

/**
 * A storage engine at work in one folder: values of {@link Records#VALUE_BYTES} bytes under keys of
 * {@link Records#KEY_BYTES}. A constructor with the folder's path opens it. Not thread-safe.
 */
public interface Engine {
  /** Adds a record to the open commit. The arrays are the caller's and change after the call. */
  void put(byte[] key, byte[] value) throws Exception;

  /** Makes every put so far durable: when it returns, a power cut loses none of them. */
  void commit() throws Exception;

  /** Copies the value under a key to {@code out}; false if there is none. */
  boolean find(byte[] key, byte[] out) throws Exception;

  /** Shows every record in the order of the keys, with or without its value. */
  void scan(boolean values, Rows rows) throws Exception;

  /** Closes cleanly: what is committed can be opened fast. */
  void close() throws Exception;

  /** Receives records during a scan. */
  interface Rows {
    /**
     * One record; the bytes are lent for the call only.
     *
     * @param keyLength {@link Records#KEY_BYTES}, or fewer if the engine orders by the first bytes
     *     of keys alone and the value was not asked for
     * @param value null if values were not asked for
     */
    void row(byte[] key, int keyLength, byte[] value, int valueOffset);
  }
}
