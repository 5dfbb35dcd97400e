package dev.latticenano.core.bundle;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.crypto.Entropy;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Writes docs/vectors/bundle-*.txt: one file, one behaviour of docs/bundles.md. Each is read by the
 * node of one seed that holds one epoch key or none; {@code zeros} follow the input. Run {@code
 * main} after a change of rules; {@code BundleVectorsTest} compares what is committed.
 */
final class BundleVectors {
  static final StoreId STORE = StoreId.parse("aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa");
  private static final String SEED = "0b".repeat(32);
  private static final String EPOCH = "05".repeat(32);
  private static final Entropy FIXED =
      (out, offset, length) -> Arrays.fill(out, offset, offset + length, (byte) 7);
  private static final String STORE_RECORD =
      "0100000018" + "aaaaaaaaaaaa4aaa8aaaaaaaaaaaaaaa" + "00000001" + "00000001";
  private static final String INTENTION = "0300000001" + "0a";
  private static final String RUN = "0600000003" + "0c01ff";
  private static final String CHUNK = "0400000002" + "6869";
  private static final String END = "0500000000";

  private final Map<String, String> files = new TreeMap<>();
  private int zeros;
  private String epoch = EPOCH;

  private BundleVectors() {}

  static Map<String, String> files() throws StoreException {
    BundleVectors vectors = new BundleVectors();
    vectors.sound();
    vectors.headers();
    vectors.strangers();
    vectors.parts();
    vectors.records();
    vectors.receipts();
    return vectors.files;
  }

  private static Ed25519Signer signer(String seed) {
    return new Ed25519Signer(Hex.decode(seed), 0);
  }

  private static AuthorId key(String seed) {
    byte[] key = new byte[AuthorId.BYTES];
    signer(seed).publicKey(key, 0);
    return AuthorId.of(key, 0);
  }

  /** What the node of {@code seed} finds; fills in the records of a sound bundle. */
  static Verdict read(byte[] input, String seed, String epoch, Map<String, String> fields)
      throws StoreException {
    EpochKey held = epoch == null ? null : EpochKey.of(Hex.decode(epoch), 0);
    BundleReader reader = new BundleReader(BundleBytes.input(input));
    reader.open(signer(seed), id -> held != null && held.id().equals(id) ? held : null);
    StringJoiner records = new StringJoiner(" ");
    StoreId store = null;
    while (reader.next()) {
      store = reader.kind() == BundleRecord.STORE ? reader.store() : store;
      if (reader.kind() == BundleRecord.RECEIPT
          && !BundleReceipt.of(reader.body(), reader.length())
              .isSound(store, new Ed25519Verifier())) {
        return Verdict.BUNDLE_RECEIPT_WRONG;
      }
      records.add(reader.kind() + "/" + Hex.encode(reader.body(), 0, reader.length()));
    }
    if (reader.verdict() == Verdict.OK) {
      fields.put("records", records.toString());
    }
    return reader.verdict();
  }

  private static byte[] part(BundleCipher cipher, String content, int length) {
    byte[] part = Arrays.copyOf(Hex.decode(content), length + BundleCipher.TAG_BYTES);
    cipher.seal(0, true, part, 0, length);
    byte[] out = Arrays.copyOf(cipher.header(), BundleHeader.BYTES + part.length);
    System.arraycopy(part, 0, out, BundleHeader.BYTES, part.length);
    return out;
  }

  private static byte[] bundle(String content) {
    return part(BundleCipher.forPeer(key(SEED), FIXED), content, 4096);
  }

  private static byte[] changed(byte[] bytes, int at, int by) {
    byte[] out = bytes.clone();
    out[at] ^= (byte) by;
    return out;
  }

  private void sound() throws StoreException {
    String all = STORE_RECORD + INTENTION + CHUNK + END;
    add("peer", Verdict.OK, bundle(all), "one intention and one chunk, for one peer");
    EpochKey held = EpochKey.of(Hex.decode(EPOCH), 0);
    byte[] members = part(BundleCipher.forMembers(held, FIXED), all, 4096);
    add("members", Verdict.OK, members, "the same for all who hold an epoch key");
    byte[] clear = part(BundleCipher.clear(FIXED), all, 4096);
    add("clear", Verdict.OK, clear, "the same for anybody");
    add("empty", Verdict.OK, bundle(END), "no store at all");
    String runs = STORE_RECORD + RUN + INTENTION + RUN + CHUNK + END;
    add("runs", Verdict.OK, bundle(runs), "an intention between runs");
  }

  private void headers() throws StoreException {
    Verdict wrong = Verdict.BUNDLE_HEADER_WRONG;
    byte[] header = Arrays.copyOf(bundle(END), BundleHeader.BYTES);
    add("magic", wrong, changed(header, 0, 1), "another file");
    add("version", wrong, changed(header, 8, 3), "version 1");
    add("kind-0", wrong, changed(header, 9, 1), "kind 0");
    add("kind-4", wrong, changed(header, 9, 5), "kind 4");
    add("header-cut", wrong, Arrays.copyOf(header, header.length - 1), "57 bytes");
  }

  private void strangers() throws StoreException {
    Verdict notForUs = Verdict.BUNDLE_NOT_FOR_US;
    BundleCipher other = BundleCipher.forPeer(key("0c".repeat(32)), FIXED);
    add("other-peer", notForUs, part(other, END, 4096), "for somebody else");
    byte[] good = bundle(END);
    add("check", notForUs, changed(good, 57, 1), "a bit of the check");
    add("opening", notForUs, changed(good, 12, 1), "a bit of the ephemeral key");
    byte[] zero = good.clone();
    Arrays.fill(zero, 10, 42, (byte) 0);
    add("small-order", notForUs, zero, "an ephemeral key of small order");
    EpochKey held = EpochKey.of(Hex.decode(EPOCH), 0);
    byte[] members = part(BundleCipher.forMembers(held, FIXED), END, 4096);
    epoch = null;
    add("epoch-unknown", notForUs, members, "the epoch key is not here");
    epoch = EPOCH;
  }

  private void parts() throws StoreException {
    byte[] good = bundle(STORE_RECORD + INTENTION + CHUNK + END);
    byte[] header = Arrays.copyOf(good, BundleHeader.BYTES);
    zeros = BundleRecord.PART_BYTES + BundleCipher.TAG_BYTES + 1;
    add("part", Verdict.BUNDLE_PART_WRONG, header, "zeros for a part that is not the last");
    zeros = 0;
    Verdict cut = Verdict.BUNDLE_CUT;
    add("cut", cut, Arrays.copyOf(good, good.length - 1), "the last byte is missing");
    add("cut-header", cut, header, "a header alone");
    add("tag", cut, changed(good, good.length - 1, 1), "a bit of the last tag");
    byte[] small = part(BundleCipher.forPeer(key(SEED), FIXED), END, 4095);
    add("short", cut, small, "a last part of 4095 bytes");
  }

  private void records() throws StoreException {
    Verdict malformed = Verdict.BUNDLE_RECORD_MALFORMED;
    add("record-unknown", malformed, bundle("0700000000" + END), "a record of kind 7");
    add("record-0", malformed, bundle("00"), "zeros instead of an end");
    String store = "0100000017" + "aa".repeat(23);
    add("store-short", malformed, bundle(store + END), "a store record of 23 bytes");
    String large = "040004000100";
    add("chunk-long", malformed, bundle(STORE_RECORD + large), "a chunk of 262145 bytes");
    String huge = "03ffffffff00";
    add("intention-huge", malformed, bundle(STORE_RECORD + huge), "4 GiB of an intention");
    String none = "0300000000";
    add("intention-empty", malformed, bundle(STORE_RECORD + none + END), "no byte of one");
    String beyond = "0400001000" + "00";
    add("beyond", malformed, bundle(STORE_RECORD + beyond), "a chunk beyond the last part");
    Verdict disordered = Verdict.BUNDLE_DISORDERED;
    add("no-store", disordered, bundle(INTENTION + END), "an intention of no store");
    String falls = STORE_RECORD + CHUNK + INTENTION + END;
    String after = STORE_RECORD + CHUNK + RUN + END;
    add("falls-run", disordered, bundle(after), "a run behind a chunk");
    add("falls", disordered, bundle(falls), "an intention behind a chunk");
    Verdict padding = Verdict.BUNDLE_PADDING_WRONG;
    add("trailing", padding, bundle(END + "01"), "a byte behind the end");
    byte[] roomy = part(BundleCipher.forPeer(key(SEED), FIXED), END, 4352);
    add("padding-long", padding, roomy, "4352 bytes where 4096 are enough");
  }

  private void receipts() throws StoreException {
    byte[] tips = new byte[BundleReceipt.TIP_BYTES];
    Arrays.fill(tips, (byte) 1);
    byte[] good = BundleReceipt.sign(signer(SEED), STORE, 1_800_000_000_000L, true, tips, 68);
    add("receipt", Verdict.OK, receipt(good), "one tip, and all chunks are there");
    Verdict wrong = Verdict.BUNDLE_RECEIPT_WRONG;
    add("receipt-signature", wrong, receipt(changed(good, good.length - 1, 1)), "a bit of it");
    add("receipt-height", wrong, receipt(changed(good, 57 + 35, 1)), "another height");
    byte[] foreign = BundleReceipt.sign(signer(SEED), StoreId.NIL, 1, true, tips, 68);
    add("receipt-store", wrong, receipt(foreign), "signed for another store");
    String twice = "02000000bd" + Hex.encode(good);
    byte[] two = bundle(STORE_RECORD + twice + twice + END);
    add("receipt-twice", Verdict.BUNDLE_DISORDERED, two, "two of one store");
    String cut = "02000000bc" + Hex.encode(good, 0, good.length - 1);
    byte[] short1 = bundle(STORE_RECORD + cut + END);
    add("receipt-short", Verdict.BUNDLE_RECORD_MALFORMED, short1, "half a tip");
  }

  private static byte[] receipt(byte[] bytes) {
    return bundle(STORE_RECORD + "02000000bd" + Hex.encode(bytes) + END);
  }

  private void add(String name, Verdict verdict, byte[] input, String comment)
      throws StoreException {
    Map<String, String> vector = new LinkedHashMap<>();
    String rule = verdict == Verdict.OK ? "content" : verdict.rule();
    vector.put("rule", "bundles.md#" + rule);
    vector.put("verdict", verdict.name());
    vector.put("comment", comment);
    vector.put("kind", "bundle");
    vector.put("seed", SEED);
    if (epoch != null) {
      vector.put("epoch_key", epoch);
    }
    vector.put("zeros", String.valueOf(zeros));
    vector.put("input", Hex.encode(input));
    Verdict found = read(Arrays.copyOf(input, input.length + zeros), SEED, epoch, vector);
    if (found != verdict) {
      throw new AssertionError(name + " is " + found + ", not " + verdict);
    }
    VectorFolder.add(files, "bundle-" + name, vector);
  }

  public static void main(String[] arguments) throws IOException, StoreException {
    VectorFolder.write(files());
  }
}
