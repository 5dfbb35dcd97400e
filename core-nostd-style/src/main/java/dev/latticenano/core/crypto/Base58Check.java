package dev.latticenano.core.crypto;

import dev.latticenano.core.bytes.Base58;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA256Digest;

/**
 * Base58 text that notices a typing error: a version byte, the payload, and the first four bytes of
 * SHA-256(SHA-256(version ‖ payload)). The check is against mistakes, not against people.
 */
public final class Base58Check {
  private static final int CHECK_BYTES = 4;

  private Base58Check() {}

  /** The text of {@code payload} under {@code version}, 0 to 255. */
  public static String encode(int version, byte[] payload) {
    byte[] bytes = new byte[1 + payload.length + CHECK_BYTES];
    bytes[0] = (byte) version;
    System.arraycopy(payload, 0, bytes, 1, payload.length);
    System.arraycopy(check(bytes), 0, bytes, 1 + payload.length, CHECK_BYTES);
    return Base58.encode(bytes);
  }

  /**
   * The payload of {@code text}.
   *
   * @throws IllegalArgumentException the text is no Base58, too short, mistyped, or of another
   *     version than {@code version}
   */
  public static byte[] decode(int version, String text) {
    byte[] bytes = Base58.decode(text);
    if (bytes.length < 1 + CHECK_BYTES) {
      throw new IllegalArgumentException("too short: " + bytes.length + " bytes");
    }
    int end = bytes.length - CHECK_BYTES;
    if (!Arrays.equals(check(bytes), 0, CHECK_BYTES, bytes, end, bytes.length)) {
      throw new IllegalArgumentException("checksum does not fit: mistyped or cut off");
    }
    if ((bytes[0] & 0xFF) != version) {
      throw new IllegalArgumentException("version " + (bytes[0] & 0xFF) + ", not " + version);
    }
    return Arrays.copyOfRange(bytes, 1, end);
  }

  /** The double hash of all but the last four bytes. */
  private static byte[] check(byte[] bytes) {
    SHA256Digest digest = new SHA256Digest();
    byte[] hash = new byte[digest.getDigestSize()];
    digest.update(bytes, 0, bytes.length - CHECK_BYTES);
    digest.doFinal(hash, 0);
    digest.update(hash, 0, hash.length);
    digest.doFinal(hash, 0);
    return hash;
  }
}
