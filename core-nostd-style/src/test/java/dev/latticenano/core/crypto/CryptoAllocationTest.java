package dev.latticenano.core.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Allocation;
import org.junit.jupiter.api.Test;

/** Measures what hashing and verifying allocate per operation. */
final class CryptoAllocationTest {
  private static final int RUNS = 100_000;

  @Test
  void hashingAllocatesNothing() {
    Blake3 hasher = Blake3.plain();
    byte[] input = new byte[3000];
    byte[] out = new byte[64];
    assertEquals(
        0,
        Allocation.bytesPerRun(
            RUNS,
            () -> {
              hasher.hash(input, 0, 400, out, 0);
              hasher.update(input, 0, 2600);
              hasher.digest(out, 0, 64);
            }));
  }

  /** A figure of docs, not a promise of zero: the field inversion is a library's. */
  @Test
  void verifyingAllocatesLessThanHalfAKibibyte() {
    Ed25519Signer signer = new Ed25519Signer(new byte[32], 0);
    byte[] key = new byte[32];
    byte[] signature = new byte[64];
    signer.publicKey(key, 0);
    signer.sign(key, 0, 32, signature, 0);
    Ed25519Verifier verifier = new Ed25519Verifier();
    long bytes =
        Allocation.bytesPerRun(
            2_000, () -> assertTrue(verifier.verifyStrict(key, 0, key, 0, 32, signature, 0)));
    assertTrue(bytes <= 512, () -> bytes + " bytes per verification");
  }
}
