package dev.latticenano.core.snapshot;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.Chunks;
import dev.latticenano.core.store.Row;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.TableShape;
import java.util.Arrays;

/**
 * Reads a snapshot from its chunks in slices and checks every rule of docs/snapshots.md §3 and §4
 * on the way. Rows are shown as they come; only {@link SnapshotRows#end} with {@code OK} makes them
 * count. Holds a chunk for each level of the tree, a part and a row, whatever the size.
 */
public final class SnapshotReader {
  /** How far reading has come. */
  public enum Step {
    /** There is more. */
    MORE,
    /** A chunk is not held: go on when it is. */
    MISSING,
    /** Read to the end, and sound. */
    DONE,
    /** Broken: {@link #verdict} tells the rule. */
    REFUSED
  }

  private final StoreId store;
  private final Frontier frontier;
  private final PartReader parts;
  private final SnapshotRows rows;
  private final byte[] content = new byte[SnapshotRecord.ROW_BYTES_MAX + PartSize.FULL_BYTES];
  private final Cursor numbers = new Cursor();
  private final Row last = new Row();
  private final long[] counts = new long[SnapshotRows.STATE + 1];
  private long nameCount;
  private int at;
  private int end;
  private int lastTable;
  private boolean begun;
  private Step step = Step.MORE;
  private Verdict verdict = Verdict.OK;

  /**
   * A snapshot of {@code store} at {@code frontier}, as its notice says.
   *
   * @param rows receives what it holds
   */
  public SnapshotReader(
      StoreId store,
      Frontier frontier,
      PartCipher cipher,
      Chunks<StoreException> chunks,
      SnapshotRows rows) {
    this.store = store;
    this.frontier = frontier;
    this.rows = rows;
    parts = new PartReader(cipher, chunks);
  }

  /**
   * Stands before the beginning; once.
   *
   * @return OK, or why no chunk tree of this size has these levels
   */
  public Verdict wrap(byte[] cid, int offset, long size, int levels) throws StoreException {
    Verdict tree = parts.wrap(cid, offset, size, levels);
    return tree == Verdict.OK ? tree : refuse(tree);
  }

  /** Goes on for about {@code bytes} of content, at least one row; 0 does nothing. */
  public Step step(long bytes) throws StoreException {
    long budget = bytes;
    while (budget > 0 && step != Step.DONE && step != Step.REFUSED) {
      step = fill();
      if (step != Step.MORE) {
        return step;
      }
      int from = at;
      Verdict found = begun ? record() : header();
      if (found != Verdict.OK) {
        refuse(found);
      }
      budget -= at - from;
    }
    return step;
  }

  /** What is wrong, if REFUSED; else OK. */
  public Verdict verdict() {
    return verdict;
  }

  /** The chunk that is not held, if MISSING. */
  public Hash missing() {
    return parts.missing();
  }

  private Verdict refuse(Verdict broken) throws StoreException {
    verdict = broken;
    step = Step.REFUSED;
    rows.end(broken);
    return broken;
  }

  /** Makes sure that a whole record is here, if there is one. */
  private Step fill() throws StoreException {
    if (end - at >= SnapshotRecord.ROW_BYTES_MAX || parts.isLast()) {
      return Step.MORE;
    }
    switch (parts.next()) {
      case MISSING -> {
        return Step.MISSING;
      }
      case REFUSED -> {
        refuse(parts.verdict());
        return Step.REFUSED;
      }
      case END -> throw new AssertionError("the last part was not told");
      case PART -> {
        System.arraycopy(content, at, content, 0, end - at);
        end -= at;
        at = 0;
        System.arraycopy(parts.part(), 0, content, end, parts.length());
        end += parts.length();
      }
    }
    return Step.MORE;
  }

  private Verdict header() throws StoreException {
    if (BigEndian.longAt(content, 0) != SnapshotRecord.MAGIC) {
      return Verdict.SNAPSHOT_MAGIC_WRONG;
    }
    if (BigEndian.intAt(content, SnapshotRecord.VERSION_AT) != SnapshotRecord.VERSION) {
      return Verdict.SNAPSHOT_VERSION_UNKNOWN;
    }
    if (!StoreId.of(content, SnapshotRecord.STORE_AT).equals(store)) {
      return Verdict.SNAPSHOT_STORE_WRONG;
    }
    int authors = BigEndian.intAt(content, SnapshotRecord.AUTHORS_AT);
    int covered = SnapshotRecord.HEADER_BYTES + frontier.rows().length;
    int behind = covered + Covered.length(frontier.count());
    boolean same =
        authors == frontier.count()
            && end >= behind
            && startsWith(SnapshotRecord.DIGEST_AT, frontier.digest())
            && startsWith(SnapshotRecord.HEADER_BYTES, frontier.rows());
    if (!same) {
      return Verdict.SNAPSHOT_FRONTIER_WRONG;
    }
    rows.begin(frontier, Covered.of(content, covered, frontier.count()));
    at = behind;
    begun = true;
    return Verdict.OK;
  }

  private boolean startsWith(int from, byte[] expected) {
    return Arrays.equals(content, from, from + expected.length, expected, 0, expected.length);
  }

  private Verdict record() throws StoreException {
    if (at == end) {
      return Verdict.SNAPSHOT_ROW_MALFORMED;
    }
    int kind = content[at];
    if (kind == SnapshotRecord.END) {
      return finish();
    }
    if (kind != SnapshotRows.SYSTEM && kind != SnapshotRows.STATE) {
      return Verdict.SNAPSHOT_ROW_MALFORMED;
    }
    numbers.wrap(content, at + 1, end - at - 1);
    long keyBytes = numbers.varint();
    long valueBytes = numbers.varint();
    long names = numbers.varint();
    int key = numbers.position();
    boolean fits =
        isLength(keyBytes, TableShape.VARIABLE_BYTES_MAX)
            && isLength(valueBytes, TableShape.VARIABLE_BYTES_MAX)
            && isLength(names, SnapshotRecord.NAMES_MAX);
    if (!fits) {
      return Verdict.SNAPSHOT_ROW_MALFORMED;
    }
    numbers.skip(keyBytes + valueBytes);
    if (numbers.malformed() || numbers.overlong()) {
      return Verdict.SNAPSHOT_ROW_MALFORMED;
    }
    return row(kind, key, (int) keyBytes, (int) valueBytes, (int) names);
  }

  private static boolean isLength(long value, int max) {
    return value >= 0 && value <= max;
  }

  private Verdict row(int table, int key, int keyBytes, int valueBytes, int names)
      throws StoreException {
    boolean rises =
        table > lastTable
            || table == lastTable
                && Arrays.compareUnsigned(
                        content, key, key + keyBytes, last.key(), 0, last.keyLength())
                    > 0;
    if (!rises) {
      return Verdict.SNAPSHOT_ROWS_DISORDERED;
    }
    lastTable = table;
    last.set(content, key, keyBytes, content, key, 0);
    counts[table]++;
    rows.row(table, content, key, keyBytes, content, key + keyBytes, valueBytes);
    Verdict named = Verdict.OK;
    long before = -1;
    for (int i = 0; i < names && named == Verdict.OK; i++) {
      long place = numbers.varint();
      named = name(key, place, before, keyBytes + valueBytes - Hash.BYTES);
      before = place;
    }
    at = numbers.position();
    return named;
  }

  private Verdict name(int row, long place, long before, int placeMax) throws StoreException {
    long author = numbers.varint();
    long height = numbers.varint();
    if (numbers.malformed() || numbers.overlong()) {
      return Verdict.SNAPSHOT_ROW_MALFORMED;
    }
    boolean stable =
        place > before
            && place <= placeMax
            && author >= 0
            && author < frontier.count()
            && height >= 1
            && height <= frontier.height((int) author);
    if (!stable) {
      return Verdict.SNAPSHOT_NAME_WRONG;
    }
    nameCount++;
    rows.name(content, row + (int) place, (int) author, (int) height);
    return Verdict.OK;
  }

  private Verdict finish() throws StoreException {
    if (end - at < SnapshotRecord.END_BYTES) {
      return Verdict.SNAPSHOT_ROW_MALFORMED;
    }
    boolean counted =
        BigEndian.longAt(content, at + 1) == counts[SnapshotRows.SYSTEM]
            && BigEndian.longAt(content, at + 9) == counts[SnapshotRows.STATE]
            && BigEndian.longAt(content, at + 17) == nameCount;
    if (!counted) {
      return Verdict.SNAPSHOT_COUNT_WRONG;
    }
    at += SnapshotRecord.END_BYTES;
    int used = parts.length() - (end - at);
    if (!parts.isLast() || used < 1 || PartSize.padded(used) != parts.length()) {
      return Verdict.SNAPSHOT_PADDING_WRONG;
    }
    for (int i = at; i < end; i++) {
      if (content[i] != 0) {
        return Verdict.SNAPSHOT_PADDING_WRONG;
      }
    }
    step = Step.DONE;
    rows.end(Verdict.OK);
    return Verdict.OK;
  }
}
