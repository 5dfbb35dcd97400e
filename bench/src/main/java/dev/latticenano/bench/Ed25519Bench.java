package dev.latticenano.bench;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.host.checks.CheckChoice;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.SplittableRandom;
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

/**
 * One Ed25519 signature of a 32-byte hash: signing, and verifying with the key already decoded. No
 * two checked in a row are the same, or a processor would learn its branches. Native providers are
 * used as they come, the key decoded and kept: what our rule takes beside them is in {@code
 * verifyChosen}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Ed25519Bench {
  private static final int COUNT = 4000;

  private final Ed25519Signer signer = new Ed25519Signer(new byte[Ed25519Signer.SEED_BYTES], 0);
  private final Ed25519Verifier verifier = new Ed25519Verifier();
  private final Verifier chosen = CheckChoice.make().verifiers().get();
  private final byte[] key = new byte[Signer.KEY_BYTES];
  private final byte[][] hashes = new byte[COUNT][32];
  private final byte[][] signatures = new byte[COUNT][Signer.SIGNATURE_BYTES];
  private final byte[] out = new byte[Signer.SIGNATURE_BYTES];
  private Ed25519.PublicPoint point;
  private Signature corretto;
  private Signature conscrypt;
  private int next;

  /** Signs, so that there is something to verify. */
  @Setup
  public void sign() throws ReflectiveOperationException, GeneralSecurityException {
    SplittableRandom random = new SplittableRandom(1);
    signer.publicKey(key, 0);
    for (int i = 0; i < COUNT; i++) {
      random.nextBytes(hashes[i]);
      signer.sign(hashes[i], 0, 32, signatures[i], 0);
    }
    point = Ed25519.validatePublicKeyPartialExport(key, 0);
    corretto = provided("com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider");
    conscrypt = provided("org.conscrypt.OpenSSLProvider");
  }

  private Signature provided(String name)
      throws ReflectiveOperationException, GeneralSecurityException {
    Provider provider = (Provider) Class.forName(name).getDeclaredConstructor().newInstance();
    byte[] encoded = Hex.decode("302a300506032b6570032100" + Hex.encode(key));
    Signature signature = Signature.getInstance("EdDSA", provider);
    signature.initVerify(
        KeyFactory.getInstance("EdDSA").generatePublic(new X509EncodedKeySpec(encoded)));
    return signature;
  }

  private int next() {
    next = (next + 1) % COUNT;
    return next;
  }

  /** The rule for intentions, in Java: the default. */
  @Benchmark
  public boolean verifyStrict() {
    int i = next();
    return verifier.verifyStrict(key, 0, hashes[i], 0, 32, signatures[i], 0);
  }

  /** The rule for intentions with the native provider, as a relay uses it. */
  @Benchmark
  public boolean verifyChosen() {
    int i = next();
    return chosen.verifyStrict(key, 0, hashes[i], 0, 32, signatures[i], 0);
  }

  /** BouncyCastle's cofactored rule, for comparison; Lattice cannot use it. */
  @Benchmark
  public boolean verifyBouncyCastle() {
    int i = next();
    return Ed25519.verify(signatures[i], 0, point, hashes[i], 0, 32);
  }

  /** Amazon Corretto's provider alone. */
  @Benchmark
  public boolean verifyCorretto() throws SignatureException {
    return verify(corretto);
  }

  /** Conscrypt alone. */
  @Benchmark
  public boolean verifyConscrypt() throws SignatureException {
    return verify(conscrypt);
  }

  private boolean verify(Signature signature) throws SignatureException {
    int i = next();
    signature.update(hashes[i], 0, 32);
    return signature.verify(signatures[i]);
  }

  /** One signature. */
  @Benchmark
  public byte[] signHash() {
    signer.sign(hashes[next()], 0, 32, out, 0);
    return out;
  }
}
