package dev.latticenano.core.intention;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;

/** Vectors of intentions and signed intentions. */
final class IntentionVectors {
  static final Ed25519Signer AUTHOR = new Ed25519Signer(filled(0x2a, 32), 0);
  static final StoreId STORE = StoreId.of(filled(0xaa, 16), 0);
  static final byte[] V2_OPS = {1, 2, 3};

  /** The order of Ed25519's group: RFC 8032 §5.1. */
  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private final VectorWriter out;

  private IntentionVectors(VectorWriter out) {
    this.out = out;
  }

  static void write(VectorWriter out) {
    IntentionVectors vectors = new IntentionVectors(out);
    vectors.sound();
    vectors.limits();
    vectors.broken();
    vectors.signed();
    vectors.forged();
  }

  static byte[] filled(int value, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  static byte[] join(byte[]... parts) {
    String hex = "";
    for (byte[] part : parts) {
      hex += Hex.encode(part);
    }
    return Hex.decode(hex);
  }

  static IntentionWriter simple(byte[] ops) {
    byte[] key = new byte[32];
    AUTHOR.publicKey(key, 0);
    return new IntentionWriter()
        .author(key, 0)
        .timestamp(1000, 0)
        .store(STORE)
        .ops(ops, 0, ops.length);
  }

  static byte[] bytes(IntentionWriter writer) {
    byte[] bytes = new byte[writer.length()];
    writer.write(bytes, 0, bytes.length);
    return bytes;
  }

  static Hash hash(byte[] bytes) {
    byte[] hash = new byte[32];
    Blake3.plain().hash(bytes, 0, bytes.length, hash, 0);
    return Hash.of(hash, 0);
  }

  static byte[] sign(IntentionWriter writer) {
    byte[] bytes = new byte[writer.length() + 80];
    int length =
        IntentionProof.sign(
            writer, AUTHOR, Blake3.plain(), bytes, 0, bytes.length, new byte[32], 0);
    return Arrays.copyOf(bytes, length);
  }

  static IntentionWriter ack() {
    return simple(new byte[0])
        .storePrev(hash(bytes(simple(V2_OPS))))
        .addCondition(filled(2, 32), 0)
        .addCondition(filled(1, 32), 0);
  }

  private void add(String name, Verdict verdict, byte[] input, String comment) {
    out.add("intention-" + name, "intention", verdict, input, comment);
  }

  private void addSigned(String name, Verdict verdict, byte[] input, String comment) {
    out.add("signed-" + name, "signed", verdict, input, comment);
  }

  private void sound() {
    byte[] four = {1, 2, 3, 4};
    IntentionWriter first = simple(four).author(filled(1, 32), 0).timestamp(1000, 5);
    add("four-bytes-of-ops", Verdict.OK, bytes(first), "the layout, with a counter");
    add("three-bytes-of-ops", Verdict.OK, bytes(simple(V2_OPS)), "first of an author's chain");
    add(
        "one-byte-of-ops",
        Verdict.OK,
        bytes(simple(new byte[] {1})),
        "what the witness vectors name");
    byte[] ack = bytes(ack());
    add("ack", Verdict.OK, ack, "no ops; the condition sorted, as a writer leaves it");
    byte[] unsorted = ack.clone();
    System.arraycopy(ack, 97, unsorted, 129, 32);
    System.arraycopy(ack, 129, unsorted, 97, 32);
    add("unsorted-condition", Verdict.OK, unsorted, "accepted, and hashed as it came");
    byte[] repeated = ack.clone();
    System.arraycopy(ack, 97, repeated, 129, 32);
    add("repeated-condition", Verdict.OK, repeated, "one hash twice is accepted");
    add(
        "greatest-clock",
        Verdict.OK,
        bytes(simple(V2_OPS).timestamp(-1, -1)),
        "wall time and counter are unsigned");
    add(
        "key-value-ops",
        Verdict.OK,
        bytes(simple(Hex.decode("52100a0e0a0c0a036b6579120576616c7565"))),
        "a put inside");
    add(
        "malformed-ops",
        Verdict.OK,
        bytes(simple(new byte[] {0x52, 5})),
        "ops are opaque here: a sound intention whose ops have no effect");
  }

  private void limits() {
    IntentionWriter most = simple(V2_OPS);
    for (int i = 0; i < Limits.CONDITION_HASHES_MAX; i++) {
      most.addCondition(hash(new byte[] {(byte) i, (byte) (i >> 8)}));
    }
    byte[] longest = bytes(most);
    add("longest-condition", Verdict.OK, longest, "1024 hashes");
    longest[93] = 1;
    add("condition-too-long", Verdict.CONDITION_TOO_LONG, longest, "says 1025 hashes");
    byte[] fixed = Arrays.copyOf(bytes(simple(V2_OPS)), 101);
    fixed[97] = 0;
    fixed[99] = 0x10;
    Map<String, String> mebi = Map.of("repeat", "07 " + Limits.OPS_BYTES_MAX);
    String largest = Hex.encode(fixed);
    out.add("intention-largest-ops", "intention", Verdict.OK, largest, "1 MiB of ops", mebi);
    fixed[97] = 1;
    add("ops-too-long", Verdict.OPS_TOO_LONG, fixed, "says 1 MiB and one byte; length decides");
    fixed[99] = 0;
    fixed[100] = (byte) 0x80;
    add("ops-length-unsigned", Verdict.OPS_TOO_LONG, fixed, "a length of 2^31 + 1 is not negative");
  }

  private void broken() {
    byte[] whole = bytes(simple(V2_OPS));
    byte[] ack = bytes(ack());
    add("empty", Verdict.INTENTION_TOO_SHORT, new byte[0], "nothing");
    add("cut-before-tag", Verdict.INTENTION_TOO_SHORT, Arrays.copyOf(whole, 92), "no condition");
    add("cut-in-count", Verdict.INTENTION_TOO_SHORT, Arrays.copyOf(whole, 96), "half a count");
    add("cut-in-condition", Verdict.INTENTION_TOO_SHORT, Arrays.copyOf(ack, 160), "half a hash");
    add("cut-in-ops-length", Verdict.INTENTION_TOO_SHORT, Arrays.copyOf(whole, 100), "no length");
    add("cut-in-ops", Verdict.INTENTION_TOO_SHORT, Arrays.copyOf(whole, 103), "two of three bytes");
    byte[] tag = whole.clone();
    tag[92] = 1;
    add("condition-tag-unknown", Verdict.CONDITION_TAG_UNKNOWN, tag, "a condition V2");
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    add("trailing-byte", Verdict.TRAILING_BYTES, longer, "one byte behind the ops");
  }

  private void signed() {
    byte[] v2 = sign(simple(V2_OPS));
    addSigned("three-bytes-of-ops", Verdict.OK, v2, "first of an author's chain");
    addSigned("ack", Verdict.OK, sign(ack()), "an ack that cites two");
    byte[] unknown = join(v2, Hex.decode("1a0301020325070000003b08013c"));
    addSigned("unknown-fields", Verdict.OK, unknown, "fields 3, 4 and group 7 are passed over");
    byte[] twice = join(Hex.decode("1201ff"), v2);
    addSigned("field-twice", Verdict.OK, twice, "the last signature counts");
    addSigned("empty", Verdict.INTENTION_TOO_SHORT, new byte[0], "no field at all");
    addSigned("cut", Verdict.SIGNED_MALFORMED, Arrays.copyOf(v2, v2.length - 1), "one byte short");
    byte[] varint = v2.clone();
    varint[0] = 8;
    addSigned("wrong-wire-type", Verdict.SIGNED_MALFORMED, varint, "the intention as a number");
    addSigned("open-group", Verdict.SIGNED_MALFORMED, join(v2, new byte[] {0x3b}), "never closed");
    int filler = Limits.SIGNED_BYTES_MAX - v2.length - 4;
    byte[] padded = join(v2, new byte[] {0x1a}, varint(filler));
    String hex = Hex.encode(padded);
    out.add(
        "signed-longest",
        "signed",
        Verdict.OK,
        hex,
        "an unknown field up to the limit",
        Map.of("repeat", "00 " + filler));
    padded = join(v2, new byte[] {0x1a}, varint(filler + 1));
    out.add(
        "signed-too-long",
        "signed",
        Verdict.SIGNED_TOO_LONG,
        Hex.encode(padded),
        "one byte longer than any signed intention",
        Map.of("repeat", "00 " + (filler + 1)));
    int at = v2.length - 66;
    byte[] shorter = Arrays.copyOf(v2, v2.length - 1);
    shorter[at + 1] = 63;
    addSigned("signature-short", Verdict.SIGNATURE_LENGTH, shorter, "63 bytes");
    addSigned("signature-missing", Verdict.SIGNATURE_LENGTH, Arrays.copyOf(v2, at), "no field 2");
    byte[] longer = join(Arrays.copyOf(v2, at), Hex.decode("1241"), filled(1, 65));
    addSigned("signature-long", Verdict.SIGNATURE_LENGTH, longer, "65 bytes");
    byte[] inner = join(Hex.decode("0a03010203"), Arrays.copyOfRange(v2, at, v2.length));
    addSigned("intention-short", Verdict.INTENTION_TOO_SHORT, inner, "no whole intention inside");
  }

  static byte[] varint(long value) {
    byte[] out = new byte[10];
    return Arrays.copyOf(out, ProtoOut.putVarint(out, 0, value));
  }

  private void forged() {
    byte[] v2 = sign(simple(V2_OPS));
    int r = v2.length - 64;
    int s = v2.length - 32;
    byte[] flipped = v2.clone();
    flipped[r] ^= 1;
    addSigned("signature-bit-flipped", Verdict.SIGNATURE_WRONG, flipped, "one bit of R");
    byte[] changed = v2.clone();
    changed[r - 3] ^= 1;
    addSigned("ops-bit-flipped", Verdict.SIGNATURE_WRONG, changed, "one bit of the ops");
    byte[] other = v2.clone();
    new Ed25519Signer(filled(0x2b, 32), 0).publicKey(other, 2);
    addSigned("other-author", Verdict.SIGNATURE_WRONG, other, "somebody else's name on it");
    byte[] high = v2.clone();
    byte[] scalar = new BigInteger(1, reversed(v2, s)).add(ORDER).toByteArray();
    for (int i = 0; i < 32; i++) {
      high[s + i] = i < scalar.length ? scalar[scalar.length - 1 - i] : 0;
    }
    addSigned("s-not-canonical", Verdict.SIGNATURE_WRONG, high, "S plus the group order");
    byte[] noKey = v2.clone();
    System.arraycopy(filled(0xff, 32), 0, noKey, 2, 32);
    addSigned("author-no-point", Verdict.SIGNATURE_WRONG, noKey, "the author's bytes are no key");
    byte[] identity = v2.clone();
    Arrays.fill(identity, 2, 34, (byte) 0);
    Arrays.fill(identity, r, v2.length, (byte) 0);
    identity[2] = 1;
    identity[r] = 1;
    addSigned(
        "author-small-order",
        Verdict.SIGNATURE_WRONG,
        identity,
        "the neutral point as author, as R, and S = 0: fits every message without the strict rule");
  }

  private static byte[] reversed(byte[] bytes, int from) {
    byte[] out = new byte[32];
    for (int i = 0; i < 32; i++) {
      out[i] = bytes[from + 31 - i];
    }
    return out;
  }
}
