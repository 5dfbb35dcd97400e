package dev.latticenano.core.run;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Writes docs/vectors/run-*.txt: one file, one behaviour of docs/runs.md. Each is one run and what
 * its reader, who holds the intentions named, makes of it; {@code times} says how often the last
 * bytes of the input come. Run {@code main} after a change of rules; {@code RunVectorsTest}
 * compares what is committed.
 */
final class RunVectors {
  private static final String FIRST =
      "06197f6b23e16c8532c6abc838facd5ea789be0c76b2920334039bfa8b3d368d61d00f03010203";
  private static final String KEY = FIRST.substring(2, 66);
  private static final String SIGNATURE = "77".repeat(64);
  private static final String HELD = "55".repeat(32);
  private static final String HELD_PREFIX = "55".repeat(8);

  private final Map<String, String> files = new TreeMap<>();
  private String held = "";
  private String times = "";

  private RunVectors() {}

  /** File name to content, of all vectors. */
  static Map<String, String> files() throws StoreException {
    RunVectors vectors = new RunVectors();
    vectors.sound();
    vectors.lookedUp();
    vectors.heads();
    vectors.numbers();
    vectors.limits();
    return vectors.files;
  }

  /** What a reader makes of it; fills in what it rebuilds. */
  static Verdict read(Map<String, String> vector, Map<String, String> fields)
      throws StoreException {
    HeldIntentions context = new HeldIntentions();
    for (String one :
        vector.get("held").isEmpty() ? new String[0] : vector.get("held").split(" ")) {
      String[] parts = one.split("/");
      context.add(Hash.of(Hex.decode(parts[0]), 0), Hex.decode(parts[1]));
    }
    String input = vector.get("input");
    if (!vector.getOrDefault("times", "").isEmpty()) {
      String[] parts = vector.get("times").split(" ");
      int bytes = Integer.parseInt(parts[0]);
      String last = input.substring(input.length() - 2 * bytes);
      input += last.repeat(Integer.parseInt(parts[1]) - 1);
    }
    byte[] run = Hex.decode(input);
    RunReader reader = new RunReader(StoreId.parse(vector.get("store")), context);
    StringJoiner intentions = new StringJoiner(" ");
    reader.wrap(run, 0, run.length);
    while (reader.next()) {
      if (!vector.containsKey("times")) {
        intentions.add(Hex.encode(reader.bytes(), reader.offset(), reader.length()));
      }
    }
    fields.put("count", String.valueOf(reader.count()));
    if (intentions.length() > 0) {
      fields.put("intentions", intentions.toString());
    }
    return reader.verdict();
  }

  static byte[] first() {
    byte[] ops = {1, 2, 3};
    IntentionWriter writer = new IntentionWriter().clear().store(StoreId.of(filled(0xaa, 16), 0));
    writer.timestamp(1000, 0).ops(ops, 0, ops.length);
    byte[] out = new byte[512];
    Ed25519Signer signer = new Ed25519Signer(filled(0x2a, 32), 0);
    int length =
        IntentionProof.sign(writer, signer, Blake3.plain(), out, 0, out.length, new byte[32], 0);
    return Arrays.copyOf(out, length);
  }

  private static byte[] filled(int value, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private void sound() throws StoreException {
    byte[] signed = first();
    String signature = Hex.encode(signed, signed.length - 64, 64);
    add("first", Verdict.OK, FIRST + signature, "the example of the page");
    String second = "20" + "00" + SIGNATURE;
    add("chain", Verdict.OK, FIRST + SIGNATURE + second, "the same author, the next clock, no ops");
    String both = "10" + "09" + "07" + "0104" + SIGNATURE;
    add("clock-back", Verdict.OK, FIRST + SIGNATURE + both, "5 ms earlier, counter 7");
    String other = "06" + "66".repeat(32) + "00" + "00" + SIGNATURE;
    String back = "81" + "00" + "00" + "01" + "02" + "00" + SIGNATURE;
    add(
        "two-authors",
        Verdict.OK,
        FIRST + SIGNATURE + other + back,
        "the first author again, and cites what the second wrote");
    String hash = "08" + "00" + "44".repeat(32) + "00" + "00" + SIGNATURE;
    add("hash", Verdict.OK, FIRST + SIGNATURE + hash, "a store_prev named whole");
    String sealed = "00" + "00" + "e0".repeat(8) + "10" + "99".repeat(24 + 16) + SIGNATURE;
    String again = "60" + "01" + "10" + "88".repeat(24 + 16) + SIGNATURE;
    add(
        "sealed",
        Verdict.OK,
        FIRST + SIGNATURE + "46" + "66".repeat(32) + sealed + again,
        "sealed ops, and the same epoch again");
    String whole = "0c" + "0a" + Hex.encode(signed, 0, 10);
    add("whole", Verdict.OK, whole + FIRST + SIGNATURE, "any bytes, as they are");
    add("empty", Verdict.OK, "", "no record at all");
  }

  private void lookedUp() throws StoreException {
    held = HELD + "/" + KEY;
    String known = "0b" + "01" + HELD_PREFIX + "d00f" + "00" + SIGNATURE;
    add("looked-up", Verdict.OK, known, "the chain of whoever wrote what is held here");
    String cites = "86" + KEY + "d00f" + "01" + "01" + HELD_PREFIX + "00" + SIGNATURE;
    add("looked-up-citation", Verdict.OK, cites, "cites what is held here");
    held = "";
    add("context-none", Verdict.RUN_CONTEXT_MISSING, known, "it is not here");
    add(
        "context-citation",
        Verdict.RUN_CONTEXT_MISSING,
        FIRST + SIGNATURE + cites,
        "what comes before it stands");
    held = HELD + "/" + KEY + " " + "55".repeat(31) + "56/" + KEY;
    add("context-two", Verdict.RUN_CONTEXT_MISSING, known, "two begin so");
    held = "";
  }

  private void heads() throws StoreException {
    Verdict malformed = Verdict.RUN_MALFORMED;
    String first = FIRST + SIGNATURE;
    add("cut", malformed, first.substring(0, first.length() - 2), "a byte is missing");
    add("cut-key", malformed, "06" + "19".repeat(31), "half a key");
    add("clock-unused", malformed, "36" + first.substring(2), "a clock of kind 3");
    add("whole-bits", malformed, "8c" + "0100", "a whole record with a condition");
    add("whole-empty", malformed, "0c" + "00", "no byte of an intention");
    add("whole-cut", malformed, "0c" + "02" + "00", "a byte of two");
    add("author-none", malformed, "04" + "d00f" + "00" + SIGNATURE, "no author before it");
    add("author-number", malformed, first + "05" + "01" + "00" + "00" + SIGNATURE, "one of one");
    add("last-none", malformed, "02" + KEY + "d00f" + "00" + SIGNATURE, "nothing before it");
    add("author-of-none", malformed, "07" + "d00f" + "00" + SIGNATURE, "of whom is not said");
    String near = first + "0b" + "02" + "00" + "00" + SIGNATURE;
    add("author-of-record", malformed, near, "of whom is in the run, where it has a number");
  }

  private void numbers() throws StoreException {
    Verdict malformed = Verdict.RUN_MALFORMED;
    String first = FIRST + SIGNATURE;
    String far = first + "80" + "00" + "01" + "03" + "00" + SIGNATURE;
    add("reference-far", malformed, far, "two records back, after one");
    String whole = "0c" + "01" + "ff" + "86" + KEY + "00" + "01" + "02" + "00" + SIGNATURE;
    add("reference-whole", malformed, whole, "a whole record has no name");
    String long1 = "86" + KEY + "00" + "8108" + "00".repeat(2000);
    add("condition-long", malformed, long1, "1025 citations");
    String counter = "16" + KEY + "00" + "8080808010" + "00" + SIGNATURE;
    add("counter-large", malformed, counter, "a counter of 2^32");
    String ops = "06" + KEY + "00" + "818040";
    add("ops-long", malformed, ops, "a byte of ops too many");
    String sealed = "46" + KEY + "00" + "00" + "e0".repeat(8);
    add("sealed-short", malformed, sealed + "0f" + "99".repeat(39) + SIGNATURE, "15 bytes");
    String epoch = "46" + KEY + "00" + "01" + "10" + "99".repeat(40) + SIGNATURE;
    add("epoch-none", malformed, epoch, "the first epoch of none");
    add("number-endless", malformed, "06" + KEY + "ff".repeat(11), "no last digit");
  }

  private void limits() throws StoreException {
    String first = FIRST + SIGNATURE;
    String next = "20" + "00" + SIGNATURE;
    times = "66 " + (Limits.RUN_INTENTIONS_MAX - 1);
    add("records-most", Verdict.OK, first + next, "as many records as may be");
    times = "66 " + Limits.RUN_INTENTIONS_MAX;
    add("records-many", Verdict.RUN_TOO_LONG, first + next, "a record more");
    held = HELD + "/" + KEY;
    // 4 records of 1024 citations looked up.
    String cites = "a0" + "8008" + ("01" + HELD_PREFIX).repeat(1024) + "00" + SIGNATURE;
    times = cites.length() / 2 + " 4";
    add("lookups-most", Verdict.OK, first + cites, "looks up as often as may be");
    times = cites.length() / 2 + " 5";
    add("lookups-many", Verdict.RUN_TOO_LONG, first + cites, "the fifth record looks up once more");
    held = "";
    // Each is rebuilt to 32 941 bytes, and counted with 4 more.
    String same = "a0" + "8008" + "02".repeat(1024) + "00" + SIGNATURE;
    times = same.length() / 2 + " 33";
    add("bytes-most", Verdict.OK, first + same, "1 087 362 bytes of citations and the first");
    times = same.length() / 2 + " 34";
    add("bytes-many", Verdict.RUN_TOO_LONG, first + same, "32 945 more");
    times = "";
  }

  private void add(String name, Verdict verdict, String input, String comment)
      throws StoreException {
    Map<String, String> vector = new LinkedHashMap<>();
    vector.put("rule", "runs.md#" + (verdict == Verdict.OK ? "run" : verdict.rule()));
    vector.put("verdict", verdict.name());
    vector.put("comment", comment);
    vector.put("kind", "run");
    vector.put("store", "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa");
    vector.put("held", held);
    if (!times.isEmpty()) {
      vector.put("times", times);
    }
    vector.put("input", input);
    Verdict read = read(vector, vector);
    if (read != verdict) {
      throw new AssertionError(name + " is " + read + ", not " + verdict);
    }
    VectorFolder.add(files, "run-" + name, vector);
  }

  public static void main(String[] arguments) throws IOException, StoreException {
    VectorFolder.write(files());
  }
}
