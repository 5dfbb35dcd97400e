package dev.latticenano.core.session;

import dev.latticenano.core.dag.Shown;
import java.util.Arrays;

/**
 * A set that this end had: the first 16 bytes of its digest, and how far its witness order went
 * then. True only as long as the digest of what is shown now, without what came since, is the same.
 * That was hashed, or known when the set was had, stays known until {@link Shown#breaks} rises.
 */
public final class Mark {
  /** Bytes of a digest that tell two sets apart. */
  public static final int DIGEST_BYTES = 16;

  /** Stands for {@link Shown#breaks} while it is not known whether a mark is true. */
  static final long UNJUDGED = -1;

  private final byte[] digest;
  private final int sequence;
  private long judgedAt = UNJUDGED;
  private boolean sound;

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

  /**
   * From now on it is known whether this is the set of the first places.
   *
   * @param breaks as long as {@link Shown#breaks} is this; {@link #UNJUDGED}: it is not known
   */
  void judge(boolean isSound, long breaks) {
    sound = isSound;
    judgedAt = breaks;
  }

  /** True if it is known what {@link #isSound} says. */
  boolean isJudged(long breaks) {
    return judgedAt == breaks;
  }

  /** True if this was the set of the first places when that was looked at last. */
  boolean isSound() {
    return sound;
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
