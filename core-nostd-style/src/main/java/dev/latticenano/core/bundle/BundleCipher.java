package dev.latticenano.core.bundle;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.crypto.Aead;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.ChaCha20Poly1305;
import dev.latticenano.core.crypto.ConstantTime;
import dev.latticenano.core.crypto.Entropy;
import dev.latticenano.core.crypto.Hkdf;
import dev.latticenano.core.crypto.KeyAgreement;
import dev.latticenano.core.crypto.X25519;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.seal.EpochKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/**
 * What seals the parts of one bundle, and opens them.
 *
 * <pre>
 * for a peer    secret = X25519(ephemeral, peer)
 *               key    = HKDF-SHA256(secret, salt = header 0..41,
 *                                    info = "lattice-nano bundle" ‖ peer)
 * for members   key    = BLAKE3 derive-key(epoch key ‖ header 0..41)
 * part          ChaCha20-Poly1305(key, nonce = 0 u32 ‖ number u64,
 *                                 associated = header 0..41 ‖ last 1)
 * check         the tag of the empty part with number 2^64 − 1
 * in the clear  BLAKE3 derive-key, 16 bytes, stands for the tag
 * </pre>
 *
 * Numbers are big-endian. Every bundle has a key of its own, so nonces may be numbers. Not
 * thread-safe. Source: docs/bundles.md §3.
 */
public final class BundleCipher {
  /** Bytes behind each part. */
  static final int TAG_BYTES = Aead.TAG_BYTES;

  private static final byte[] INFO = "lattice-nano bundle".getBytes(StandardCharsets.US_ASCII);
  private static final String MEMBERS_CONTEXT = "lattice-nano 2026-11 bundle key";
  private static final String CLEAR_CONTEXT = "lattice-nano 2026-11 clear bundle";
  private static final long CHECK_NUMBER = -1;
  private static final int NUMBER_AT = ChaCha20Poly1305.NONCE_BYTES - 8;

  private final byte[] header;
  private final byte[] key;
  private final Aead aead = new ChaCha20Poly1305();
  private final Blake3 sums = Blake3.deriving(CLEAR_CONTEXT);
  private final byte[] nonce = new byte[ChaCha20Poly1305.NONCE_BYTES];
  private final byte[] binding = new byte[BundleHeader.BOUND_BYTES + 1];
  private final byte[] tag = new byte[TAG_BYTES];

  /** Of a header whose check may be missing yet; a null key: in the clear. */
  private BundleCipher(byte[] header, byte[] key) {
    this.header = header;
    this.key = key;
    System.arraycopy(header, 0, binding, 0, BundleHeader.BOUND_BYTES);
  }

  /**
   * A fresh one for one peer.
   *
   * @param peer a key that {@code KeyWrap.reaches} holds for
   */
  public static BundleCipher forPeer(AuthorId peer, Entropy entropy) {
    byte[] secret = random(entropy);
    byte[] shared = new byte[X25519.BYTES];
    boolean agreed =
        X25519.ofEd25519(peer.toBytes(), 0, shared, 0)
            && X25519.agree(secret, 0, shared, 0, shared, 0);
    if (!agreed) {
      throw new IllegalArgumentException("no key reaches " + peer.shortText());
    }
    byte[] opening = new byte[BundleHeader.OPENING_BYTES];
    X25519.publicKey(secret, 0, opening, 0);
    Arrays.fill(secret, (byte) 0);
    byte[] header = BundleHeader.of(BundleHeader.PEER, opening);
    return new BundleCipher(header, peerKey(header, shared, peer)).checked();
  }

  /** A fresh one for all who hold an epoch key. */
  public static BundleCipher forMembers(EpochKey epoch, Entropy entropy) {
    byte[] opening = random(entropy);
    epoch.id().write(opening, 0);
    byte[] header = BundleHeader.of(BundleHeader.MEMBERS, opening);
    return new BundleCipher(header, memberKey(header, epoch)).checked();
  }

  /** A fresh one that hides nothing. */
  public static BundleCipher clear(Entropy entropy) {
    return new BundleCipher(BundleHeader.of(BundleHeader.CLEAR, random(entropy)), null).checked();
  }

  /**
   * The one of a sound header.
   *
   * @param own the key that a bundle for this node is sealed to
   * @param epochs finds an epoch key, or null
   * @return null if no key here opens the bundle
   */
  static BundleCipher of(byte[] header, KeyAgreement own, Function<EpochId, EpochKey> epochs) {
    byte[] key = null;
    if (BundleHeader.kind(header) == BundleHeader.PEER) {
      byte[] shared = new byte[KeyAgreement.SHARED_BYTES];
      if (!own.agree(header, BundleHeader.OPENING_AT, shared, 0)) {
        return null;
      }
      byte[] name = new byte[AuthorId.BYTES];
      own.publicKey(name, 0);
      key = peerKey(header, shared, AuthorId.of(name, 0));
    } else if (BundleHeader.kind(header) == BundleHeader.MEMBERS) {
      EpochKey epoch = epochs.apply(EpochId.of(header, BundleHeader.OPENING_AT));
      if (epoch == null) {
        return null;
      }
      key = memberKey(header, epoch);
    }
    BundleCipher cipher = new BundleCipher(header, key);
    cipher.check();
    boolean right = ConstantTime.equal(cipher.tag, 0, header, BundleHeader.BOUND_BYTES, TAG_BYTES);
    return right ? cipher : null;
  }

  private static byte[] random(Entropy entropy) {
    byte[] bytes = new byte[BundleHeader.OPENING_BYTES];
    entropy.fill(bytes, 0, bytes.length);
    return bytes;
  }

  private static byte[] peerKey(byte[] header, byte[] shared, AuthorId peer) {
    byte[] info = Arrays.copyOf(INFO, INFO.length + AuthorId.BYTES);
    peer.write(info, INFO.length);
    byte[] key = new byte[Aead.KEY_BYTES];
    Hkdf.sha256(shared, Arrays.copyOf(header, BundleHeader.BOUND_BYTES), info, key);
    return key;
  }

  private static byte[] memberKey(byte[] header, EpochKey epoch) {
    byte[] key = new byte[Aead.KEY_BYTES];
    epoch.derive(MEMBERS_CONTEXT, header, 0, BundleHeader.BOUND_BYTES, key, 0);
    return key;
  }

  private BundleCipher checked() {
    check();
    System.arraycopy(tag, 0, header, BundleHeader.BOUND_BYTES, TAG_BYTES);
    return this;
  }

  private void check() {
    seal(CHECK_NUMBER, true, tag, 0, 0);
  }

  /** The header of the bundle; lent. */
  byte[] header() {
    return header;
  }

  /** Turns {@code length} bytes where they lie and writes the tag behind them. */
  void seal(long number, boolean last, byte[] bytes, int offset, int length) {
    begin(number, last);
    if (key == null) {
      sums.update(bytes, offset, length);
      sums.digest(bytes, offset + length, TAG_BYTES);
    } else {
      aead.seal(bytes, offset, length, bytes, offset);
    }
  }

  /** Turns them back; false if the tag is wrong, and then they are as they were. */
  boolean open(long number, boolean last, byte[] bytes, int offset, int length) {
    begin(number, last);
    if (key != null) {
      return aead.open(bytes, offset, length + TAG_BYTES, bytes, offset) == length;
    }
    sums.update(bytes, offset, length);
    sums.digest(tag, 0, TAG_BYTES);
    return Arrays.equals(tag, 0, TAG_BYTES, bytes, offset + length, offset + length + TAG_BYTES);
  }

  private void begin(long number, boolean last) {
    binding[BundleHeader.BOUND_BYTES] = (byte) (last ? 1 : 0);
    BigEndian.putLong(nonce, NUMBER_AT, number);
    if (key == null) {
      sums.reset();
      sums.update(nonce, 0, nonce.length);
      sums.update(binding, 0, binding.length);
    } else {
      aead.begin(key, 0, nonce, 0);
      aead.associated(binding, 0, binding.length);
    }
  }
}
