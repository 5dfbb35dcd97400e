package dev.latticenano.core.intention;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Ed25519Signer;

/**
 * The content of an identity file: the 32 raw bytes of an Ed25519 seed, nothing before or after
 * (Rust engine: {@code identity.key}). Whoever has them is the author. Cold.
 */
public final class Identity {
  /** Bytes of an identity file. */
  public static final int BYTES = Ed25519Signer.SEED_BYTES;

  private Identity() {}

  /**
   * Whether {@code content} is a whole identity file. All zeros is what a file system leaves of a
   * file whose bytes never reached the disk, and a key that everybody knows.
   */
  public static Verdict check(byte[] content) {
    if (content.length != BYTES) {
      return Verdict.IDENTITY_LENGTH;
    }
    int any = 0;
    for (byte b : content) {
      any |= b;
    }
    return any == 0 ? Verdict.IDENTITY_ZERO : Verdict.OK;
  }

  /** The signer of checked content, which is copied. */
  public static Ed25519Signer signer(byte[] content) {
    if (check(content) != Verdict.OK) {
      throw new IllegalArgumentException("not an identity: " + check(content));
    }
    return new Ed25519Signer(content, 0);
  }
}
