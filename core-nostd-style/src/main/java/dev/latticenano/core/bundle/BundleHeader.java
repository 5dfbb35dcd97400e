package dev.latticenano.core.bundle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first bytes of a bundle, which anybody may read: docs/bundles.md §2.
 *
 * <pre>
 *  0  8 LNANOBND
 *  8  1 version, 2
 *  9  1 kind
 * 10 32 opening: what whoever has the secret finds the key by
 * 42 16 check: the tag of nothing under that key
 * </pre>
 */
public final class BundleHeader {
  /** Bytes of a header. */
  public static final int BYTES = 58;

  /** For one peer: the opening is an ephemeral X25519 key. */
  public static final int PEER = 1;

  /** For the members of one store: the opening is an epoch id and 24 random bytes. */
  public static final int MEMBERS = 2;

  /** For anybody: the opening is random. */
  public static final int CLEAR = 3;

  static final int OPENING_AT = 10;
  static final int OPENING_BYTES = 32;

  /** What the key and every part are bound to: all before the check. */
  static final int BOUND_BYTES = 42;

  private static final byte[] MAGIC = "LNANOBND".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 2;
  private static final int VERSION_AT = 8;
  private static final int KIND_AT = 9;

  private BundleHeader() {}

  /** A header without its check. */
  static byte[] of(int kind, byte[] opening) {
    byte[] header = new byte[BYTES];
    System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
    header[VERSION_AT] = VERSION;
    header[KIND_AT] = (byte) kind;
    System.arraycopy(opening, 0, header, OPENING_AT, OPENING_BYTES);
    return header;
  }

  /** True if a bundle of a version and kind known here begins so. */
  static boolean isSound(byte[] header) {
    int kind = header[KIND_AT];
    return Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        && header[VERSION_AT] == VERSION
        && kind >= PEER
        && kind <= CLEAR;
  }

  /** The kind that a header names. */
  static int kind(byte[] header) {
    return header[KIND_AT];
  }
}
