package dev.latticenano.bench;

import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.crypto.Signer;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One Ed25519 signature of a 32-byte hash: signing, and verifying with the key already decoded. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Ed25519Bench {
  private final Ed25519Signer signer = new Ed25519Signer(new byte[Ed25519Signer.SEED_BYTES], 0);
  private final Ed25519Verifier verifier = new Ed25519Verifier();
  private final byte[] key = new byte[Signer.KEY_BYTES];
  private final byte[] hash = new byte[32];
  private final byte[] signature = new byte[Signer.SIGNATURE_BYTES];
  private Ed25519.PublicPoint point;

  /** Signs once, so that there is something to verify. */
  @Setup
  public void sign() {
    signer.publicKey(key, 0);
    signer.sign(hash, 0, hash.length, signature, 0);
    point = Ed25519.validatePublicKeyPartialExport(key, 0);
  }

  /** The rule for intentions. */
  @Benchmark
  public boolean verifyStrict() {
    return verifier.verifyStrict(key, 0, hash, 0, hash.length, signature, 0);
  }

  /** BouncyCastle's cofactored rule, for comparison; Lattice cannot use it. */
  @Benchmark
  public boolean verifyBouncyCastle() {
    return Ed25519.verify(signature, 0, point, hash, 0, hash.length);
  }

  /** One signature. */
  @Benchmark
  public byte[] signHash() {
    signer.sign(hash, 0, hash.length, signature, 0);
    return signature;
  }
}
