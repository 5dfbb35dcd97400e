package dev.latticenano.core.run;

import dev.latticenano.core.bytes.Varint;
import dev.latticenano.core.intention.EnvelopeView;
import java.util.Arrays;

/**
 * The one form of sealed ops that a run shortens: an envelope with nothing but sealed ops, every
 * part in its place and every number in its shortest form. Source: docs/protocol.md §8.
 *
 * <pre>
 * c2 3e  varint  envelope                        UniversalOp 1000
 *   1a   varint  sealed                          Envelope 3
 *     0a 08      epoch id 8
 *     12 18      nonce 24
 *     1a varint  ciphertext
 * </pre>
 *
 * Allocates nothing after construction.
 */
final class SealedOps {
  /** Bytes that precede the ciphertext in a run: the nonce. */
  static final int NONCE_BYTES = EnvelopeView.NONCE_BYTES;

  static final int EPOCH_BYTES = EnvelopeView.EPOCH_ID_BYTES;
  private static final int CIPHERTEXT_BYTES_MIN = EnvelopeView.TAG_BYTES;
  private static final byte[] ENVELOPE = {(byte) 0xC2, 0x3E};
  private static final byte[] SEALED = {0x1A};
  private static final byte[] EPOCH = {0x0A, EPOCH_BYTES};
  private static final byte[] NONCE = {0x12, NONCE_BYTES};
  private static final byte[] CIPHERTEXT = {0x1A};

  // All but nonce and ciphertext, the longest numbers taken.
  private final byte[] head = new byte[64];
  private int epochAt;
  private int nonceAt;
  private int ciphertextAt;

  /** Bytes of such ops with so many bytes of ciphertext. */
  static long length(int ciphertext) {
    return field(ENVELOPE, field(SEALED, sealed(ciphertext)));
  }

  private static long sealed(int ciphertext) {
    return EPOCH.length + EPOCH_BYTES + NONCE.length + NONCE_BYTES + field(CIPHERTEXT, ciphertext);
  }

  private static long field(byte[] tag, long length) {
    return tag.length + Varint.size(length) + length;
  }

  /**
   * Bytes of the ciphertext if these ops are of that form, else −1. Then {@link #epochAt}, {@link
   * #nonceAt} and {@link #ciphertextAt} say where its parts are, counted from the ops.
   */
  int read(byte[] ops, int offset, int length) {
    int ciphertext = ciphertextOf(length);
    if (ciphertext < CIPHERTEXT_BYTES_MIN) {
      return -1;
    }
    layOut(ciphertext);
    System.arraycopy(ops, offset + epochAt, head, epochAt, EPOCH_BYTES);
    int behind = nonceAt + NONCE_BYTES;
    boolean same =
        Arrays.equals(head, 0, nonceAt, ops, offset, offset + nonceAt)
            && Arrays.equals(
                head, nonceAt, headBytes(), ops, offset + behind, offset + ciphertextAt);
    return same ? ciphertext : -1;
  }

  // Numbers of more bytes are of more ciphertext, so one length has one answer.
  private static int ciphertextOf(int length) {
    int envelope = content(ENVELOPE, length);
    int sealed = content(SEALED, envelope);
    int fixed = EPOCH.length + EPOCH_BYTES + NONCE.length + NONCE_BYTES;
    return content(CIPHERTEXT, sealed - fixed);
  }

  private static int content(byte[] tag, int field) {
    for (int size = 1; size <= 4; size++) {
      int length = field - tag.length - size;
      if (length >= 0 && Varint.size(length) == size) {
        return length;
      }
    }
    return -1;
  }

  private int headBytes() {
    return ciphertextAt - NONCE_BYTES;
  }

  /** Fills {@link #head}, but for the epoch id: what precedes the nonce, then what follows it. */
  private void layOut(int ciphertext) {
    int at = put(ENVELOPE, 0);
    at += Varint.write(head, at, field(SEALED, sealed(ciphertext)));
    at = put(SEALED, at);
    at += Varint.write(head, at, sealed(ciphertext));
    at = put(EPOCH, at);
    epochAt = at;
    at = put(NONCE, at + EPOCH_BYTES);
    nonceAt = at;
    at = put(CIPHERTEXT, at);
    at += Varint.write(head, at, ciphertext);
    ciphertextAt = at + NONCE_BYTES;
  }

  private int put(byte[] tag, int at) {
    System.arraycopy(tag, 0, head, at, tag.length);
    return at + tag.length;
  }

  int epochAt() {
    return epochAt;
  }

  int nonceAt() {
    return nonceAt;
  }

  int ciphertextAt() {
    return ciphertextAt;
  }

  /** Writes such ops but for epoch id, nonce and ciphertext, whose places are known afterwards. */
  void write(byte[] out, int offset, int ciphertext) {
    layOut(ciphertext);
    System.arraycopy(head, 0, out, offset, nonceAt);
    int behind = nonceAt + NONCE_BYTES;
    System.arraycopy(head, nonceAt, out, offset + behind, ciphertextAt - behind);
  }

  static boolean isCiphertext(long length) {
    return length >= CIPHERTEXT_BYTES_MIN && length < 1 << 28;
  }
}
