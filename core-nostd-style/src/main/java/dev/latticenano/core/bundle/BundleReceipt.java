package dev.latticenano.core.bundle;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.SigningContext;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import java.util.Arrays;

/**
 * What its sender holds durably of one store, in its own words: so that the next bundle the other
 * way carries only what is lacking. Source: docs/bundles.md §5.
 *
 * <pre>
 *  0 32 sender
 * 32 16 store id
 * 48  8 made at, Unix ms
 * 56  1 1 if every chunk that files need is there, else 0
 * 57 68 each tip: author 32 ‖ height u32 ‖ hash 32
 *    64 signature of BLAKE3 derive-key(all before)
 * </pre>
 *
 * Numbers are big-endian. A view of bytes that are the caller's.
 */
public final class BundleReceipt {
  /** Bytes of a tip. */
  public static final int TIP_BYTES = AuthorId.BYTES + 4 + Hash.BYTES;

  private static final SigningContext CONTEXT =
      new SigningContext("lattice-nano 2026-11 bundle receipt");
  private static final int STORE_AT = AuthorId.BYTES;
  private static final int MADE_AT = STORE_AT + StoreId.BYTES;
  private static final int WHOLE_AT = MADE_AT + 8;
  private static final int TIPS_AT = WHOLE_AT + 1;
  private static final int FIXED_BYTES = TIPS_AT + Signer.SIGNATURE_BYTES;

  private final byte[] bytes;
  private final int length;

  private BundleReceipt(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
  }

  /** The receipt in {@code length} bytes that {@link #fits} holds for; lent. */
  public static BundleReceipt of(byte[] bytes, int length) {
    return new BundleReceipt(bytes, length);
  }

  /** True if some receipt has so many bytes. */
  public static boolean fits(int length) {
    int tips = length - FIXED_BYTES;
    return tips >= 0 && tips % TIP_BYTES == 0 && tips / TIP_BYTES <= Limits.BUNDLE_TIPS_MAX;
  }

  /**
   * Says what {@code signer} holds.
   *
   * @param tips of {@link #TIP_BYTES} each, at most {@code Limits.BUNDLE_TIPS_MAX}
   */
  public static byte[] sign(
      Signer signer, StoreId store, long madeMs, boolean whole, byte[] tips, int tipBytes) {
    byte[] out = new byte[FIXED_BYTES + tipBytes];
    signer.publicKey(out, 0);
    store.write(out, STORE_AT);
    BigEndian.putLong(out, MADE_AT, madeMs);
    out[WHOLE_AT] = (byte) (whole ? 1 : 0);
    System.arraycopy(tips, 0, out, TIPS_AT, tipBytes);
    int signed = TIPS_AT + tipBytes;
    CONTEXT.sign(signer, out, signed);
    return out;
  }

  /** True if it is of {@code store} and its sender signed it. */
  public boolean isSound(StoreId store, Verifier verifier) {
    int signed = length - Signer.SIGNATURE_BYTES;
    return store.matches(bytes, STORE_AT)
        && bytes[WHOLE_AT] >>> 1 == 0
        && CONTEXT.isSigned(verifier, bytes, 0, signed);
  }

  /** Who says so. */
  public AuthorId sender() {
    return AuthorId.of(bytes, 0);
  }

  /** When, by the sender's clock; Unix ms. */
  public long madeMs() {
    return BigEndian.longAt(bytes, MADE_AT);
  }

  /** True if every chunk that files need is there. */
  public boolean isWhole() {
    return bytes[WHOLE_AT] == 1;
  }

  /** How many tips it names. */
  public int tips() {
    return (length - FIXED_BYTES) / TIP_BYTES;
  }

  /** Where the author of a tip stands in {@link #bytes}. */
  public int authorAt(int tip) {
    return TIPS_AT + tip * TIP_BYTES;
  }

  /** The height of a tip; beyond 2^31 negative. */
  public int height(int tip) {
    return BigEndian.intAt(bytes, authorAt(tip) + AuthorId.BYTES);
  }

  /** Where the hash of a tip stands. */
  public int hashAt(int tip) {
    return authorAt(tip) + AuthorId.BYTES + 4;
  }

  /** The bytes; lent. */
  public byte[] bytes() {
    return bytes;
  }

  /** A copy of them. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }
}
