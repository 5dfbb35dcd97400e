package dev.latticenano.core.snapshot;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.state.Chunks;
import dev.latticenano.core.store.MemoryChunks;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.VariableRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Tables to make snapshots of. A value is a number of heads and that many names, each the hash and
 * author and height of an intention, then anything.
 */
final class Sample {
  static final StoreId STORE = StoreId.parse("aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa");
  static final int NAME_BYTES = Hash.BYTES + AuthorId.BYTES + 4;

  final VariableRows system = new VariableRows();
  final VariableRows state = new VariableRows();
  final MemoryChunks chunks = new MemoryChunks();
  final Frontier frontier;
  EpochKey key;

  Sample(int authors) {
    frontier = frontier(authors);
  }

  /** Authors 01…, 02…, each at height 100. */
  static Frontier frontier(int authors) {
    byte[] rows = new byte[authors * Frontier.ROW_BYTES];
    for (int i = 0; i < authors; i++) {
      int at = i * Frontier.ROW_BYTES;
      Arrays.fill(rows, at, at + 32, (byte) (i + 1));
      BigEndian.putInt(rows, at + 32, 100);
      Arrays.fill(rows, at + 36, at + 68, (byte) 0x77);
    }
    return Frontier.of(rows, 0, authors);
  }

  /** A value that names {@code heads} intentions and goes on with {@code rest}. */
  static byte[] value(Random random, int authors, int heads, byte[] rest) {
    byte[] value = new byte[1 + heads * NAME_BYTES + rest.length];
    value[0] = (byte) heads;
    for (int i = 0; i < heads; i++) {
      int at = 1 + i * NAME_BYTES;
      byte[] hash = new byte[Hash.BYTES];
      random.nextBytes(hash);
      System.arraycopy(hash, 0, value, at, Hash.BYTES);
      Arrays.fill(value, at + 32, at + 64, (byte) (1 + random.nextInt(authors)));
      BigEndian.putInt(value, at + 64, 1 + random.nextInt(100));
    }
    System.arraycopy(rest, 0, value, 1 + heads * NAME_BYTES, rest.length);
    return value;
  }

  /** What stands for intentions that never were. */
  static Covered covered(Frontier frontier) {
    byte[] bytes = new byte[Covered.length(frontier.count())];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return Covered.of(bytes, 0, frontier.count());
  }

  static void put(Table table, byte[] key, byte[] value) throws StoreException {
    table.put(key, 0, key.length, value, 0, value.length);
  }

  /** Rows of random keys and values; some as large as rows may be. */
  static Sample random(Random random, int rows) throws StoreException {
    int authors = 1 + random.nextInt(4);
    Sample sample = new Sample(authors);
    sample.key = random.nextBoolean() ? key(random.nextInt()) : null;
    for (int i = 0; i < rows; i++) {
      byte[] key = new byte[random.nextInt(12)];
      random.nextBytes(key);
      boolean large = random.nextInt(20) == 0;
      byte[] rest = new byte[random.nextInt(large ? 60_000 : 40)];
      random.nextBytes(rest);
      Table table = random.nextInt(4) == 0 ? sample.system : sample.state;
      put(table, key, value(random, authors, random.nextInt(4), rest));
    }
    return sample;
  }

  /** What rows of a sample name. */
  static void names(
      int table,
      byte[] key,
      int keyOffset,
      int keyLength,
      byte[] value,
      int valueOffset,
      int valueLength,
      RowNames.Found found)
      throws StoreException {
    for (int i = 0; i < value[valueOffset]; i++) {
      int at = 1 + i * NAME_BYTES;
      int author = valueOffset + at + Hash.BYTES;
      found.name(keyLength + at, value, author, BigEndian.intAt(value, author + AuthorId.BYTES));
    }
  }

  /** Sealed if the sample has a key. */
  PartCipher cipher() {
    return cipher(frontier, key);
  }

  static PartCipher cipher(Frontier frontier, EpochKey key) {
    return key == null ? new ClearParts(STORE, frontier) : new SealedParts(STORE, frontier, key);
  }

  /** The key of 32 times the byte. */
  static EpochKey key(int fill) {
    byte[] bytes = new byte[EpochKey.BYTES];
    Arrays.fill(bytes, (byte) fill);
    return EpochKey.of(bytes, 0);
  }

  SnapshotWriter writer() throws StoreException {
    return new SnapshotWriter(
        STORE, frontier, covered(frontier), system, state, Sample::names, cipher(), chunks);
  }

  /** The finished snapshot, made in slices of {@code slice} bytes. */
  SnapshotWriter made(long slice) throws StoreException {
    SnapshotWriter writer = writer();
    boolean done = writer.step(slice);
    while (!done) {
      done = writer.step(slice);
    }
    return writer;
  }

  SnapshotReader reader(SnapshotWriter of, SnapshotRows rows) throws StoreException {
    SnapshotReader reader = new SnapshotReader(STORE, frontier, cipher(), held(), rows);
    reader.wrap(of.cid().toBytes(), 0, of.size(), of.levels());
    return reader;
  }

  HeldForTest held() {
    return new HeldForTest(chunks);
  }

  /** The chunks as a walk asks for them. */
  record HeldForTest(MemoryChunks store) implements Chunks<StoreException> {
    @Override
    public boolean holds(byte[] name, int offset) {
      return store.holds(name, offset);
    }

    @Override
    public int read(byte[] name, int offset, byte[] out) {
      return store.read(name, offset, out, 0);
    }
  }

  /** All rows of a table as text. */
  static List<String> rows(Table table) throws StoreException {
    List<String> rows = new ArrayList<>();
    table.range(
        new byte[0],
        null,
        (key, keyAt, keyBytes, value, valueAt, valueBytes) ->
            rows.add(
                Hex.encode(key, keyAt, keyBytes)
                    + "="
                    + Hash.of(digest(value, valueAt, valueBytes), 0)));
    return rows;
  }

  private static byte[] digest(byte[] bytes, int offset, int length) {
    byte[] digest = new byte[32];
    Blake3.plain().hash(bytes, offset, length, digest, 0);
    return digest;
  }

  /** The one chunk of a snapshot that has no levels. */
  byte[] bytes(SnapshotWriter of) {
    byte[] out = new byte[Limits.CHUNK_BYTES_MAX];
    return Arrays.copyOf(out, chunks.read(of.cid().toBytes(), 0, out, 0));
  }
}
