package dev.latticenano.core.snapshot;

/**
 * What makes a part unreadable or at least unmistakable: it puts {@link #TAG_BYTES} behind the
 * bytes, bound to the store, the frontier, the part's number and whether it is the last. The same
 * part always gives the same bytes. Bytes of a part are turned where they lie.
 */
public interface PartCipher {
  /** Bytes behind each part. */
  int TAG_BYTES = 16;

  /**
   * Turns {@code length} bytes from {@code bytes[offset]} and writes the tag behind them.
   *
   * @param number of the part, from 0
   */
  void seal(long number, boolean last, byte[] bytes, int offset, int length);

  /**
   * Turns back {@code length} bytes with a tag behind them.
   *
   * @return false if the tag is wrong; the bytes are then as they were
   */
  boolean open(long number, boolean last, byte[] bytes, int offset, int length);
}
