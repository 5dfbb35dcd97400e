package dev.latticenano.core.snapshot;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.store.MemoryChunks;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Writes docs/vectors/snapshot-*.txt: one file, one behaviour of docs/snapshots.md §3 and §4. Each
 * is the one part of a snapshot of store {@link Sample#STORE}. Run {@code main} after a change of
 * rules; {@code SnapshotVectorsTest} compares what is committed.
 */
final class SnapshotVectors {
  private static final String HASH = "33".repeat(32);

  private final Frontier frontier = Sample.frontier(2);
  private final Map<String, String> files = new TreeMap<>();
  private String key;

  private SnapshotVectors() {}

  /** File name to content, of all vectors. */
  static Map<String, String> files() throws StoreException {
    SnapshotVectors vectors = new SnapshotVectors();
    vectors.sound();
    vectors.headers();
    vectors.rows();
    vectors.names();
    vectors.ends();
    vectors.parts();
    vectors.sealed();
    return vectors.files;
  }

  /** What a reader finds in the one part {@code bytes}; fills in the fields of a sound one. */
  static Verdict read(byte[] bytes, Frontier frontier, String key, Map<String, String> fields)
      throws StoreException {
    MemoryChunks chunks = new MemoryChunks();
    byte[] name = new byte[Hash.BYTES];
    Blake3.plain().hash(bytes, 0, bytes.length, name, 0);
    chunks.write(name, 0, bytes, 0, bytes.length);
    Shown shown = new Shown();
    EpochKey epoch = key == null ? null : EpochKey.of(Hex.decode(key), 0);
    PartCipher cipher = Sample.cipher(frontier, epoch);
    SnapshotReader reader =
        new SnapshotReader(Sample.STORE, frontier, cipher, new Sample.HeldForTest(chunks), shown);
    reader.wrap(name, 0, bytes.length, 0);
    SnapshotReader.Step step = reader.step(64);
    while (step == SnapshotReader.Step.MORE) {
      step = reader.step(64);
    }
    if (reader.verdict() == Verdict.OK) {
      fields.put("cid", Hex.encode(name));
      fields.put("covered", Hex.encode(shown.covered.bytes()));
      fields.put("rows", shown.rows.toString());
      fields.put("names", shown.names.toString());
    }
    return reader.verdict();
  }

  private static final class Shown implements SnapshotRows {
    private final StringJoiner rows = new StringJoiner(" ");
    private final StringJoiner names = new StringJoiner(" ");
    private Covered covered;

    @Override
    public void begin(Frontier frontier, Covered newCovered) {
      covered = newCovered;
    }

    @Override
    public void row(
        int table, byte[] key, int keyAt, int keyBytes, byte[] value, int valueAt, int bytes) {
      String hex = Hex.encode(key, keyAt, keyBytes) + "=" + Hex.encode(value, valueAt, bytes);
      rows.add(table + "/" + hex);
    }

    @Override
    public void name(byte[] hash, int hashOffset, int author, int height) {
      names.add(Hash.of(hash, hashOffset).shortText() + "," + author + "," + height);
    }

    @Override
    public void end(Verdict verdict) {
      rows.add(verdict == Verdict.OK ? "end" : "broken");
    }
  }

  private byte[] header() {
    byte[] header = new byte[SnapshotRecord.HEADER_BYTES];
    SnapshotRecord.header(header, Sample.STORE, frontier);
    return header;
  }

  /** Header, frontier, then records as text. */
  private byte[] content(byte[] header, String records) {
    byte[] covered = Sample.covered(frontier).bytes();
    return Hex.decode(
        Hex.encode(header) + Hex.encode(frontier.rows()) + Hex.encode(covered) + records);
  }

  private static String end(long system, long state, long names) {
    return String.format("03%016x%016x%016x", system, state, names);
  }

  private byte[] part(byte[] content, int length) {
    byte[] part = Arrays.copyOf(content, length + PartCipher.TAG_BYTES);
    EpochKey epoch = key == null ? null : EpochKey.of(Hex.decode(key), 0);
    Sample.cipher(frontier, epoch).seal(0, true, part, 0, length);
    return part;
  }

  private byte[] part(byte[] content) {
    return part(content, PartSize.padded(content.length));
  }

  private void add(String name, Verdict verdict, String records, String comment)
      throws StoreException {
    add(name, verdict, part(content(header(), records)), comment);
  }

  private void sound() throws StoreException {
    add("empty", Verdict.OK, end(0, 0, 0), "a store without rows");
    String rows = "01010100" + "0a" + "0b" + "02000100" + "0c" + "02010000" + "00";
    add("rows", Verdict.OK, rows + end(1, 2, 0), "an empty key, an empty value");
    String named = "02012001" + "0a" + HASH + "01" + "01" + "64";
    add("name", Verdict.OK, named + end(0, 1, 1), "a row that names an intention at height 100");
    add(
        "name-in-key",
        Verdict.OK,
        "02200101" + HASH + "0a" + "000001" + end(0, 1, 1),
        "in the key");
  }

  private void headers() throws StoreException {
    String end = end(0, 0, 0);
    byte[] magic = header();
    magic[7] = 'Q';
    add("magic", Verdict.SNAPSHOT_MAGIC_WRONG, part(content(magic, end)), "another file");
    byte[] version = header();
    version[11] = 2;
    byte[] later = part(content(version, end));
    add("version", Verdict.SNAPSHOT_VERSION_UNKNOWN, later, "version 2");
    byte[] store = header();
    store[SnapshotRecord.STORE_AT] ^= 1;
    add("store", Verdict.SNAPSHOT_STORE_WRONG, part(content(store, end)), "another store");
    byte[] digest = header();
    digest[SnapshotRecord.DIGEST_AT] ^= 1;
    byte[] other = part(content(digest, end));
    add("digest", Verdict.SNAPSHOT_FRONTIER_WRONG, other, "another frontier's digest");
    byte[] content = content(header(), end);
    content[SnapshotRecord.HEADER_BYTES + 35]++;
    add("height", Verdict.SNAPSHOT_FRONTIER_WRONG, part(content), "height 101 instead of 100");
    byte[] authors = header();
    authors[SnapshotRecord.AUTHORS_AT + 3] = 1;
    byte[] fewer = part(content(authors, end));
    add("authors", Verdict.SNAPSHOT_FRONTIER_WRONG, fewer, "one author instead of two");
  }

  private void rows() throws StoreException {
    String a = "02010000" + "0a";
    add("kind", Verdict.SNAPSHOT_ROW_MALFORMED, "04", "no record begins with 4");
    add("no-end", Verdict.SNAPSHOT_ROW_MALFORMED, a, "zeros instead of an end");
    String overlong = "0281000000" + "0a";
    add(
        "overlong",
        Verdict.SNAPSHOT_ROW_MALFORMED,
        overlong,
        "a length in two bytes that needs one");
    add("key-long", Verdict.SNAPSHOT_ROW_MALFORMED, "0281800400" + "00", "a key of 65537 bytes");
    add("names-many", Verdict.SNAPSHOT_ROW_MALFORMED, "02000041", "65 names");
    String long1 = "02ffff030000";
    add("row-cut", Verdict.SNAPSHOT_ROW_MALFORMED, long1, "a key beyond the end");
    String name = "02012001" + "0a" + HASH + "8100" + "01" + "64";
    add("name-overlong", Verdict.SNAPSHOT_ROW_MALFORMED, name, "a place in two bytes");
    String falls = "02010000" + "0b" + a;
    add("keys-fall", Verdict.SNAPSHOT_ROWS_DISORDERED, falls + end(0, 2, 0), "0b, then 0a");
    add("key-twice", Verdict.SNAPSHOT_ROWS_DISORDERED, a + a + end(0, 2, 0), "0a twice");
    String tables = a + "01010000" + "0b";
    add(
        "tables-fall",
        Verdict.SNAPSHOT_ROWS_DISORDERED,
        tables + end(1, 1, 0),
        "state, then system");
  }

  private void names() throws StoreException {
    String row = "02012001" + "0a" + HASH;
    Verdict wrong = Verdict.SNAPSHOT_NAME_WRONG;
    add("place", wrong, row + "02" + "01" + "64" + end(0, 1, 1), "a hash beyond the row");
    add("author", wrong, row + "01" + "02" + "64" + end(0, 1, 1), "author 2 of two, from 0");
    add("height-0", wrong, row + "01" + "01" + "00" + end(0, 1, 1), "height 0");
    add("height-101", wrong, row + "01" + "01" + "65" + end(0, 1, 1), "above the frontier");
    String two = "02012002" + "0a" + HASH + "010164" + "010164";
    add("name-twice", wrong, two + end(0, 1, 2), "one place twice");
  }

  private void ends() throws StoreException {
    String row = "02010000" + "0a";
    add("count-state", Verdict.SNAPSHOT_COUNT_WRONG, row + end(0, 2, 0), "one row, not two");
    add("count-system", Verdict.SNAPSHOT_COUNT_WRONG, row + end(1, 1, 0), "no row of system");
    add("count-names", Verdict.SNAPSHOT_COUNT_WRONG, row + end(0, 1, 1), "no name");
    String trailing = end(0, 0, 0) + "01";
    add("trailing", Verdict.SNAPSHOT_PADDING_WRONG, trailing, "a byte behind the end");
    byte[] content = content(header(), end(0, 0, 0));
    byte[] roomy = part(content, 320);
    add("padding-long", Verdict.SNAPSHOT_PADDING_WRONG, roomy, "320 bytes where 304 are enough");
  }

  private void parts() throws StoreException {
    byte[] good = part(content(header(), end(0, 0, 0)));
    byte[] flipped = good.clone();
    flipped[good.length - 1] ^= 1;
    add("tag", Verdict.SNAPSHOT_PART_WRONG, flipped, "a bit of the tag");
    byte[] small = part(content(header(), ""), 255);
    add("part-short", Verdict.SNAPSHOT_PART_WRONG, small, "255 bytes and a tag");
    byte[] first = good.clone();
    new ClearParts(Sample.STORE, frontier).seal(0, false, first, 0, 256);
    add("last", Verdict.SNAPSHOT_PART_WRONG, first, "the last part, bound as if it were not");
  }

  private void sealed() throws StoreException {
    key = "05".repeat(32);
    String named = "02012001" + "0a" + HASH + "01" + "01" + "64";
    byte[] good = part(content(header(), named + end(0, 1, 1)));
    add("sealed", Verdict.OK, good, "sealed by an epoch key");
    key = "06".repeat(32);
    add("sealed-other-key", Verdict.SNAPSHOT_PART_WRONG, good, "read with another key");
    key = null;
    add("sealed-without-key", Verdict.SNAPSHOT_PART_WRONG, good, "read as if it were clear");
  }

  private void add(String name, Verdict verdict, byte[] input, String comment)
      throws StoreException {
    Map<String, String> vector = new LinkedHashMap<>();
    String rule = verdict == Verdict.OK ? "snapshot" : verdict.rule();
    vector.put("rule", "snapshots.md#" + rule);
    vector.put("verdict", verdict.name());
    vector.put("comment", comment);
    vector.put("kind", "snapshot");
    vector.put("store", Sample.STORE.toString());
    vector.put("frontier", Hex.encode(frontier.rows()));
    vector.put("input", Hex.encode(input));
    if (key != null) {
      vector.put("epoch_key", key);
    }
    Verdict found = read(input, frontier, key, vector);
    if (found != verdict) {
      throw new AssertionError(name + " is " + found + ", not " + verdict);
    }
    VectorFolder.add(files, "snapshot-" + name, vector);
  }

  public static void main(String[] arguments) throws IOException, StoreException {
    VectorFolder.write(files());
  }
}
