package dev.latticenano.bench;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.SignedIntentionView;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One intention with {@code opsBytes} of ops that cites two others: encode, decode with check,
 * hash. Run with {@code -prof gc} for bytes per operation.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
public class IntentionBench {
  /** An ack, and the 300-byte intention of the ingest figures. */
  @Param({"0", "135"})
  int opsBytes;

  private final IntentionWriter writer = new IntentionWriter();
  private final IntentionView view = new IntentionView();
  private final SignedIntentionView signedView = new SignedIntentionView();
  private final Blake3 blake3 = Blake3.plain();
  private final byte[] hash = new byte[32];
  private final byte[] out = new byte[1024];
  private final byte[] ids = new byte[160];
  private byte[] ops;
  private byte[] intention;
  private byte[] signed;
  private int intentionLength;
  private int signedLength;

  /** Makes the same intention on every run. */
  @Setup
  public void make() {
    Random random = new Random(1);
    random.nextBytes(ids);
    ops = new byte[opsBytes];
    random.nextBytes(ops);
    intention = new byte[1024];
    intentionLength = encode();
    System.arraycopy(out, 0, intention, 0, intentionLength);
    signed = new byte[1024];
    signedLength =
        IntentionProof.sign(
            writer, new Ed25519Signer(ids, 0), blake3, signed, 0, signed.length, hash, 0);
  }

  /** Fields to canonical bytes. */
  @Benchmark
  public int encode() {
    return writer
        .clear()
        .author(ids, 0)
        .timestamp(1_700_000_000_000L, 1)
        .store(ids, 32)
        .storePrev(ids, 48)
        .addCondition(ids, 80)
        .addCondition(ids, 112)
        .ops(ops, 0, ops.length)
        .write(out, 0, out.length);
  }

  /** Canonical bytes to a checked view and its fields. */
  @Benchmark
  public long decode() {
    Verdict verdict = view.wrap(intention, 0, intentionLength).check();
    return verdict.ordinal() + view.wallMs() + view.counter() + view.opsOffset();
  }

  /** A signed intention to a checked view; the signature is not judged. */
  @Benchmark
  public int decodeSigned() {
    Verdict verdict = signedView.wrap(signed, 0, signedLength).check();
    return verdict.ordinal() + signedView.intention().length() + signedView.signatureOffset();
  }

  /** Canonical bytes to the intention's name. */
  @Benchmark
  public byte[] hash() {
    blake3.hash(intention, 0, intentionLength, hash, 0);
    return hash;
  }
}
