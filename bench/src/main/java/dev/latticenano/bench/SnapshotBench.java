package dev.latticenano.bench;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.snapshot.Covered;
import dev.latticenano.core.snapshot.Frontier;
import dev.latticenano.core.snapshot.SealedParts;
import dev.latticenano.core.snapshot.SnapshotReader;
import dev.latticenano.core.snapshot.SnapshotRows;
import dev.latticenano.core.snapshot.SnapshotWriter;
import dev.latticenano.core.state.Chunks;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.storage.chunk.ChunkFiles;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.FlashTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A sealed snapshot of many keys, tables and chunks on disk: made, and another store's tables made
 * from it. Arguments: a folder (default: the working folder) and the keys (1000000). Run it with
 * {@code BENCH_JAVA_OPTS=-Xmx64m}. Each key has one head with a value of 100 bytes; rows as in a
 * key-value store. What replaying a history costs instead says {@link ReplayBench}.
 */
public final class SnapshotBench {
  private static final UUID ID = new UUID(0x1111_1111_1111_4111L, 0x8111_1111_1111_1111L);
  private static final int AUTHORS = 8;
  private static final int KEY_BYTES = 1 + 16;
  private static final int NAME_BYTES = 12 + AuthorId.BYTES + Hash.BYTES;
  private static final int VALUE_BYTES = 100;
  private static final long SLICE_BYTES = 1 << 20;
  private static final double MB = 1e6;

  private final Path folder;
  private final int keys;
  private final StoreId store;
  private final Frontier frontier;
  private final EpochKey epoch = EpochKey.of(new byte[EpochKey.BYTES], 0);
  private final ChunkFiles chunks;
  private long heapPeak;
  private double slowestMs;

  private SnapshotBench(Path folder, int keys) throws IOException, StoreException {
    this.folder = folder;
    this.keys = keys;
    byte[] id = new byte[StoreId.BYTES];
    BigEndian.putLong(id, 0, ID.getMostSignificantBits());
    BigEndian.putLong(id, 8, ID.getLeastSignificantBits());
    store = StoreId.of(id, 0);
    byte[] rows = new byte[AUTHORS * Frontier.ROW_BYTES];
    for (int i = 0; i < AUTHORS; i++) {
      rows[i * Frontier.ROW_BYTES] = (byte) i;
      BigEndian.putInt(rows, i * Frontier.ROW_BYTES + AuthorId.BYTES, Integer.MAX_VALUE);
    }
    frontier = Frontier.of(rows, 0, AUTHORS);
    chunks = ChunkFiles.open(Files.createDirectory(folder.resolve("chunks")));
  }

  /** Makes, restores, prints. */
  public static void main(String[] arguments) throws IOException, StoreException {
    Path place = Path.of(arguments.length > 0 ? arguments[0] : ".");
    int keys = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
    Path folder = Files.createTempDirectory(Files.createDirectories(place), "snapshot-bench");
    try {
      new SnapshotBench(folder, keys).run();
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        all.sorted(Comparator.reverseOrder()).forEach(SnapshotBench::delete);
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

  /** A store's log and tables in a folder of their own. */
  private final class Place implements AutoCloseable {
    final SegmentLog log;
    final FlashTables tables;
    final Table system;
    final Table state;
    final Table ghosts;

    Place(String name) throws IOException, StoreException {
      Path at = Files.createDirectory(folder.resolve(name));
      log = SegmentLog.open(Files.createDirectory(at.resolve("log")), ID);
      tables = FlashTables.open(Files.createDirectory(at.resolve("index")), log);
      system = tables.table(TableShape.variable("system"));
      state = tables.table(TableShape.variable("state"));
      ghosts = tables.table(TableShape.fixed("ghost", Hash.BYTES, 6));
    }

    @Override
    public void close() throws StoreException {
      tables.close();
      log.close();
    }
  }

  private void run() throws IOException, StoreException {
    SnapshotWriter made;
    try (Place from = new Place("from")) {
      fill(from);
      long start = System.nanoTime();
      made = make(from);
      print("made", made.size(), start);
    }
    try (Place to = new Place("to")) {
      long start = System.nanoTime();
      restore(made, to);
      print("restored", made.size(), start);
    }
  }

  private void print(String what, long bytes, long startNanos) {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%-9s keys=%d bytes=%d: %.2f s, %.1f MB/s; slices of 1 MiB, the slowest %.0f ms; heap at"
            + " most %.1f MB%n",
        what,
        keys,
        bytes,
        seconds,
        bytes / MB / seconds,
        slowestMs,
        heapPeak / MB);
    heapPeak = 0;
    slowestMs = 0;
  }

  private void sliced(long startNanos) {
    Runtime runtime = Runtime.getRuntime();
    heapPeak = Math.max(heapPeak, runtime.totalMemory() - runtime.freeMemory());
    slowestMs = Math.max(slowestMs, (System.nanoTime() - startNanos) / 1e6);
  }

  private void fill(Place to) throws StoreException {
    SplittableRandom random = new SplittableRandom(1);
    Blake3 blake3 = Blake3.plain();
    byte[] key = new byte[KEY_BYTES];
    byte[] value = new byte[NAME_BYTES + 3 + VALUE_BYTES];
    byte[] hash = new byte[Hash.BYTES];
    for (int i = 0; i < keys; i++) {
      BigEndian.putLong(hash, 0, i);
      blake3.hash(hash, 0, 8, hash, 0);
      random.nextBytes(value);
      key[0] = 1;
      System.arraycopy(hash, 0, key, 1, KEY_BYTES - 1);
      Arrays.fill(value, 12, 12 + AuthorId.BYTES, (byte) 0);
      value[12] = (byte) (i % AUTHORS);
      value[NAME_BYTES] = 1;
      BigEndian.putShort(value, NAME_BYTES + 1, VALUE_BYTES);
      to.state.put(key, 0, KEY_BYTES, value, 0, value.length);
      if (to.tables.isDue()) {
        to.tables.checkpoint(0);
      }
    }
    to.tables.checkpoint(0);
  }

  private SnapshotWriter make(Place from) throws StoreException {
    SnapshotWriter writer =
        new SnapshotWriter(
            store,
            frontier,
            Covered.of(new byte[Covered.length(AUTHORS)], 0, AUTHORS),
            from.system,
            from.state,
            (table, key, keyAt, keyBytes, value, valueAt, valueBytes, found) ->
                found.name(keyBytes + 44, value, valueAt + 12, 1 + (value[valueAt] & 0xff)),
            new SealedParts(store, frontier, epoch),
            chunks);
    boolean done = false;
    while (!done) {
      long start = System.nanoTime();
      done = writer.step(SLICE_BYTES);
      sliced(start);
    }
    return writer;
  }

  /** Verified when they were read. */
  private record Held(ChunkFiles files) implements Chunks<StoreException> {
    @Override
    public boolean holds(byte[] name, int offset) throws StoreException {
      return files.holds(name, offset);
    }

    @Override
    public int read(byte[] name, int offset, byte[] out) throws StoreException {
      return files.read(name, offset, out, 0);
    }
  }

  /** Puts what a snapshot holds into the tables of a place. */
  private static final class Filling implements SnapshotRows {
    private final Place place;
    private final byte[] value = new byte[6];
    private boolean restored;

    Filling(Place place) {
      this.place = place;
    }

    @Override
    public void begin(Frontier frontier, Covered covered) {}

    @Override
    public void row(
        int table, byte[] key, int keyOffset, int keyLength, byte[] bytes, int offset, int length)
        throws StoreException {
      if (place.tables.isDue()) {
        place.tables.checkpoint(place.tables.covered());
      }
      Table to = table == SYSTEM ? place.system : place.state;
      to.put(key, keyOffset, keyLength, bytes, offset, length);
    }

    @Override
    public void name(byte[] hash, int hashOffset, int author, int height) throws StoreException {
      BigEndian.putShort(value, 0, author);
      BigEndian.putInt(value, 2, height);
      place.ghosts.put(hash, hashOffset, Hash.BYTES, value, 0, value.length);
    }

    @Override
    public void end(Verdict verdict) throws StoreException {
      place.tables.checkpoint(place.log.end());
      restored = verdict == Verdict.OK;
    }
  }

  private void restore(SnapshotWriter made, Place to) throws StoreException {
    Filling rows = new Filling(to);
    SnapshotReader reader =
        new SnapshotReader(
            store, frontier, new SealedParts(store, frontier, epoch), new Held(chunks), rows);
    reader.wrap(made.cid().toBytes(), 0, made.size(), made.levels());
    SnapshotReader.Step step = SnapshotReader.Step.MORE;
    while (step == SnapshotReader.Step.MORE) {
      long start = System.nanoTime();
      step = reader.step(SLICE_BYTES);
      sliced(start);
    }
    if (!rows.restored) {
      throw new IllegalStateException(step + " " + reader.verdict());
    }
  }
}
