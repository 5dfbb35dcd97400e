package dev.latticenano.bench;

import dev.latticenano.core.crypto.Blake3;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.digests.Blake3Digest;
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

/** One BLAKE3 digest of {@code bytes} bytes: ours against BouncyCastle's, both reused. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Blake3Bench {
  /** A block, an intention, a chunk of the tree, and two sizes of file chunk. */
  @Param({"64", "400", "1024", "65536", "1048576"})
  int bytes;

  private final Blake3 ours = Blake3.plain();
  private final Blake3Digest library = new Blake3Digest(256);
  private final byte[] out = new byte[Blake3.DIGEST_BYTES];
  private byte[] in;

  /** Fills the input with the same bytes on every run. */
  @Setup
  public void fill() {
    in = new byte[bytes];
    new Random(1).nextBytes(in);
  }

  /** The core's own. */
  @Benchmark
  public byte[] ours() {
    ours.hash(in, 0, in.length, out, 0);
    return out;
  }

  /** BouncyCastle's {@code Blake3Digest}. */
  @Benchmark
  public byte[] bouncyCastle() {
    library.update(in, 0, in.length);
    library.doFinal(out, 0);
    return out;
  }
}
