package dev.latticenano.core.reconcile;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Writes docs/vectors/reconcile-*.txt: one file, one behaviour of docs/reconcile.md. Each is one
 * message, to one side with a few items, and its answer. Run {@code main} after a change of rules;
 * {@code ReconcileVectorsTest} compares what is committed.
 */
final class ReconcileVectors {
  private static final String FIRST = "1700000000:" + "11".repeat(32);
  private static final String SECOND = "1700000001:" + "22".repeat(32);
  private static final String THIRD = "1700000002:" + "33".repeat(32);
  private static final String THREE = FIRST + " " + SECOND + " " + THIRD;
  private static final String ALL = "6100000";

  private final Map<String, String> files = new TreeMap<>();
  private final Map<String, String> more = new LinkedHashMap<>();

  private ReconcileVectors() {}

  /** File name to content, of all vectors. */
  static Map<String, String> files() throws StoreException {
    ReconcileVectors vectors = new ReconcileVectors();
    vectors.sound();
    vectors.versions();
    vectors.numbers();
    vectors.bounds();
    vectors.ranges();
    vectors.limits();
    return vectors.files;
  }

  /** What a side answers; fills in the fields that a sound message leads to. */
  static Verdict read(Map<String, String> vector, Map<String, String> fields)
      throws StoreException {
    boolean initiator = vector.get("side").equals("initiator");
    Negentropy side = new Negentropy(items(vector.get("items")), caps(vector), 1);
    String input = vector.get("input");
    Told told = new Told();
    Verdict verdict = Verdict.OK;
    if (initiator) {
      side.initiate();
    }
    for (int i = Integer.parseInt(vector.getOrDefault("messages", "1")); i > 0; i--) {
      byte[] bytes = Hex.decode(input);
      if (!initiator || bytes.length > 0) {
        verdict = side.receive(bytes, 0, bytes.length, initiator ? told : null);
      }
    }
    if (verdict == Verdict.OK) {
      fields.put("output", Hex.encode(side.message(), 0, side.messageLength()));
      fields.put("have", told.have.toString());
      fields.put("need", told.need.toString());
    }
    return verdict;
  }

  private static Caps caps(Map<String, String> vector) {
    return new Caps(
        0,
        Integer.parseInt(vector.getOrDefault("bytes_max", "1000")),
        Integer.parseInt(vector.getOrDefault("ranges_max", "100")),
        Integer.parseInt(vector.getOrDefault("rounds_max", "100")),
        false);
  }

  private static ItemTree items(String text) {
    ItemTree items = new ItemTree();
    for (String item : text.isEmpty() ? new String[0] : text.split(" ")) {
      String[] parts = item.split(":");
      items.insert(Long.parseUnsignedLong(parts[0]), Hex.decode(parts[1]), 0);
    }
    return items;
  }

  private static final class Told implements Differences {
    private final StringJoiner have = new StringJoiner(" ");
    private final StringJoiner need = new StringJoiner(" ");

    @Override
    public void have(byte[] id, int offset) {
      have.add(Hex.encode(id, offset, Bound.ID_BYTES));
    }

    @Override
    public void need(byte[] id, int offset) {
      need.add(Hex.encode(id, offset, Bound.ID_BYTES));
    }
  }

  private void sound() throws StoreException {
    initiator("first-ids", THREE, "", "fewer than 32 items: the first message lists them");
    initiator("first-empty", "", "", "no items: an empty list");
    initiator("first-parts", many(40, 1), "", "16 parts; bounds are times alone where they differ");
    initiator("first-prefixes", many(40, 100), "", "the same time for all: prefixes of ids");
    responder("ids", FIRST, ALL + "200", "an empty list of everything: the answer lists ours");
    String fingerprint = Hex.encode(fingerprint(THREE));
    responder("same", THREE, ALL + "1" + fingerprint, "our fingerprint: nothing to answer");
    responder("other", THREE, ALL + "1" + "00".repeat(16), "another: split, which is a list");
    String part = "6186aacfe201" + "02abcd01" + "01".repeat(16);
    responder("prefix", THREE, part, "behind the last range everything is skipped");
    String skipped = "61" + "86aacfe20100" + "00" + "00000200";
    responder("skip", THREE, skipped, "a skipped range is written before a list");
    String listed = ALL + "202" + "11".repeat(32) + "44".repeat(32);
    initiator("differences", THREE, listed, "we lack one, the peer lacks two; done");
    initiator(
        "same-twice", THREE, ALL + "202" + "44".repeat(64), "an id listed twice is told once");
    initiator("closed-twice", THREE, ALL + "200" + "000001" + empty(), "infinity may come twice");
    responder("greatest", "18446744073709551614:" + "ff".repeat(32), greatest(), "the last of all");
    String example = "6186aacfe20102abcd010102030405060708090a0b0c0d0e0f10";
    initiator("example", "", example + "00000201" + "ee".repeat(32), "the example of the page");
  }

  private static String empty() {
    return Hex.encode(fingerprint(""));
  }

  // A bound at the greatest item: nothing lies before it, and it comes in the rest.
  private static String greatest() {
    return "6181ffffffffffffffff7f" + "20" + "ff".repeat(32) + "0200" + "00000200";
  }

  private static byte[] fingerprint(String text) {
    ItemTree items = items(text);
    IdSum all = new IdSum();
    items.sumBefore(items.size(), all);
    byte[] bytes = new Fingerprint().set(new IdSum(), all).bytes().clone();
    return Arrays.copyOf(bytes, MessageReader.FINGERPRINT_BYTES);
  }

  /** Items of which {@code same} at a time were created together. */
  private static String many(int count, int same) {
    StringJoiner items = new StringJoiner(" ");
    for (int i = 0; i < count; i++) {
      items.add((1700000000 + i / same) + ":" + String.format("%02x", 7 * i & 0xFF).repeat(32));
    }
    return items.toString();
  }

  private void versions() throws StoreException {
    responder("other-version", THREE, "62aabbccddeeff", "a later version is answered with ours");
    bad("empty", Verdict.RECONCILE_VERSION_WRONG, "", "no byte at all");
    bad("version-5f", Verdict.RECONCILE_VERSION_WRONG, "5f00000200", "no version");
    bad("version-70", Verdict.RECONCILE_VERSION_WRONG, "7000000200", "no version either");
    side("initiator");
    add("version-refused", Verdict.RECONCILE_VERSION_REFUSED, THREE, "60", "an older responder");
  }

  private void numbers() throws StoreException {
    bad("number-long", Verdict.RECONCILE_NUMBER_WRONG, "618001000200", "a leading zero digit");
    String large = "6182808080808080808000" + "000200";
    bad("number-large", Verdict.RECONCILE_NUMBER_WRONG, large, "2^64");
    bad("number-endless", Verdict.RECONCILE_NUMBER_WRONG, "61" + "ff".repeat(40), "no last digit");
    bad("cut-number", Verdict.RECONCILE_CUT, "6181", "a number without its end");
  }

  private void bounds() throws StoreException {
    bad("cut-bound", Verdict.RECONCILE_CUT, "6101", "a time and nothing else");
    bad("cut-prefix", Verdict.RECONCILE_CUT, "610120" + "ab".repeat(31), "31 bytes of 32");
    String longPrefix = "610221" + "ab".repeat(33) + "00";
    bad("prefix-long", Verdict.RECONCILE_BOUND_WRONG, longPrefix, "a prefix of 33 bytes");
    String huge = "610281ffffffffffffffff7f";
    bad("prefix-huge", Verdict.RECONCILE_BOUND_WRONG, huge, "a prefix of 2^64 − 1 bytes");
    bad("prefix-infinite", Verdict.RECONCILE_BOUND_WRONG, "610001ab00", "a prefix at infinity");
    String reached = "6181ffffffffffffffff7f00000200" + "00";
    bad("time-reached", Verdict.RECONCILE_BOUND_WRONG, reached, "infinity, reached by adding");
    bad("bound-same", Verdict.RECONCILE_DISORDERED, "610500000100" + "00", "the same bound twice");
    bad("bound-zeros", Verdict.RECONCILE_DISORDERED, "6105000001010000", "the same, with a zero");
    bad("bound-lower", Verdict.RECONCILE_DISORDERED, "610501020001010100", "a lower prefix");
    bad("bound-first", Verdict.RECONCILE_DISORDERED, "61010000", "a first range of nothing");
    bad("bound-thrice", Verdict.RECONCILE_DISORDERED, "61000000000000000000", "infinity again");
    bad("bound-after", Verdict.RECONCILE_BOUND_WRONG, "61000000010000", "a time behind infinity");
  }

  private void ranges() throws StoreException {
    bad("mode-3", Verdict.RECONCILE_MODE_UNKNOWN, ALL + "3", "the fourth mode");
    bad("cut-mode", Verdict.RECONCILE_CUT, "610000", "a bound without a mode");
    bad("cut-fingerprint", Verdict.RECONCILE_CUT, ALL + "1" + "00".repeat(15), "15 bytes of 16");
    bad("cut-ids", Verdict.RECONCILE_CUT, ALL + "202" + "11".repeat(63), "a byte is missing");
    String many = ALL + "2" + "81ffffffffffffffff7f";
    bad("cut-ids-many", Verdict.RECONCILE_CUT, many, "2^64 − 1 ids, it says");
    bad("trailing", Verdict.RECONCILE_CUT, ALL + "20001", "a byte behind the last range");
  }

  private void limits() throws StoreException {
    more.put("bytes_max", "5");
    responder("longest", "", ALL + "200", "as long as may be");
    more.put("bytes_max", "4");
    bad("too-long", Verdict.RECONCILE_TOO_LONG, ALL + "200", "a byte more");
    more.put("ranges_max", "2");
    responder("ranges-most", THREE, "61020000" + "020000", "as many ranges as may be");
    more.put("ranges_max", "2");
    String three = "61020000" + "020000" + "020000";
    bad("ranges-many", Verdict.RECONCILE_RANGES_TOO_MANY, three, "a range more");
    more.put("rounds_max", "2");
    more.put("messages", "2");
    responder("rounds-most", FIRST, ALL + "200", "sent as often as may be");
    more.put("rounds_max", "2");
    more.put("messages", "3");
    bad("rounds-many", Verdict.RECONCILE_ROUNDS_TOO_MANY, ALL + "200", "once more");
  }

  private void side(String side) {
    more.put("side", side);
  }

  private void initiator(String name, String items, String input, String comment)
      throws StoreException {
    side("initiator");
    add(name, Verdict.OK, items, input, comment);
  }

  private void responder(String name, String items, String input, String comment)
      throws StoreException {
    side("responder");
    add(name, Verdict.OK, items, input, comment);
  }

  private void bad(String name, Verdict verdict, String input, String comment)
      throws StoreException {
    side("responder");
    add(name, verdict, THREE, input, comment);
  }

  private void add(String name, Verdict verdict, String items, String input, String comment)
      throws StoreException {
    Map<String, String> vector = new LinkedHashMap<>();
    vector.put("rule", "reconcile.md#" + (verdict == Verdict.OK ? "message" : verdict.rule()));
    vector.put("verdict", verdict.name());
    vector.put("comment", comment);
    vector.put("kind", "reconcile");
    vector.putAll(more);
    more.clear();
    vector.put("items", items);
    vector.put("input", input);
    Map<String, String> fields = new LinkedHashMap<>();
    Verdict read = read(vector, fields);
    if (read != verdict) {
      throw new AssertionError(name + " is " + read + ", not " + verdict);
    }
    vector.putAll(fields);
    VectorFolder.add(files, "reconcile-" + name, vector);
  }

  public static void main(String[] arguments) throws IOException, StoreException {
    VectorFolder.write(files());
  }
}
