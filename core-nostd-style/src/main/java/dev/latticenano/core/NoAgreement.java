package dev.latticenano.core;

import dev.latticenano.core.crypto.KeyAgreement;
import dev.latticenano.core.crypto.Signer;

/** Agrees with nobody: a node with it is given no epoch keys. */
record NoAgreement(Signer signer) implements KeyAgreement {
  @Override
  public void publicKey(byte[] out, int offset) {
    signer.publicKey(out, offset);
  }

  @Override
  public boolean agree(byte[] key, int keyOffset, byte[] out, int outOffset) {
    return false;
  }
}
