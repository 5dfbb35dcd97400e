package dev.latticenano.core.bundle;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.Ladder;
import dev.latticenano.core.intention.StoreId;

/**
 * The records of a bundle's content: a kind, the bytes that follow as u32 big-endian, those bytes.
 * Source: docs/bundles.md §4.
 */
public final class BundleRecord {
  /** What follows is about a store: id 16 ‖ intentions u32 ‖ chunks u32. */
  public static final int STORE = 1;

  /** What its sender holds of the store: {@link BundleReceipt}. */
  public static final int RECEIPT = 2;

  /** A signed intention, behind all that it cites. */
  public static final int INTENTION = 3;

  /** The bytes of a chunk; its name is their hash. */
  public static final int CHUNK = 4;

  /** Nothing follows but padding. */
  public static final int END = 5;

  /** Signed intentions, each behind all that it cites, as a run that stands alone. */
  public static final int RUN = 6;

  /** Bytes that a run of several intentions has at most, and a single one that goes in a run. */
  public static final int RUN_BYTES_AIM = 65_536;

  /** Bytes before what a record holds. */
  static final int HEAD_BYTES = 5;

  /** Bytes of content in a full part. */
  static final int PART_BYTES = Limits.CHUNK_BYTES_MAX - BundleCipher.TAG_BYTES;

  /** Bytes of content in a last part at least. */
  static final int LAST_BYTES_MIN = 4096;

  /** Bytes of what a store record holds. */
  static final int STORE_BYTES = StoreId.BYTES + 8;

  private BundleRecord() {}

  /** Bytes of a last part with {@code content} bytes. */
  static int padded(int content) {
    return Math.min(PART_BYTES, Ladder.of(content, LAST_BYTES_MIN));
  }

  /** True if a record of this kind may hold so many bytes. */
  static boolean fits(int kind, int length) {
    return switch (kind) {
      case STORE -> length == STORE_BYTES;
      case RECEIPT -> BundleReceipt.fits(length);
      case INTENTION, RUN -> length > 0 && length <= Limits.SIGNED_BYTES_MAX;
      case CHUNK -> length > 0 && length <= Limits.CHUNK_BYTES_MAX;
      case END -> length == 0;
      default -> false;
    };
  }
}
