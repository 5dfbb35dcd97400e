package dev.latticenano.core.crypto;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 (FIPS 180-4) of the Java runtime, which has it in the processor's own instructions where
 * there are such. Only for formats of others that ask for it; ours use {@link Blake3}. Allocates
 * nothing after construction. Not thread-safe.
 */
public final class Sha256 {
  /** Bytes of a digest. */
  public static final int DIGEST_BYTES = 32;

  private final MessageDigest digest;

  /** A hasher that can be used again and again. */
  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java runtime has SHA-256", e);
    }
  }

  /** Writes the digest of {@code length} bytes; {@code out} may be the same array. */
  public void hash(byte[] bytes, int offset, int length, byte[] out, int outOffset) {
    digest.update(bytes, offset, length);
    try {
      digest.digest(out, outOffset, DIGEST_BYTES);
    } catch (DigestException e) {
      throw new IllegalArgumentException("no room for a digest at " + outOffset, e);
    }
  }
}
