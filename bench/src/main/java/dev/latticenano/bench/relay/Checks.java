package dev.latticenano.bench.relay;

import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.crypto.Signer;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;

/**
 * What a check of a signature of a 32-byte hash takes, key known, where and when the caller asks.
 * No two are the same: a processor that has seen one before guesses each of its branches right.
 */
public final class Checks {
  private static final int COUNT = 4000;
  private static final int HASH = 32;

  private final Ed25519Verifier verifier = new Ed25519Verifier();
  private final byte[] key = new byte[Signer.KEY_BYTES];
  private final byte[][] hashes = new byte[COUNT][HASH];
  private final byte[][] signatures = new byte[COUNT][Signer.SIGNATURE_BYTES];
  private int at;

  /** Signs what is to be checked. */
  public Checks() {
    Ed25519Signer signer = new Ed25519Signer(new byte[Ed25519Signer.SEED_BYTES], 0);
    SplittableRandom random = new SplittableRandom(1);
    signer.publicKey(key, 0);
    for (int i = 0; i < COUNT; i++) {
      random.nextBytes(hashes[i]);
      signer.sign(hashes[i], 0, HASH, signatures[i], 0);
    }
  }

  /** Processor time of one, ns, on the calling thread: other programs' work does not count. */
  public double ns() {
    return some(COUNT) / (double) COUNT;
  }

  /** Processor time of the next {@code most}, ns. */
  long some(int most) {
    long startNs = cpuNs();
    for (int i = 0; i < most; i++) {
      if (!verifier.verifyStrict(key, 0, hashes[at], 0, HASH, signatures[at], 0)) {
        throw new AssertionError("a sound signature is refused");
      }
      at = (at + 1) % COUNT;
    }
    return cpuNs() - startNs;
  }

  private static long cpuNs() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
