package dev.latticenano.core.intention;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Verifier;

/**
 * A witness content with the witness's signature: protobuf {@code WitnessRecord}.
 *
 * <pre>
 * 1 content    bytes   see {@link WitnessContentView}
 * 2 signature  bytes   64, Ed25519 over the 32 bytes of BLAKE3(content)
 * </pre>
 *
 * The record does not name the witness: whoever hands it over does. Allocates nothing after
 * construction. Source: docs/protocol.md §6.
 */
public final class WitnessRecordView {
  static final int CONTENT = 1;
  static final int SIGNATURE = 2;

  private final ProtoFields fields = new ProtoFields();
  private final WitnessContentView content = new WitnessContentView();
  private byte[] bytes;
  private int offset;
  private int length;
  private int signatureOffset;

  /** Looks at {@code length} bytes from {@code bytes[offset]}; nothing is checked yet. */
  public WitnessRecordView wrap(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    return this;
  }

  /** Whether the bytes hold a content and 64 bytes of signature; accessors assume OK. */
  public Verdict check() {
    if (!ProtoSchema.WITNESS_RECORD.accepts(bytes, offset, length)) {
      return Verdict.WITNESS_RECORD_MALFORMED;
    }
    int contentOffset = offset;
    int contentLength = 0;
    int signatureLength = 0;
    fields.wrap(bytes, offset, length);
    while (fields.next()) {
      if (fields.tag() == CONTENT) {
        contentOffset = fields.offset();
        contentLength = fields.length();
      } else if (fields.tag() == SIGNATURE) {
        signatureOffset = fields.offset();
        signatureLength = fields.length();
      }
    }
    Verdict verdict = content.wrap(bytes, contentOffset, contentLength).check();
    if (verdict != Verdict.OK) {
      return verdict;
    }
    return signatureLength == SignedIntentionView.SIGNATURE_BYTES
        ? Verdict.OK
        : Verdict.WITNESS_SIGNATURE_LENGTH;
  }

  /**
   * Writes the content's hash to {@code hashOut[hashOffset]} and judges the signature of the
   * witness with the 32 key bytes at {@code key[keyOffset]}: {@code OK} or {@code
   * WITNESS_SIGNATURE_WRONG}. Small-order keys are not refused here, as in the Rust engine.
   */
  public Verdict verify(
      Blake3 blake3, Verifier verifier, byte[] key, int keyOffset, byte[] hashOut, int hashOffset) {
    content.hash(blake3, hashOut, hashOffset);
    boolean valid =
        verifier.verifyLenient(
            key, keyOffset, hashOut, hashOffset, Hash.BYTES, bytes, signatureOffset);
    return valid ? Verdict.OK : Verdict.WITNESS_SIGNATURE_WRONG;
  }

  /** The array all offsets count in. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the record begins. */
  public int offset() {
    return offset;
  }

  /** Bytes of the record. */
  public int length() {
    return length;
  }

  /** The content, checked; this view's own, so it changes with the next {@link #check}. */
  public WitnessContentView content() {
    return content;
  }

  /** Where the 64 bytes of the signature are. */
  public int signatureOffset() {
    return signatureOffset;
  }

  @Override
  public String toString() {
    return "signed " + content;
  }
}
