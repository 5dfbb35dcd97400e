package dev.latticenano.bench;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.intention.KvPayloadWriter;
import dev.latticenano.core.state.Applied;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.core.store.Tables;
import dev.latticenano.core.store.VariableRows;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.FlashTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A key-value state of many keys: ops applied, points read, a prefix of a thousand keys listed. Ops
 * are applied from their bytes, which are decoded; signatures, intentions and the log are not in
 * it. First argument: {@code memory}, or a folder on a disk, where tables lie as a node keeps them,
 * with checkpoints and merges counted apart; second: keys (1000000). Run the second with {@code
 * BENCH_JAVA_OPTS=-Xmx64m}. Keys are 22 bytes in an order that looks random, values 32.
 */
public final class StateBench {
  private static final UUID ID = new UUID(0x1111_1111_1111_4111L, 0x8111_1111_1111_1111L);
  private static final TableShape STATE = TableShape.sought("state");
  private static final int GROUP_KEYS = 1000;
  private static final int KEY_BYTES = 22;
  private static final int VALUE_BYTES = 32;
  private static final int SLICE = 512;
  private static final int ROUNDS = 11;
  private static final int WORK_BYTES = 1 << 20;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final int keys;
  private final Tables tables;
  private final SegmentLog log;
  private final KvState state;
  private final Applied[] ops = new Applied[SLICE];
  private final byte[] key = new byte[KEY_BYTES];
  private final byte[] value = new byte[VALUE_BYTES];
  private final byte[] out = new byte[4096];
  private long applied;
  private long applyNanos;
  private long checkpointNanos;

  private StateBench(int keys, Tables tables, SegmentLog log) throws StoreException {
    this.keys = keys;
    this.tables = tables;
    this.log = log;
    state = new KvState(tables == null ? new VariableRows() : tables.table(STATE));
  }

  /** Runs the work and prints a line for each figure. */
  public static void main(String[] arguments) throws IOException, StoreException {
    String where = arguments.length > 0 ? arguments[0] : "memory";
    int keys = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
    System.out.printf(
        Locale.ROOT,
        "%s keys=%d heap=%d MB%n",
        where,
        keys,
        Runtime.getRuntime().maxMemory() >> 20);
    if (where.equals("memory")) {
      new StateBench(keys, null, null).run();
      return;
    }
    Path folder = Files.createTempDirectory(Files.createDirectories(Path.of(where)), "state-bench");
    try (SegmentLog log = SegmentLog.open(Files.createDirectory(folder.resolve("log")), ID);
        FlashTables tables =
            FlashTables.open(Files.createDirectory(folder.resolve("index")), log)) {
      new StateBench(keys, tables, log).run();
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        all.sorted(Comparator.reverseOrder()).forEach(StateBench::delete);
      }
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run() throws StoreException {
    apply(0, keys, 0);
    print("put of a new key", applyNanos, applied);
    printCheckpoints();
    apply(0, keys / 4, 1);
    print("put that replaces", applyNanos, applied);
    printCheckpoints();
    keep();
    if (tables instanceof FlashTables flash) {
      long start = clock();
      while (flash.work(WORK_BYTES) > 0) {
        continue;
      }
      print("merging what is left, in all", clock() - start, 1);
    }
    readPoints();
    readPrefixes();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        Locale.ROOT,
        "heap after it: %.1f MB%n",
        (runtime.totalMemory() - runtime.freeMemory()) / 1e6);
  }

  private void apply(int from, int to, int round) throws StoreException {
    applied = 0;
    applyNanos = 0;
    checkpointNanos = 0;
    for (int at = from; at < to; at += SLICE) {
      int count = Math.min(SLICE, to - at);
      for (int i = 0; i < count; i++) {
        ops[i] = op(at + i, round);
      }
      long start = clock();
      for (int i = 0; i < count; i++) {
        if (state.apply(ops[i]) != Verdict.OK) {
          throw new AssertionError("an op of ours does not decode");
        }
      }
      applyNanos += clock() - start;
      applied += count;
      if (tables != null && tables.isDue()) {
        keep();
      }
    }
  }

  /** What a node does between batches: a checkpoint when one is due, and a piece of a merge. */
  private void keep() throws StoreException {
    if (tables instanceof FlashTables flash) {
      long start = clock();
      flash.checkpoint(log.end());
      while (flash.pendingBytes() > 0 && flash.work(WORK_BYTES) > 0) {
        continue;
      }
      checkpointNanos += clock() - start;
    }
  }

  /** The op that puts key {@code n}, citing what the round before wrote there. */
  private Applied op(int n, int round) {
    keyOf(n);
    Arrays.fill(value, (byte) (n + round));
    byte[] bytes = new byte[KEY_BYTES + VALUE_BYTES + 16];
    KvPayloadWriter writer = new KvPayloadWriter().wrap(bytes, 0, bytes.length);
    writer.put(key, 0, KEY_BYTES, value, 0, VALUE_BYTES);
    byte[] cited = new byte[Hash.BYTES];
    hash(n, round - 1).write(cited, 0);
    AuthorId author = new AuthorId(n % 8 + 1, 2, 3, 4);
    return new Applied()
        .wrap(hash(n, round), new Hlc(1_763_000_000_000L + n, round), author)
        .condition(cited, 0, round == 0 ? 0 : 1)
        .op(bytes, 0, writer.length());
  }

  private static Hash hash(int n, int round) {
    long mixed = mix(n * 31L + round);
    return new Hash(mixed, ~mixed, n, round);
  }

  /** A group, a slash, and sixteen digits: a permutation of the numbers below {@link #keys}. */
  private void keyOf(int n) {
    long place = n * 2_654_435_761L % keys;
    long group = place / GROUP_KEYS;
    for (int i = 4; i >= 0; i--) {
      key[i] = (byte) ('0' + group % 10);
      group /= 10;
    }
    key[5] = '/';
    byte[] word = new byte[8];
    LittleEndian.putLong(word, 0, mix(place));
    byte[] digits = Hex.encode(word).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, key, 6, digits.length);
  }

  private static long mix(long n) {
    long z = (n + 1) * 0x9E37_79B9_7F4A_7C15L;
    z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
    return z ^ z >>> 31;
  }

  private void readPoints() throws StoreException {
    int reads = Math.min(keys, 200_000);
    byte[] wanted = new byte[reads * KEY_BYTES];
    for (int i = 0; i < reads; i++) {
      keyOf((int) Long.remainderUnsigned(mix(i), keys));
      System.arraycopy(key, 0, wanted, i * KEY_BYTES, KEY_BYTES);
    }
    double[] micros = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = clock();
      for (int i = 0; i < reads; i++) {
        if (state.read(wanted, i * KEY_BYTES, KEY_BYTES, out) != VALUE_BYTES) {
          throw new AssertionError("a key is not there");
        }
      }
      micros[round] = (clock() - start) / 1e3 / reads;
    }
    System.out.printf(
        Locale.ROOT,
        "point read: %.2f us (median of %d rounds; first %.2f)%n",
        median(micros),
        ROUNDS,
        micros[0]);
  }

  private void readPrefixes() throws StoreException {
    int groups = keys / GROUP_KEYS;
    double[] micros = new double[Math.min(groups, 300)];
    for (int i = 0; i < micros.length; i++) {
      keyOf((int) Long.remainderUnsigned(mix(i), keys));
      byte[] prefix = Arrays.copyOf(key, 6);
      int[] shown = {0};
      long start = clock();
      state.page(
          prefix, null, GROUP_KEYS + 1, (found, winner, conflicted) -> ++shown[0] <= GROUP_KEYS);
      micros[i] = (clock() - start) / 1e3;
      if (shown[0] != GROUP_KEYS) {
        throw new AssertionError(shown[0] + " keys of " + GROUP_KEYS);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "prefix of %d keys: %.0f us (median of %d)%n",
        GROUP_KEYS,
        median(micros),
        micros.length);
  }

  /**
   * Nanoseconds of processor time of this thread: other work on the machine is not in it, and
   * neither is waiting for a disk.
   */
  private static long clock() {
    return THREADS.getCurrentThreadCpuTime();
  }

  private static double median(double[] of) {
    double[] sorted = of.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private void printCheckpoints() {
    if (tables != null) {
      print("  its checkpoints and merges", checkpointNanos, applied);
    }
  }

  private static void print(String what, long nanos, long count) {
    System.out.printf(
        Locale.ROOT,
        "%s: %.2f us each, %.0f a second%n",
        what,
        nanos / 1e3 / count,
        count * 1e9 / nanos);
  }
}
