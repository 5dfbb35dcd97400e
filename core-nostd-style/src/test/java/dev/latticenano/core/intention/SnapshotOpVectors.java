package dev.latticenano.core.intention;

import static dev.latticenano.core.intention.IntentionVectors.filled;
import static dev.latticenano.core.intention.IntentionVectors.join;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.Hex;
import java.util.Arrays;
import java.util.Map;
import java.util.StringJoiner;

/** Vectors of snapshot notices and restatements. */
final class SnapshotOpVectors {
  private final VectorWriter out;

  private SnapshotOpVectors(VectorWriter out) {
    this.out = out;
  }

  static void write(VectorWriter out) {
    SnapshotOpVectors vectors = new SnapshotOpVectors(out);
    vectors.notices();
    vectors.noticeLengths();
    vectors.frontiers();
    vectors.trees();
    vectors.restatements();
    vectors.brokenRestatements();
  }

  /** What a notice's view reads: the fields of its vector. */
  static Verdict readNotice(byte[] bytes, Map<String, String> fields) {
    SnapshotNoticeView view = new SnapshotNoticeView().wrap(bytes, 0, bytes.length);
    Verdict verdict = view.check();
    if (verdict != Verdict.OK) {
      return verdict;
    }
    if (view.sealed()) {
      fields.put("epoch_id", Hex.encode(bytes, view.epochIdOffset(), EnvelopeView.EPOCH_ID_BYTES));
    }
    fields.put("cid", view.cid().toString());
    fields.put("size", Long.toString(view.size()));
    fields.put("levels", Integer.toString(view.levels()));
    fields.put("authors", Integer.toString(view.entries()));
    int last = view.entries() - 1;
    fields.put("last_author", AuthorId.of(bytes, view.entryOffset(last)).toString());
    fields.put("last_height", Integer.toString(view.height(last)));
    fields.put("last_tip", Hash.of(bytes, view.tipOffset(last)).toString());
    return verdict;
  }

  /** What a restatement's view reads: the fields of its vector. */
  static Verdict readRestatement(byte[] bytes, Map<String, String> fields) {
    RestatementView view = new RestatementView().wrap(bytes, 0, bytes.length);
    Verdict verdict = view.check();
    if (verdict != Verdict.OK) {
      return verdict;
    }
    StringJoiner heads = new StringJoiner(" ");
    while (view.nextHead()) {
      String body =
          view.tombstone() ? "deleted" : Hex.encode(bytes, view.valueOffset(), view.valueLength());
      String hlc = Hex.encode(bytes, view.hlcOffset(), RestatementView.HLC_BYTES);
      heads.add(row(view) + "," + hlc + "," + body);
    }
    fields.put("heads", heads.toString());
    view.rewind();
    StringJoiner replaced = new StringJoiner(" ");
    while (view.nextReplaced()) {
      replaced.add(row(view));
    }
    fields.put("replaced", replaced.toString());
    return verdict;
  }

  private static String row(RestatementView view) {
    String key = Hex.encode(view.bytes(), view.keyOffset(), view.keyLength());
    String hash = Hash.of(view.bytes(), view.hashOffset()).shortText();
    return Long.toUnsignedString(view.space()) + "/" + key + "," + hash;
  }

  private void add(String name, Verdict verdict, byte[] input, String comment) {
    out.add("notice-" + name, "notice", verdict, input, comment);
  }

  /** Rows of a frontier whose authors are 32 times the byte, at height 7. */
  static byte[] frontier(int... authors) {
    byte[] rows = new byte[authors.length * SnapshotNoticeView.ENTRY_BYTES];
    for (int i = 0; i < authors.length; i++) {
      int at = i * SnapshotNoticeView.ENTRY_BYTES;
      Arrays.fill(rows, at, at + 32, (byte) authors[i]);
      BigEndian.putInt(rows, at + 32, 7);
      Arrays.fill(rows, at + 36, at + 68, (byte) 0x77);
    }
    return rows;
  }

  static SnapshotNoticeWriter notice(long size, int levels, byte[] frontier) {
    return new SnapshotNoticeWriter()
        .tree(filled(0x66, 32), 0, size, levels)
        .frontier(frontier, 0, frontier.length / SnapshotNoticeView.ENTRY_BYTES);
  }

  static byte[] bytes(SnapshotNoticeWriter writer) {
    byte[] bytes = new byte[writer.length()];
    writer.write(bytes, 0, bytes.length);
    return bytes;
  }

  private void notices() {
    byte[] clear = bytes(notice(1000, 0, frontier(1)));
    add("clear", Verdict.OK, clear, "a clear snapshot at the frontier of one author");
    byte[] sealed = bytes(notice(300_000, 1, frontier(1, 2)).sealed(filled(5, 8), 0));
    add("sealed", Verdict.OK, sealed, "sealed by an epoch key, two authors, two chunks");
    byte[] ops = bytes(new UniversalOpWriter().snapshot(clear, 0, clear.length));
    out.add("ops-snapshot", "ops", Verdict.OK, ops, "a notice as ops: it stands bare");
    byte[] more = join(clear, Hex.decode("3a0101"));
    add("unknown-field", Verdict.OK, more, "a field from later is passed over");
    byte[] cut = Arrays.copyOf(clear, clear.length - 1);
    add("cut", Verdict.NOTICE_MALFORMED, cut, "a length beyond the end");
  }

  private void noticeLengths() {
    byte[] clear = bytes(notice(1000, 0, frontier(1)));
    byte[] epoch = join(clear, Hex.decode("0a0705050505050505"));
    add("epoch-short", Verdict.NOTICE_LENGTH, epoch, "an epoch id of seven bytes");
    byte[] cid = join(clear, Hex.decode("121f" + "66".repeat(31)));
    add("cid-short", Verdict.NOTICE_LENGTH, cid, "a cid of 31 bytes");
    byte[] row = join(clear, Hex.decode("2a43" + "01".repeat(67)));
    add("frontier-cut", Verdict.NOTICE_LENGTH, row, "67 bytes are no row");
  }

  private void frontiers() {
    byte[] none = bytes(notice(1000, 0, new byte[0]));
    add("frontier-empty", Verdict.NOTICE_FRONTIER_WRONG, none, "no author at all");
    byte[] falls = bytes(notice(1000, 0, frontier(2, 1)));
    add("frontier-falls", Verdict.NOTICE_FRONTIER_WRONG, falls, "authors do not rise");
    byte[] twice = bytes(notice(1000, 0, frontier(1, 1)));
    add("frontier-twice", Verdict.NOTICE_FRONTIER_WRONG, twice, "an author twice");
    byte[] rows = frontier(1);
    BigEndian.putInt(rows, 32, 0);
    add("height-0", Verdict.NOTICE_FRONTIER_WRONG, bytes(notice(1000, 0, rows)), "height 0");
    BigEndian.putInt(rows, 32, Integer.MIN_VALUE);
    byte[] high = bytes(notice(1000, 0, rows));
    add("height-2-31", Verdict.NOTICE_FRONTIER_WRONG, high, "height 2^31");
    int rows1901 = (Limits.SNAPSHOT_AUTHORS_MAX + 1) * SnapshotNoticeView.ENTRY_BYTES;
    byte[] more = bytes(notice(1000, 0, new byte[rows1901]));
    out.add(
        "notice-authors-more",
        "notice",
        Verdict.NOTICE_TOO_LONG,
        Hex.encode(more, 0, more.length - rows1901),
        "1901 rows; the number decides, before what is in them does",
        Map.of("repeat", "00 " + rows1901));
  }

  private void trees() {
    byte[] rows = frontier(1);
    add("size-0", Verdict.NOTICE_TREE_WRONG, bytes(notice(0, 0, rows)), "no bytes");
    add("one-chunk", Verdict.OK, bytes(notice(262_144, 0, rows)), "a full chunk needs no level");
    byte[] two = bytes(notice(262_145, 0, rows));
    add("levels-missing", Verdict.NOTICE_TREE_WRONG, two, "two chunks need one level");
    add("one-level", Verdict.OK, bytes(notice(1L << 31, 1, rows)), "2^31 bytes need one level");
    byte[] deep = bytes(notice((1L << 31) + 1, 1, rows));
    add("levels-few", Verdict.NOTICE_TREE_WRONG, deep, "more need two");
    add("largest", Verdict.OK, bytes(notice(1L << 44, 2, rows)), "2^44 bytes, the largest");
    byte[] large = bytes(notice((1L << 44) + 1, 2, rows));
    add("too-large", Verdict.NOTICE_TREE_WRONG, large, "one byte more than a tree has");
  }

  private void addRestatement(String name, Verdict verdict, byte[] input, String comment) {
    out.add("restatement-" + name, "restatement", verdict, input, comment);
  }

  /** 32 times the byte, then the timestamp 1000.5. */
  static byte[] name(int fill) {
    byte[] bytes = Arrays.copyOf(filled(fill, 32), 44);
    BigEndian.putLong(bytes, 32, 1000);
    BigEndian.putInt(bytes, 40, 5);
    return bytes;
  }

  static byte[] head(String key, int hash, String value) {
    byte[] bytes = new byte[512];
    RestatementWriter writer = new RestatementWriter().wrap(bytes, 0, bytes.length);
    byte[] k = OpsVectors.utf8(key);
    if (value == null) {
      writer.tombstone(0, k, 0, k.length, name(hash), 0);
    } else {
      byte[] v = OpsVectors.utf8(value);
      writer.head(0, k, 0, k.length, name(hash), 0, v, 0, v.length);
    }
    return Arrays.copyOf(bytes, writer.length());
  }

  static byte[] replaced(long space, String key, int hash) {
    byte[] bytes = new byte[512];
    RestatementWriter writer = new RestatementWriter().wrap(bytes, 0, bytes.length);
    byte[] k = OpsVectors.utf8(key);
    writer.replaced(space, k, 0, k.length, name(hash), 0);
    return Arrays.copyOf(bytes, writer.length());
  }

  private void restatements() {
    addRestatement("empty", Verdict.OK, new byte[0], "nothing is left of what is superseded");
    byte[] whole =
        join(head("a", 3, "1"), head("a", 4, ""), head("b", 1, null), replaced(0, "a", 9));
    addRestatement("heads", Verdict.OK, whole, "values, a tombstone, a head of another replaced");
    byte[] ops = bytes(new UniversalOpWriter().restatement(whole, 0, whole.length));
    byte[] envelope =
        OpsVectors.bytes(
            new EnvelopeWriter().supersedesThrough(filled(0x44, 32), 0).clear(ops, 0, ops.length));
    out.add("envelope-restatement", "envelope", Verdict.OK, envelope, "with the mark outside");
    byte[] shown = bytes(new UniversalOpWriter().envelope(envelope, 0, envelope.length));
    out.add("ops-restatement", "ops", Verdict.OK, shown, "as ops: in an envelope with the mark");
    byte[] mixed = join(replaced(0, "a", 9), head("a", 3, "1"));
    addRestatement("lists-mixed", Verdict.OK, mixed, "each list is in order by itself");
    byte[] space = join(head("a", 3, "1"), replaced(0, "a", 9), replaced(7, "a", 1));
    addRestatement("space-unknown", Verdict.OK, space, "space 7: from later, without effect");
  }

  private static byte[] bytes(UniversalOpWriter writer) {
    return OpsVectors.bytes(writer);
  }

  private void brokenRestatements() {
    byte[] head = head("a", 3, "1");
    byte[] cut = Arrays.copyOf(head, head.length - 1);
    addRestatement("cut", Verdict.RESTATEMENT_MALFORMED, cut, "a length beyond the end");
    String hash = "1a20" + "03".repeat(32);
    String hlc = "220c" + "00".repeat(12);
    byte[] noHash = Hex.decode("0a12" + "120161" + hlc + "2a00" + "");
    noHash[1] = (byte) (noHash.length - 2);
    addRestatement("hash-missing", Verdict.RESTATEMENT_LENGTH, noHash, "a head without a hash");
    byte[] noHlc = Hex.decode("0a00" + "120161" + hash + "2a00");
    noHlc[1] = (byte) (noHlc.length - 2);
    addRestatement("hlc-missing", Verdict.RESTATEMENT_LENGTH, noHlc, "a head without a time");
    byte[] noBody = Hex.decode("0a00" + "120161" + hash + hlc);
    noBody[1] = (byte) (noBody.length - 2);
    addRestatement("body-missing", Verdict.RESTATEMENT_LENGTH, noBody, "neither value nor deleted");
    byte[] both = Hex.decode("0a00" + "120161" + hash + hlc + "2a0178" + "3001");
    both[1] = (byte) (both.length - 2);
    addRestatement("last-body-counts", Verdict.OK, both, "a value, then deleted: deleted");
    byte[] falls = join(head("b", 1, "1"), head("a", 1, "1"));
    addRestatement("keys-fall", Verdict.RESTATEMENT_DISORDERED, falls, "keys do not rise");
    byte[] twice = join(head("a", 1, "1"), head("a", 1, "1"));
    addRestatement("head-twice", Verdict.RESTATEMENT_DISORDERED, twice, "one head twice");
    byte[] spaces = join(replaced(1, "a", 1), replaced(0, "b", 1));
    addRestatement("spaces-fall", Verdict.RESTATEMENT_DISORDERED, spaces, "spaces do not rise");
  }
}
