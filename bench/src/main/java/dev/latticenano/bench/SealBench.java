package dev.latticenano.bench;

import com.sun.management.ThreadMXBean;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.EnvelopeView;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.Marks;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.seal.Keyring;
import dev.latticenano.core.seal.OpsCipher;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * What sealing adds to an op: time to seal and to open it, against BouncyCastle's ChaCha20-Poly1305
 * alone on the same bytes, bytes on the wire, and bytes allocated. Rounds of all four by turns in
 * one JVM, so that whatever else the machine does hits all; medians over rounds. The nonce comes
 * from a counter: the system's random source is not what is measured.
 *
 * <p>Arguments: rounds (default 31), bytes of the op (default 300).
 */
public final class SealBench {
  private static final int ROUND_TIMES = 4000;
  private static final int WARM_UP_ROUNDS = 12;

  private final byte[] ops;
  private final IntentionView header;
  private final IntentionView carrying;
  private final EnvelopeView envelope = new EnvelopeView();
  private final EpochKey key = EpochKey.of(new byte[EpochKey.BYTES], 0);
  private final Keyring keys = new Keyring();
  private final byte[] out;
  private final byte[] raw;
  private final byte[] rawSealed;
  private final ChaCha20Poly1305 library = new ChaCha20Poly1305();
  private final byte[] nonce = new byte[12];
  private long count;
  private final OpsCipher cipher =
      new OpsCipher((bytes, offset, length) -> LittleEndian.putLong(bytes, offset, count++));

  private SealBench(int bytes) throws InvalidCipherTextException {
    byte[] content = new byte[bytes - 3];
    Arrays.fill(content, (byte) 'a');
    UniversalOpWriter writer = new UniversalOpWriter().appData(content, 0, content.length);
    ops = new byte[writer.length()];
    writer.write(ops, 0, ops.length);
    IntentionWriter author =
        new IntentionWriter()
            .author(AuthorId.ZERO)
            .timestamp(1, 1)
            .store(StoreId.NIL)
            .storePrev(Hash.ZERO)
            .addCondition(new Hash(1, 2, 3, 4));
    header = view(author, new byte[0], 0);
    out = new byte[OpsCipher.sealedBytes(ops.length, false)];
    seal();
    carrying = view(author, out, out.length);
    UniversalOpView outer = new UniversalOpView();
    outer.wrap(carrying.bytes(), carrying.opsOffset(), carrying.opsLength());
    if (outer.check() != Verdict.OK || envelope.wrap(outer).check() != Verdict.OK) {
      throw new AssertionError("not sealed");
    }
    keys.add(key);
    raw = new byte[ops.length + 16];
    rawSealed = new byte[ops.length + 16];
    rawSeal(rawSealed);
  }

  private static IntentionView view(IntentionWriter author, byte[] ops, int length) {
    byte[] bytes = new byte[author.ops(ops, 0, length).length()];
    author.write(bytes, 0, bytes.length);
    IntentionView view = new IntentionView().wrap(bytes, 0, bytes.length);
    if (view.check() != Verdict.OK) {
      throw new AssertionError(view.check());
    }
    return view;
  }

  private long seal() {
    return cipher.seal(header, key, Marks.NONE, ops, 0, ops.length, out, 0, out.length);
  }

  private long open() {
    Verdict verdict = cipher.open(carrying, envelope, keys);
    if (verdict != Verdict.OK) {
      throw new AssertionError(verdict);
    }
    return cipher.ops().length();
  }

  private long rawSeal(byte[] to) throws InvalidCipherTextException {
    LittleEndian.putLong(nonce, 4, count++);
    library.init(true, new AEADParameters(new KeyParameter(new byte[32]), 128, nonce));
    int done = library.processBytes(ops, 0, ops.length, to, 0);
    return done + library.doFinal(to, done);
  }

  private long rawSeal() {
    try {
      return rawSeal(raw);
    } catch (InvalidCipherTextException e) {
      throw new AssertionError(e);
    }
  }

  private long rawOpen() {
    try {
      library.init(false, new AEADParameters(new KeyParameter(new byte[32]), 128, nonceOfSealed()));
      int done = library.processBytes(rawSealed, 0, rawSealed.length, raw, 0);
      return done + library.doFinal(raw, done);
    } catch (InvalidCipherTextException e) {
      throw new AssertionError(e);
    }
  }

  private byte[] nonceOfSealed() {
    byte[] first = new byte[12];
    LittleEndian.putLong(first, 4, 1);
    return first;
  }

  /** Measures an op of one length. */
  public static void main(String[] args) throws InvalidCipherTextException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 31;
    int bytes = args.length > 1 ? Integer.parseInt(args[1]) : 300;
    SealBench bench = new SealBench(bytes);
    System.out.printf("op of %d bytes, sealed %d: +%d%n", bytes, bench.out.length, bench.added());
    bench.measure(rounds);
  }

  private int added() {
    return out.length - ops.length;
  }

  private void measure(int rounds) {
    LongSupplier[] works = {this::seal, this::open, this::rawSeal, this::rawOpen};
    double[][] ns = new double[works.length][rounds];
    long[] allocated = new long[works.length];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      for (int work = 0; work < works.length; work++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        double each = each(works[work]);
        if (round >= 0) {
          ns[work][round] = each;
          allocated[work] += threads.getCurrentThreadAllocatedBytes() - before;
        }
      }
    }
    String[] names = {"seal", "open", "BC seal", "BC open"};
    for (int work = 0; work < works.length; work++) {
      Arrays.sort(ns[work]);
    }
    System.out.println("         us      least   most    B/op   ratio to BC");
    for (int work = 0; work < works.length; work++) {
      double median = ns[work][rounds / 2];
      System.out.printf(
          "%-8s %-7.2f %-7.2f %-7.2f %-6d %.2f%n",
          names[work],
          median / 1000,
          ns[work][0] / 1000,
          ns[work][rounds - 1] / 1000,
          allocated[work] / rounds / ROUND_TIMES,
          median / ns[2 + work % 2][rounds / 2]);
    }
  }

  private static double each(LongSupplier work) {
    long sum = 0;
    long startNs = System.nanoTime();
    for (int i = 0; i < ROUND_TIMES; i++) {
      sum += work.getAsLong();
    }
    double each = (System.nanoTime() - startNs) / (double) ROUND_TIMES;
    if (sum == 0) {
      throw new AssertionError("nothing was done");
    }
    return each;
  }
}
