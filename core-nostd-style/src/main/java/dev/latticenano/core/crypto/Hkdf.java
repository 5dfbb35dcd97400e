package dev.latticenano.core.crypto;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * HKDF-SHA256 (RFC 5869) through BouncyCastle: keys out of a secret that is not evenly spread, such
 * as one agreed on. Cold; allocates.
 */
public final class Hkdf {
  private Hkdf() {}

  /** Fills {@code out} with key bytes for {@code info}; at most 255 · 32. Salt may be empty. */
  public static void sha256(byte[] secret, byte[] salt, byte[] info, byte[] out) {
    HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
    generator.init(new HKDFParameters(secret, salt, info));
    generator.generateBytes(out, 0, out.length);
  }
}
