package dev.latticenano.core.intention;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.Verifier;

/**
 * What makes an intention its author's: the Ed25519 signature over the 32 bytes of its hash, judged
 * by the strict rule. Allocates nothing itself; the ports may.
 */
public final class IntentionProof {
  private IntentionProof() {}

  /**
   * Writes the hash of a checked view's intention to {@code hashOut[hashOffset]} and judges the
   * signature: {@code OK} or {@code SIGNATURE_WRONG}.
   */
  public static Verdict verify(
      SignedIntentionView view, Blake3 blake3, Verifier verifier, byte[] hashOut, int hashOffset) {
    IntentionView intention = view.intention();
    intention.hash(blake3, hashOut, hashOffset);
    boolean valid =
        verifier.verifyStrict(
            intention.bytes(),
            intention.authorOffset(),
            hashOut,
            hashOffset,
            Hash.BYTES,
            view.bytes(),
            view.signatureOffset());
    return valid ? Verdict.OK : Verdict.SIGNATURE_WRONG;
  }

  /**
   * Writes the signed intention of {@code writer}, whose author is set to the signer's key, and its
   * hash.
   *
   * @return the bytes written to {@code out}, or minus the bytes missing before {@code limit}
   */
  public static int sign(
      IntentionWriter writer,
      Signer signer,
      Blake3 blake3,
      byte[] out,
      int offset,
      int limit,
      byte[] hashOut,
      int hashOffset) {
    int intentionLength = writer.length();
    int intentionOffset = offset + SignedIntentionWriter.headerBytes(intentionLength);
    int signatureOffset = intentionOffset + intentionLength + 2;
    int end = signatureOffset + SignedIntentionView.SIGNATURE_BYTES;
    if (limit < end) {
      return limit - end;
    }
    ProtoOut.putHeader(out, offset, SignedIntentionView.INTENTION, intentionLength);
    writer.write(out, intentionOffset, end);
    signer.publicKey(out, intentionOffset + IntentionView.AUTHOR);
    blake3.hash(out, intentionOffset, intentionLength, hashOut, hashOffset);
    ProtoOut.putHeader(
        out,
        intentionOffset + intentionLength,
        SignedIntentionView.SIGNATURE,
        SignedIntentionView.SIGNATURE_BYTES);
    signer.sign(hashOut, hashOffset, Hash.BYTES, out, signatureOffset);
    return end - offset;
  }
}
