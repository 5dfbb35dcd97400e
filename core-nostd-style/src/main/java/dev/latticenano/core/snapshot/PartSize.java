package dev.latticenano.core.snapshot;

import dev.latticenano.core.Limits;
import dev.latticenano.core.seal.Padme;

/** How content is cut into parts: full ones, each a chunk with its tag, and a padded last one. */
final class PartSize {
  /** Bytes of content in a part that is full. */
  static final int FULL_BYTES = Limits.CHUNK_BYTES_MAX - PartCipher.TAG_BYTES;

  /** Bytes of content in a last part at least. */
  static final int LAST_BYTES_MIN = Padme.FLOOR_BYTES;

  private PartSize() {}

  /**
   * Bytes of a last part with {@code content} bytes, 1 to {@link #FULL_BYTES}: PADMÉ, so that the
   * size tells at most the five leading bits of the length, but not below the least nor beyond
   * full.
   */
  static int padded(int content) {
    return Math.min(FULL_BYTES, Padme.ladder(content));
  }
}
