package dev.latticenano.core.intention;

import static dev.latticenano.core.intention.IntentionVectors.bytes;
import static dev.latticenano.core.intention.IntentionVectors.filled;
import static dev.latticenano.core.intention.IntentionVectors.hash;
import static dev.latticenano.core.intention.IntentionVectors.join;
import static dev.latticenano.core.intention.IntentionVectors.simple;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import java.util.Arrays;
import java.util.Map;

/** Vectors of witness contents and records. */
final class WitnessVectors {
  private static final Ed25519Signer WITNESS = new Ed25519Signer(filled(0xbb, 32), 0);

  private final VectorWriter out;

  private WitnessVectors(VectorWriter out) {
    this.out = out;
  }

  static void write(VectorWriter out) {
    WitnessVectors vectors = new WitnessVectors(out);
    vectors.contents();
    vectors.records();
  }

  static WitnessContentWriter first() {
    return new WitnessContentWriter()
        .store(IntentionVectors.STORE)
        .intention(hash(bytes(simple(new byte[] {1}))))
        .wallMs(42_000);
  }

  static byte[] content(WitnessContentWriter writer) {
    byte[] out = new byte[writer.length()];
    writer.write(out, 0, out.length);
    return out;
  }

  static byte[] record(WitnessContentWriter content) {
    WitnessRecordWriter writer = new WitnessRecordWriter().content(content);
    byte[] out = new byte[writer.length()];
    writer.write(out, 0, out.length, WITNESS, Blake3.plain(), new byte[32], 0);
    return out;
  }

  private void contents() {
    byte[] first = content(first());
    addContent("first", Verdict.OK, first, "the first of a log: prev is zero and still written");
    WitnessContentWriter second =
        first()
            .intention(hash(bytes(simple(IntentionVectors.V2_OPS))))
            .wallMs(42_001)
            .prev(hash(first));
    addContent("second", Verdict.OK, content(second), "prev is the hash of the first content");
    addContent("time-zero", Verdict.OK, content(first().wallMs(0)), "a time of 0 is left out");
    addContent("time-greatest", Verdict.OK, content(first().wallMs(-1)), "2^64 - 1 ms");
    byte[] cut = Arrays.copyOf(first, first.length - 1);
    addContent("cut", Verdict.WITNESS_MALFORMED, cut, "one byte short");
    byte[] overlong = join(first, Hex.decode("18ffffffffffffffffff02"));
    addContent("time-beyond-u64", Verdict.WITNESS_MALFORMED, overlong, "a varint of 65 bits");
    byte[] store = join(first, Hex.decode("0a0101"));
    addContent("store-short", Verdict.WITNESS_ID_LENGTH, store, "the last store id has one byte");
    byte[] noPrev = Arrays.copyOf(first, first.length - 34);
    addContent("prev-missing", Verdict.WITNESS_ID_LENGTH, noPrev, "absent is not zero");
  }

  private void records() {
    byte[] record = record(first());
    int at = record.length - 66;
    add("first", Verdict.OK, record, "content and signature");
    byte[] cut = Arrays.copyOf(record, record.length - 1);
    add("record-cut", Verdict.WITNESS_RECORD_MALFORMED, cut, "one byte short");
    byte[] unsigned = Arrays.copyOf(record, at);
    add("signature-missing", Verdict.WITNESS_SIGNATURE_LENGTH, unsigned, "no field 2");
    byte[] flipped = record.clone();
    flipped[flipped.length - 40] ^= 1;
    add("signature-bit-flipped", Verdict.WITNESS_SIGNATURE_WRONG, flipped, "one bit");
    byte[] inner = join(Hex.decode("0a020a05"), Arrays.copyOfRange(record, at, record.length));
    add("content-malformed", Verdict.WITNESS_MALFORMED, inner, "the content does not decode");
  }

  private void addContent(String name, Verdict verdict, byte[] input, String comment) {
    out.add("witness-content-" + name, "witness-content", verdict, input, comment);
  }

  private void add(String name, Verdict verdict, byte[] input, String comment) {
    byte[] key = new byte[32];
    WITNESS.publicKey(key, 0);
    Map<String, String> more = Map.of("witness_key", Hex.encode(key));
    out.add("witness-" + name, "witness", verdict, Hex.encode(input), comment, more);
  }
}
