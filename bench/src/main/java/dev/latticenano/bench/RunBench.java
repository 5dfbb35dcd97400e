package dev.latticenano.bench;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.intention.EnvelopeWriter;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.run.RunContext;
import dev.latticenano.core.run.RunReader;
import dev.latticenano.core.run.RunWriter;
import dev.latticenano.core.store.StoreException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.zip.Deflater;

/**
 * Bytes of intentions in compact runs against the same as protobuf {@code SignedIntention}s, and
 * the processor time that writing and reading a run takes beside the check of a signature. Ops are
 * of 100 bytes, clear, or sealed and padded. The mix: twenty authors by turns, five intentions at a
 * sitting on the average; half of the intentions cite nobody, 35 of 100 one and 15 of 100 two of
 * the 200 before them; up to a minute between two, one in ten in the same millisecond. Also what
 * deflate with a dictionary would make of such ops. Arguments: intentions (default 10000).
 */
public final class RunBench {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final StoreId STORE = StoreId.parse("aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa");
  private static final int AUTHORS = 20;
  private static final int SITTING = 5;
  private static final int NEAR = 200;
  private static final int OPS_BYTES = 100;
  private static final int SEALED_BYTES = 256 + 16;
  private static final String WORDS =
      "the of and to a in that is was for on are with as be at by this have from or had not but "
          + "what all were when we there can an your which their said if do will each about how up "
          + "out them then she many some so these would other into has more her two like him see";

  private final SplittableRandom random = new SplittableRandom(1);
  private final List<byte[]> all = new ArrayList<>();
  private final byte[] out = new byte[1 << 21];

  private RunBench() {}

  /** Measures and prints. */
  public static void main(String[] args) throws StoreException {
    int count = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
    for (boolean sealed : new boolean[] {false, true}) {
      for (int frame : new int[] {131_072, 16_384}) {
        new RunBench().measure(count, sealed, frame);
      }
    }
    new RunBench().deflate();
  }

  private void measure(int count, boolean sealed, int frameBytes) throws StoreException {
    fill(count, sealed);
    long plain = 0;
    for (byte[] signed : all) {
      plain += signed.length;
    }
    RunWriter writer = new RunWriter(STORE);
    List<byte[]> runs = write(writer, frameBytes, false);
    long bytes = runs.stream().mapToLong(run -> run.length).sum();
    System.out.printf(
        Locale.ROOT,
        "%s, runs of %d bytes: %.1f B an intention, as SignedIntention %.1f B: %.3f%n",
        sealed ? "sealed" : "clear",
        frameBytes,
        bytes / (double) count,
        plain / (double) count,
        bytes / (double) plain);
    double[] writing = new double[9];
    double[] reading = new double[writing.length];
    for (int i = 0; i < writing.length; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      List<byte[]> alone = write(writer, frameBytes, true);
      writing[i] = (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / count;
      start = THREADS.getCurrentThreadCpuTime();
      read(alone);
      reading[i] = (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / count;
    }
    double check = check();
    System.out.printf(
        Locale.ROOT,
        "  written in %.2f us, read in %.2f us, hashes included; its signature checked in %.1f us%n",
        median(writing),
        median(reading),
        check);
  }

  private List<byte[]> write(RunWriter writer, int frameBytes, boolean alone) {
    List<byte[]> runs = new ArrayList<>();
    writer.begin(out, 0, out.length, alone);
    for (byte[] signed : all) {
      boolean added = writer.add(signed, 0, signed.length);
      if (!added || writer.length() > frameBytes) {
        if (added) {
          writer.undo();
        }
        runs.add(Arrays.copyOf(out, writer.length()));
        writer.begin(out, 0, out.length, alone).add(signed, 0, signed.length);
      }
    }
    runs.add(Arrays.copyOf(out, writer.length()));
    return runs;
  }

  private void read(List<byte[]> runs) throws StoreException {
    RunReader reader = new RunReader(STORE, RunContext.NONE);
    int read = 0;
    for (byte[] run : runs) {
      reader.wrap(run, 0, run.length);
      while (reader.next()) {
        read++;
      }
    }
    if (read != all.size()) {
      throw new AssertionError(reader);
    }
  }

  private double check() {
    Ed25519Verifier verifier = new Ed25519Verifier();
    SignedIntentionView view = new SignedIntentionView();
    Blake3 blake3 = Blake3.plain();
    long start = 0;
    int checks = Math.min(2000, all.size() / 2);
    for (int i = 0; i < 2 * checks; i++) {
      start = i == checks ? THREADS.getCurrentThreadCpuTime() : start;
      byte[] signed = all.get(i);
      view.wrap(signed, 0, signed.length).check();
      if (IntentionProof.verify(view, blake3, verifier, new byte[Hash.BYTES], 0) != Verdict.OK) {
        throw new AssertionError("a sound signature is refused");
      }
    }
    return (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / checks;
  }

  private void fill(int count, boolean sealed) {
    byte[][] tips = new byte[AUTHORS][Hash.BYTES];
    List<byte[]> hashes = new ArrayList<>();
    Ed25519Signer[] signers = new Ed25519Signer[AUTHORS];
    for (int i = 0; i < AUTHORS; i++) {
      byte[] seed = new byte[Ed25519Signer.SEED_BYTES];
      seed[0] = (byte) i;
      signers[i] = new Ed25519Signer(seed, 0);
    }
    IntentionWriter writer = new IntentionWriter();
    long wallMs = 1_790_000_000_000L;
    int counter = 0;
    int author = 0;
    for (int i = 0; i < count; i++) {
      author = random.nextInt(SITTING) == 0 ? random.nextInt(AUTHORS) : author;
      boolean same = random.nextInt(10) == 0;
      wallMs += same ? 0 : 1 + random.nextInt(60_000);
      counter = same ? counter + 1 : 0;
      byte[] ops = sealed ? sealedOps() : bytes(OPS_BYTES);
      writer.clear().store(STORE).timestamp(wallMs, counter).storePrev(tips[author], 0);
      writer.ops(ops, 0, ops.length);
      int draw = random.nextInt(100);
      int citations = draw < 50 ? 0 : draw < 85 ? 1 : 2;
      for (int cited = 0; cited < Math.min(citations, i); cited++) {
        int back = 1 + random.nextInt(Math.min(NEAR, i));
        writer.addCondition(hashes.get(i - back), 0);
      }
      byte[] hash = new byte[Hash.BYTES];
      int length =
          IntentionProof.sign(writer, signers[author], Blake3.plain(), out, 0, out.length, hash, 0);
      all.add(Arrays.copyOf(out, length));
      hashes.add(hash);
      tips[author] = hash;
    }
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] sealedOps() {
    byte[] ciphertext = bytes(SEALED_BYTES);
    EnvelopeWriter envelope =
        new EnvelopeWriter().sealed(new byte[8], 0, bytes(24), 0, ciphertext, 0, ciphertext.length);
    byte[] inside = new byte[envelope.length()];
    envelope.write(inside, 0, inside.length);
    UniversalOpWriter ops = new UniversalOpWriter().envelope(inside, 0, inside.length);
    byte[] out = new byte[ops.length()];
    ops.write(out, 0, out.length);
    return out;
  }

  private void deflate() {
    byte[] dictionary = (WORDS + "\n\r\n\tnotes/2026-11-").getBytes(StandardCharsets.UTF_8);
    String[] words = WORDS.split(" ");
    for (boolean text : new boolean[] {true, false}) {
      Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
      long bytes = 0;
      int runs = 20_000;
      long start = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < runs; i++) {
        StringBuilder value = new StringBuilder("notes/2026-11-" + (10 + random.nextInt(20)) + " ");
        while (value.length() < OPS_BYTES) {
          // Every third word is one that no dictionary has.
          String rare = Long.toString(random.nextLong() >>> 34, 36);
          value.append(random.nextInt(3) == 0 ? rare : words[random.nextInt(words.length)]);
          value.append(' ');
        }
        byte[] plain =
            text
                ? value.substring(0, OPS_BYTES).getBytes(StandardCharsets.UTF_8)
                : bytes(OPS_BYTES);
        deflater.reset();
        deflater.setDictionary(dictionary);
        deflater.setInput(plain);
        deflater.finish();
        bytes += deflater.deflate(out);
      }
      double each = (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / runs;
      deflater.end();
      System.out.printf(
          Locale.ROOT,
          "deflate with a dictionary, %s: %.1f of %d bytes, %.1f us%n",
          text ? "text" : "random",
          bytes / (double) runs,
          OPS_BYTES,
          each);
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
