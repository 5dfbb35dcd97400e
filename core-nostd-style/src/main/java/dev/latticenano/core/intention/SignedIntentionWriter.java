package dev.latticenano.core.intention;

import dev.latticenano.core.bytes.Varint;

/**
 * Writes a signed intention: as {@link SignedIntentionView} reads it, fields in ascending order.
 * Allocates nothing after construction.
 */
public final class SignedIntentionWriter {
  private static final int INTENTION_KEY = SignedIntentionView.INTENTION << 3 | ProtoFields.LENGTH;
  private static final int SIGNATURE_KEY = SignedIntentionView.SIGNATURE << 3 | ProtoFields.LENGTH;

  private byte[] intention;
  private int intentionOffset;
  private int intentionLength;
  private byte[] signature;
  private int signatureOffset;

  /** The canonical bytes, lent; at least one. */
  public SignedIntentionWriter intention(byte[] bytes, int offset, int length) {
    if (length < 1) {
      throw new IllegalArgumentException("an intention of " + length + " bytes");
    }
    intention = bytes;
    intentionOffset = offset;
    intentionLength = length;
    return this;
  }

  /** The 64 bytes of the signature, lent. */
  public SignedIntentionWriter signature(byte[] bytes, int offset) {
    signature = bytes;
    signatureOffset = offset;
    return this;
  }

  /** Bytes that {@link #write} needs. */
  public int length() {
    return headerBytes(intentionLength) + intentionLength + 2 + SignedIntentionView.SIGNATURE_BYTES;
  }

  /**
   * Bytes before an intention of {@code intentionLength} bytes: whoever writes the intention right
   * behind {@code offset + headerBytes} saves a copy.
   */
  public static int headerBytes(int intentionLength) {
    return 1 + Varint.size(intentionLength);
  }

  /** Writes both fields; returns the bytes, or minus the bytes missing before {@code limit}. */
  public int write(byte[] out, int offset, int limit) {
    int length = length();
    if (limit - offset < length) {
      return limit - offset - length;
    }
    int at = offset;
    out[at++] = INTENTION_KEY;
    at = ProtoOut.putVarint(out, at, intentionLength);
    System.arraycopy(intention, intentionOffset, out, at, intentionLength);
    at += intentionLength;
    out[at++] = SIGNATURE_KEY;
    out[at++] = SignedIntentionView.SIGNATURE_BYTES;
    System.arraycopy(signature, signatureOffset, out, at, SignedIntentionView.SIGNATURE_BYTES);
    return length;
  }
}
