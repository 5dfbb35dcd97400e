package dev.latticenano.host.checks;

import dev.latticenano.core.crypto.Ed25519Form;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.Verifier;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/**
 * The rule for intentions with another provider's equation, which must be the one without cofactor:
 * {@link StrictVectors} tell. What implementations differ about is looked at before; of a key that
 * is not canonical, or that the provider will not take, and where it fails, our own verifier
 * judges. So does it by the rule for witness records. Keeps recent keys decoded. Not thread-safe:
 * one owner.
 */
final class ProviderVerifier implements Verifier {
  private static final String ALGORITHM = "EdDSA";
  private static final int KEYS = 256;

  // SubjectPublicKeyInfo of an Ed25519 key: RFC 8410.
  private static final byte[] KEY_HEAD = {
    0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  private final Ed25519Verifier own = new Ed25519Verifier();
  private final Signature signature;
  private final KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
  private final byte[] keys = new byte[KEYS * Signer.KEY_BYTES];
  private final PublicKey[] decoded = new PublicKey[KEYS];
  private PublicKey last;

  /** With the signatures of {@code provider}. */
  ProviderVerifier(Provider provider) throws GeneralSecurityException {
    signature = Signature.getInstance(ALGORITHM, provider);
  }

  @Override
  public boolean verifyStrict(
      byte[] key,
      int keyOffset,
      byte[] message,
      int offset,
      int length,
      byte[] signed,
      int signedOffset) {
    if (!Ed25519Form.isStrict(key, keyOffset, signed, signedOffset)) {
      return false;
    }
    if (Ed25519Form.isCanonical(key, keyOffset)) {
      try {
        begin(key, keyOffset);
        signature.update(message, offset, length);
        return signature.verify(signed, signedOffset, Signer.SIGNATURE_BYTES);
      } catch (GeneralSecurityException e) {
        // A key that is no point, mostly.
        last = null;
      }
    }
    return own.verifyStrict(key, keyOffset, message, offset, length, signed, signedOffset);
  }

  private void begin(byte[] key, int offset) throws GeneralSecurityException {
    PublicKey wanted = decode(key, offset);
    if (wanted != last) {
      signature.initVerify(wanted);
      last = wanted;
    }
  }

  private PublicKey decode(byte[] key, int offset) throws GeneralSecurityException {
    int slot = key[offset] & KEYS - 1;
    int at = slot * Signer.KEY_BYTES;
    boolean known =
        decoded[slot] != null
            && Arrays.equals(
                keys, at, at + Signer.KEY_BYTES, key, offset, offset + Signer.KEY_BYTES);
    if (!known) {
      byte[] encoded = Arrays.copyOf(KEY_HEAD, KEY_HEAD.length + Signer.KEY_BYTES);
      System.arraycopy(key, offset, encoded, KEY_HEAD.length, Signer.KEY_BYTES);
      decoded[slot] = factory.generatePublic(new X509EncodedKeySpec(encoded));
      System.arraycopy(key, offset, keys, at, Signer.KEY_BYTES);
    }
    return decoded[slot];
  }

  @Override
  public boolean verifyLenient(
      byte[] key,
      int keyOffset,
      byte[] message,
      int offset,
      int length,
      byte[] signed,
      int signedOffset) {
    return own.verifyLenient(key, keyOffset, message, offset, length, signed, signedOffset);
  }

  @Override
  public String toString() {
    return signature.getProvider().getName() + " " + signature.getProvider().getVersionStr();
  }
}
