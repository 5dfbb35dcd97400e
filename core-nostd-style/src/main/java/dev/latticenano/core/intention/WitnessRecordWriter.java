package dev.latticenano.core.intention;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Signer;

/**
 * Writes a witness record: signs a content and puts the signature behind it. Allocates nothing
 * after construction; the signer may.
 */
public final class WitnessRecordWriter {
  /** Bytes of the longest record. */
  public static final int BYTES_MAX =
      2 + WitnessContentWriter.BYTES_MAX + 2 + SignedIntentionView.SIGNATURE_BYTES;

  private WitnessContentWriter content;

  /** The content, lent. */
  public WitnessRecordWriter content(WitnessContentWriter content) {
    this.content = content;
    return this;
  }

  /** Bytes that {@link #write} needs. */
  public int length() {
    int contentLength = content.length();
    return ProtoOut.fieldBytes(WitnessRecordView.CONTENT, contentLength)
        + ProtoOut.fieldBytes(WitnessRecordView.SIGNATURE, SignedIntentionView.SIGNATURE_BYTES);
  }

  /**
   * Writes the record and, to {@code hashOut[hashOffset]}, the 32 bytes of the content's hash,
   * which the next record calls its prev; returns the bytes, or minus the bytes missing before
   * {@code limit}.
   */
  public int write(
      byte[] out,
      int offset,
      int limit,
      Signer signer,
      Blake3 blake3,
      byte[] hashOut,
      int hashOffset) {
    int length = length();
    if (limit - offset < length) {
      return limit - offset - length;
    }
    int contentLength = content.length();
    int at = ProtoOut.putHeader(out, offset, WitnessRecordView.CONTENT, contentLength);
    content.write(out, at, at + contentLength);
    blake3.hash(out, at, contentLength, hashOut, hashOffset);
    at += contentLength;
    int signatureLength = SignedIntentionView.SIGNATURE_BYTES;
    at = ProtoOut.putHeader(out, at, WitnessRecordView.SIGNATURE, signatureLength);
    signer.sign(hashOut, hashOffset, Hash.BYTES, out, at);
    return length;
  }
}
