package dev.latticenano.core.intention;

/**
 * Writes an envelope: as {@link EnvelopeView} reads it, fields ascending. The bytes go to {@link
 * UniversalOpWriter#envelope}. Allocates nothing after construction.
 */
public final class EnvelopeWriter {
  private byte[] supersedes;
  private int supersedesOffset;
  private boolean keep;
  private byte[] content;
  private int contentOffset;
  private int contentLength;
  private boolean sealed;
  private byte[] epochId;
  private int epochIdOffset;
  private byte[] nonce;
  private int nonceOffset;

  /** Marks nothing as superseded. */
  public EnvelopeWriter supersedesNothing() {
    supersedes = null;
    return this;
  }

  /** Marks the author's chain up to and including this hash as superseded; 32 bytes, lent. */
  public EnvelopeWriter supersedesThrough(byte[] bytes, int offset) {
    supersedes = bytes;
    supersedesOffset = offset;
    return this;
  }

  /** Whether the envelope says that no mark ever supersedes its intention. */
  public EnvelopeWriter keep(boolean isKept) {
    keep = isKept;
    return this;
  }

  /** Clear ops: an encoded UniversalOp, lent. */
  public EnvelopeWriter clear(byte[] bytes, int offset, int length) {
    sealed = false;
    content = bytes;
    contentOffset = offset;
    contentLength = length;
    return this;
  }

  /** Sealed ops: 8 bytes of epoch id, 24 of nonce, ciphertext with its tag; all lent. */
  public EnvelopeWriter sealed(
      byte[] epochId,
      int epochIdOffset,
      byte[] nonce,
      int nonceOffset,
      byte[] ciphertext,
      int offset,
      int length) {
    if (length < EnvelopeView.TAG_BYTES) {
      throw new IllegalArgumentException("ciphertext of " + length + " bytes");
    }
    clear(ciphertext, offset, length);
    sealed = true;
    this.epochId = epochId;
    this.epochIdOffset = epochIdOffset;
    this.nonce = nonce;
    this.nonceOffset = nonceOffset;
    return this;
  }

  private int sealedLength() {
    return ProtoOut.fieldBytes(EnvelopeView.EPOCH_ID, EnvelopeView.EPOCH_ID_BYTES)
        + ProtoOut.fieldBytes(EnvelopeView.NONCE, EnvelopeView.NONCE_BYTES)
        + ProtoOut.fieldBytes(EnvelopeView.CIPHERTEXT, contentLength);
  }

  /** Bytes that {@link #write} needs. */
  public int length() {
    int mark = supersedes == null ? 0 : ProtoOut.fieldBytes(EnvelopeView.SUPERSEDES, Hash.BYTES);
    int kept = keep ? ProtoOut.varintFieldBytes(EnvelopeView.KEEP, 1) : 0;
    return mark
        + kept
        + (sealed
            ? ProtoOut.fieldBytes(EnvelopeView.SEALED, sealedLength())
            : ProtoOut.fieldBytes(EnvelopeView.CLEAR, contentLength));
  }

  /** Writes the envelope; returns its bytes, or minus the bytes missing before {@code limit}. */
  public int write(byte[] out, int offset, int limit) {
    int length = length();
    if (limit - offset < length) {
      return limit - offset - length;
    }
    int at = offset;
    if (supersedes != null) {
      at =
          ProtoOut.putBytes(
              out, at, EnvelopeView.SUPERSEDES, supersedes, supersedesOffset, Hash.BYTES);
    }
    if (sealed) {
      at = ProtoOut.putHeader(out, at, EnvelopeView.SEALED, sealedLength());
      at =
          ProtoOut.putBytes(
              out, at, EnvelopeView.EPOCH_ID, epochId, epochIdOffset, EnvelopeView.EPOCH_ID_BYTES);
      at =
          ProtoOut.putBytes(
              out, at, EnvelopeView.NONCE, nonce, nonceOffset, EnvelopeView.NONCE_BYTES);
    }
    int tag = sealed ? EnvelopeView.CIPHERTEXT : EnvelopeView.CLEAR;
    at = ProtoOut.putBytes(out, at, tag, content, contentOffset, contentLength);
    if (keep) {
      ProtoOut.putVarintField(out, at, EnvelopeView.KEEP, 1);
    }
    return length;
  }
}
