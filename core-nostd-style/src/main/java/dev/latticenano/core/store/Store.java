package dev.latticenano.core.store;

/**
 * The append-only log of one store on one node, as the core sees it: records of a kind and some
 * bytes, each at a position. Positions rise in append order and stay valid for ever; they are
 * opaque to the core. Not thread-safe: one owner.
 *
 * <p>Kinds and their bodies are listed in docs/storage.md. Every implementation passes {@code
 * StoreContract}.
 */
public interface Store {
  /** The greatest kind of a record of the core; 240 to 255 are storage's own and never shown. */
  int KIND_MAX = 239;

  /**
   * Appends one record of {@code kind} (1 to {@link #KIND_MAX}) and {@code length} bytes (0 to
   * {@code Limits.RECORD_BYTES_MAX}) copied from {@code source}. It can be read at once and is
   * durable after the next {@link #sync}.
   *
   * @return the record's position, 0 or greater, greater than every earlier one
   * @throws StoreException the disk failed or is full; this record is not in the log, earlier ones
   *     are, and reading goes on
   */
  long append(int kind, byte[] source, int offset, int length) throws StoreException;

  /** Makes everything appended so far durable: when it returns, a power cut loses none of it. */
  void sync() throws StoreException;

  /**
   * Copies the body of the record at {@code position} to {@code out}. The position must be one that
   * {@link #append} or {@link #scan} gave.
   *
   * @throws StoreException CORRUPT if its bytes are damaged or cannot be read: this record is lost,
   *     others are not
   * @return the body's length, or minus the length if {@code out} from {@code offset} is too short
   */
  int read(long position, byte[] out, int offset) throws StoreException;

  /**
   * Shows {@code reader} every record from {@code from} (0: the first; otherwise a record's
   * position) in append order, up to the last one that was there when the scan began. The reader
   * may read and append meanwhile. Damaged records are stepped over; the log tells of them.
   */
  void scan(long from, Reader reader) throws StoreException;

  /** The position behind the last record: where the next one will be, or a little further. */
  long end();

  /** Receives records during a scan. The bytes are lent for the call only. */
  interface Reader {
    /** One record; return false to stop the scan. */
    boolean record(long position, int kind, byte[] bytes, int offset, int length)
        throws StoreException;
  }
}
