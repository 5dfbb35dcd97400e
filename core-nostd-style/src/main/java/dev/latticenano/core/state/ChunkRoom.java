package dev.latticenano.core.state;

import dev.latticenano.core.Limits;

/**
 * Room for one chunk of any length, from the first time it is asked for until it is given back: a
 * walk through files of one chunk each needs none.
 */
public final class ChunkRoom {
  private static final byte[] NONE = {};

  private byte[] bytes = NONE;

  /** {@code Limits.CHUNK_BYTES_MAX} bytes; lent until {@link #giveBack}. */
  public byte[] bytes() {
    if (bytes.length == 0) {
      bytes = new byte[Limits.CHUNK_BYTES_MAX];
    }
    return bytes;
  }

  /** Nobody needs it now. */
  public void giveBack() {
    bytes = NONE;
  }
}
