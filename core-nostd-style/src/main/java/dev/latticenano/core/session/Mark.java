package dev.latticenano.core.session;

import java.util.Arrays;

/**
 * A set that this end had: the first 16 bytes of its digest, and how far its witness order went
 * then. True only as long as the digest of what is shown now, without what came since, is the same.
 */
public final class Mark {
  /** Bytes of a digest that tell two sets apart. */
  public static final int DIGEST_BYTES = 16;

  private final byte[] digest;
  private final int sequence;

  /** A mark; copies {@link #DIGEST_BYTES} from {@code digest[offset]}. */
  public Mark(byte[] digest, int offset, int sequence) {
    this.digest = Arrays.copyOfRange(digest, offset, offset + DIGEST_BYTES);
    this.sequence = sequence;
  }

  /** The digest, {@link #DIGEST_BYTES}; lent. */
  public byte[] digest() {
    return digest;
  }

  /** Places of the witness order then. */
  public int sequence() {
    return sequence;
  }

  /** True if the other one names the same set at the same place. */
  boolean isSame(Mark other) {
    return sequence == other.sequence && Arrays.equals(digest, other.digest);
  }

  /** True if the digest begins with these bytes. */
  boolean begins(byte[] bytes, int offset, int length) {
    return Arrays.equals(digest, 0, length, bytes, offset, offset + length);
  }
}
