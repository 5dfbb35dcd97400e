package dev.latticenano.core.seal;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Aead;
import dev.latticenano.core.crypto.Entropy;
import dev.latticenano.core.crypto.XChaCha20Poly1305;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.EnvelopeView;
import dev.latticenano.core.intention.EnvelopeWriter;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.Marks;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.intention.UniversalOpWriter;

/**
 * Seals ops into an envelope, and opens them. The ciphertext is bound to the intention that carries
 * it, so an envelope opens nowhere else:
 *
 * <pre>
 * associated = author 32 ‖ store id 16 ‖ store_prev 32 ‖ HLC 12 ‖ n 4 ‖ condition 32·n
 *            ‖ supersedes_through 32, zeros for none ‖ epoch id 8 ‖ 1, if kept
 * plaintext  = ops ‖ 80 ‖ zeros, to a length of the ladder of {@link Padme}
 * </pre>
 *
 * The first five parts are the bytes of the intention as they stand there. Allocates what the
 * cipher does, and a buffer when ops are longer than any before. Not thread-safe: one owner.
 * Source: docs/protocol.md §8.1.
 */
public final class OpsCipher {
  private static final int AUTHOR = 0;
  private static final int HLC = 32;
  private static final int HLC_BYTES = 12;
  private static final int STORE = 44;
  private static final int STORE_PREV = 60;
  private static final int CONDITION_COUNT = 93;
  private static final int COUNT_BYTES = 4;
  private static final int KEEP = Hash.BYTES + EpochId.BYTES;
  private static final byte[] NOTHING = {};

  private final Aead aead = new XChaCha20Poly1305();
  private final Entropy entropy;
  private final EnvelopeWriter envelope = new EnvelopeWriter();
  private final UniversalOpWriter universal = new UniversalOpWriter();
  private final UniversalOpView ops = new UniversalOpView();
  private final byte[] nonce = new byte[EnvelopeView.NONCE_BYTES];
  private final byte[] outside = new byte[KEEP + 1];
  private byte[] plain = new byte[1024];
  private byte[] wrapped = new byte[1024];

  /** A cipher that takes nonces from {@code entropy}. */
  public OpsCipher(Entropy entropy) {
    this.entropy = entropy;
  }

  /** As below, of an envelope that is not kept. */
  public static int sealedBytes(int length, boolean supersedes) {
    return sealedBytes(length, supersedes, false);
  }

  /** Bytes of an envelope with {@code length} bytes of ops, as ops of an intention. */
  public static int sealedBytes(int length, boolean supersedes, boolean keep) {
    int ciphertext = Padme.paddedBytes(length) + Aead.TAG_BYTES;
    EnvelopeWriter outer =
        new EnvelopeWriter().keep(keep).sealed(NOTHING, 0, NOTHING, 0, NOTHING, 0, ciphertext);
    if (supersedes) {
      outer.supersedesThrough(NOTHING, 0);
    }
    return new UniversalOpWriter().envelope(NOTHING, 0, outer.length()).length();
  }

  /**
   * Seals checked ops for the intention whose bytes up to its ops are {@code header}'s.
   *
   * @param header the checked intention with any ops, none so far; only what stands before them
   *     counts
   * @param marks what the envelope says on its outside
   * @param bytes an encoded UniversalOp other than an envelope
   * @return the bytes of ops written, or minus the bytes missing before {@code limit}
   */
  public int seal(
      IntentionView header,
      EpochKey key,
      Marks marks,
      byte[] bytes,
      int offset,
      int length,
      byte[] out,
      int outOffset,
      int limit) {
    if (ops.wrap(bytes, offset, length).check() != Verdict.OK
        || ops.kind() == UniversalOpView.Kind.ENVELOPE) {
      throw new IllegalArgumentException("not ops to seal: " + ops);
    }
    int padded = Padme.paddedBytes(length);
    int ciphertext = padded + Aead.TAG_BYTES;
    plain = atLeast(plain, ciphertext);
    System.arraycopy(bytes, offset, plain, 0, length);
    Padme.pad(plain, 0, length);
    entropy.fill(nonce, 0, nonce.length);
    marks.supersedesThrough().write(outside, 0);
    key.id().write(outside, Hash.BYTES);
    begin(header, key, marks.keep());
    aead.seal(plain, 0, padded, plain, 0);
    envelope.keep(marks.keep()).sealed(outside, Hash.BYTES, nonce, 0, plain, 0, ciphertext);
    if (marks.supersedes()) {
      envelope.supersedesThrough(outside, 0);
    } else {
      envelope.supersedesNothing();
    }
    wrapped = atLeast(wrapped, envelope.length());
    int content = envelope.write(wrapped, 0, wrapped.length);
    universal.envelope(wrapped, 0, content);
    if (universal.length() > Limits.OPS_BYTES_MAX) {
      throw new IllegalArgumentException(universal.length() + " bytes of sealed ops");
    }
    return universal.write(out, outOffset, limit);
  }

  /**
   * Opens a checked envelope of kind SEALED.
   *
   * @param intention the checked intention that carries it
   * @return OK, and {@link #ops} are the ops; SEALED_NO_KEY, which is nobody's fault; else its
   *     author's: SEAL_BROKEN, PADDING_MALFORMED, OPS_MALFORMED, ENVELOPE_NESTED
   */
  public Verdict open(IntentionView intention, EnvelopeView sealed, Keyring keys) {
    byte[] bytes = sealed.sealedBytes();
    EpochKey key = keys.find(bytes, sealed.epochIdOffset());
    if (key == null) {
      return Verdict.SEALED_NO_KEY;
    }
    System.arraycopy(bytes, sealed.nonceOffset(), nonce, 0, nonce.length);
    if (sealed.supersedes()) {
      System.arraycopy(sealed.bytes(), sealed.supersedesOffset(), outside, 0, Hash.BYTES);
    } else {
      Hash.ZERO.write(outside, 0);
    }
    key.id().write(outside, Hash.BYTES);
    plain = atLeast(plain, sealed.ciphertextLength());
    begin(intention, key, sealed.keeps());
    int padded = aead.open(bytes, sealed.ciphertextOffset(), sealed.ciphertextLength(), plain, 0);
    if (padded < 0) {
      return Verdict.SEAL_BROKEN;
    }
    int length = Padme.strip(plain, 0, padded);
    if (length < 0) {
      return Verdict.PADDING_MALFORMED;
    }
    Verdict verdict = ops.wrap(plain, 0, length).check();
    return verdict == Verdict.OK && ops.kind() == UniversalOpView.Kind.ENVELOPE
        ? Verdict.ENVELOPE_NESTED
        : verdict;
  }

  /** What the last {@link #open} opened, checked; lent until the next call. */
  public UniversalOpView ops() {
    return ops;
  }

  private void begin(IntentionView header, EpochKey key, boolean keep) {
    byte[] bytes = header.bytes();
    int from = header.offset();
    aead.begin(key.bytes(), 0, nonce, 0);
    aead.associated(bytes, from + AUTHOR, AuthorId.BYTES);
    aead.associated(bytes, from + STORE, StoreId.BYTES);
    aead.associated(bytes, from + STORE_PREV, Hash.BYTES);
    aead.associated(bytes, from + HLC, HLC_BYTES);
    int condition = COUNT_BYTES + Hash.BYTES * header.conditionCount();
    aead.associated(bytes, from + CONDITION_COUNT, condition);
    outside[KEEP] = 1;
    aead.associated(outside, 0, keep ? KEEP + 1 : KEEP);
  }

  private static byte[] atLeast(byte[] buffer, int bytes) {
    return buffer.length >= bytes ? buffer : new byte[Math.max(bytes, 2 * buffer.length)];
  }
}
