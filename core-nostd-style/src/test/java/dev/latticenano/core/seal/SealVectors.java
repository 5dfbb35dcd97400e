package dev.latticenano.core.seal;

import static dev.latticenano.core.seal.Sealing.KEY;
import static dev.latticenano.core.seal.Sealing.STORE;
import static dev.latticenano.core.seal.Sealing.author;
import static dev.latticenano.core.seal.Sealing.bytes;
import static dev.latticenano.core.seal.Sealing.envelope;
import static dev.latticenano.core.seal.Sealing.filled;
import static dev.latticenano.core.seal.Sealing.ops;
import static dev.latticenano.core.seal.Sealing.sealed;
import static dev.latticenano.core.seal.Sealing.view;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Hkdf;
import dev.latticenano.core.crypto.X25519;
import dev.latticenano.core.crypto.XChaCha20Poly1305;
import dev.latticenano.core.intention.EnvelopeView;
import dev.latticenano.core.intention.EnvelopeWriter;
import dev.latticenano.core.intention.EpochChangeView;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.Marks;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes docs/vectors for what keys do: ids, padding, wraps and sealed envelopes. Run {@code main}
 * after a change of rules; {@code SealVectorsTest} compares what is committed.
 */
final class SealVectors {
  private static final Map<String, String> SECTIONS =
      Map.of(
          "epoch-id", "epoch",
          "wrap", "epoch",
          "padded", "sealed",
          "seal", "sealed",
          "join-box", "join-box");
  private static final byte[] NONCE = filled(0x06, EnvelopeView.NONCE_BYTES);

  private final Map<String, String> files = new TreeMap<>();

  private SealVectors() {}

  /** File name to content, of all vectors. */
  static Map<String, String> files() {
    SealVectors vectors = new SealVectors();
    vectors.ids();
    vectors.padding();
    vectors.wraps();
    vectors.sound();
    vectors.broken();
    new JoinBoxVectors(vectors).add();
    return vectors.files;
  }

  void add(
      String name,
      String kind,
      Verdict verdict,
      byte[] input,
      String comment,
      Map<String, String> more) {
    Map<String, String> vector = new LinkedHashMap<>();
    String rule = verdict == Verdict.OK ? SECTIONS.get(kind) : verdict.rule();
    vector.put("rule", "protocol.md#" + rule);
    vector.put("verdict", verdict.name());
    vector.put("comment", comment);
    vector.put("kind", kind);
    vector.putAll(more);
    vector.put("input", Hex.encode(input));
    SealReading reading = SealReading.of(vector);
    if (reading.verdict() != verdict) {
      throw new AssertionError(name + " is " + reading.verdict() + ", not " + verdict);
    }
    vector.putAll(reading.fields());
    VectorFolder.add(files, name, vector);
  }

  private void ids() {
    add("epoch-id-filled", "epoch-id", Verdict.OK, filled(0x0e, 32), "32 times 0e", Map.of());
    add("epoch-id-zero", "epoch-id", Verdict.OK, new byte[32], "32 zeros", Map.of());
  }

  private static byte[] padded(int length) {
    byte[] bytes = filled(0x61, Padme.paddedBytes(length));
    Padme.pad(bytes, 0, length);
    return bytes;
  }

  private void padded(String name, Verdict verdict, byte[] input, String comment) {
    add("seal-padding-" + name, "padded", verdict, input, comment, Map.of());
  }

  private void padding() {
    padded("none", Verdict.OK, padded(0), "ops of no bytes");
    padded("300", Verdict.OK, padded(300), "300 bytes become 304");
    padded("255", Verdict.OK, padded(255), "the most that the floor holds");
    padded("256", Verdict.OK, padded(256), "a byte more, and the next length");
    padded("1000", Verdict.OK, padded(1000), "1000 bytes become 1024");
    byte[] marks = padded(300);
    marks[299] = 0;
    marks[298] = (byte) Padme.MARK;
    padded("ops-like-padding", Verdict.OK, marks, "ops that end as padding does");
    Verdict wrong = Verdict.PADDING_MALFORMED;
    padded("no-mark", wrong, filled(0x61, 256), "no mark");
    padded("zeros", wrong, new byte[256], "nothing but zeros");
    padded("empty", wrong, new byte[0], "no bytes");
    padded("behind-mark", wrong, Arrays.copyOf(padded(300), 303), "a length off the ladder");
    padded("long", wrong, Arrays.copyOf(padded(300), 320), "a length of the ladder, not the least");
    byte[] late = padded(300);
    late[303] = 1;
    padded("not-zero", wrong, late, "a byte behind the mark that is not zero");
  }

  private void wrap(String name, Verdict verdict, byte[] input, String comment, int seed) {
    Map<String, String> more = new LinkedHashMap<>();
    more.put("store", STORE.toString());
    more.put("seed", Hex.encode(filled(seed, 32)));
    add("epoch-wrap-" + name, "wrap", verdict, input, comment, more);
  }

  private void wraps() {
    byte[] secret = filled(0x77, 32);
    List<Ed25519Signer> members = List.of(Sealing.member(1), Sealing.member(2));
    KeyWrap wrap = new KeyWrap();
    byte[] change =
        wrap.wrap(
            KEY,
            STORE,
            List.of(Sealing.id(members.get(0)), Sealing.id(members.get(1))),
            (out, offset, length) -> System.arraycopy(secret, 0, out, offset, length));
    wrapSteps(change, secret);
    wrap("second", Verdict.OK, change, "the key for the second of two members", 2);
    wrap("not-for-us", Verdict.SEALED_NO_KEY, change, "wrapped for others", 3);
    EpochChangeView view = new EpochChangeView().wrap(change, 0, change.length);
    view.check();
    byte[] own = Sealing.id(members.get(0)).toBytes();
    byte[] tag = change.clone();
    tag[view.wrappedOffset(view.find(own, 0)) + 47] ^= 1;
    wrap("tag", Verdict.WRAP_BROKEN, tag, "one bit of the tag flipped", 1);
    byte[] id = change.clone();
    id[view.epochIdOffset()] ^= 1;
    wrap("id", Verdict.WRAP_BROKEN, id, "the id of another key", 1);
    byte[] small = change.clone();
    Arrays.fill(small, view.ephemeralOffset(), view.ephemeralOffset() + 32, (byte) 0);
    small[view.ephemeralOffset()] = 1;
    wrap("small-order", Verdict.WRAP_BROKEN, small, "an ephemeral key that agrees on zeros", 1);
    Map<String, String> elsewhere = new LinkedHashMap<>();
    elsewhere.put("store", StoreId.NIL.toString());
    elsewhere.put("seed", Hex.encode(filled(1, 32)));
    add("epoch-wrap-store", "wrap", Verdict.WRAP_BROKEN, change, "of another store", elsewhere);
  }

  /** The sound vector shows every step, worked out here a second time. */
  private void wrapSteps(byte[] change, byte[] ephemeralSecret) {
    byte[] member = Sealing.id(Sealing.member(1)).toBytes();
    byte[] memberKey = new byte[32];
    X25519.ofEd25519(member, 0, memberKey, 0);
    byte[] secret = new byte[32];
    X25519.agree(ephemeralSecret, 0, memberKey, 0, secret, 0);
    byte[] ephemeral = new byte[32];
    X25519.publicKey(ephemeralSecret, 0, ephemeral, 0);
    byte[] id = new byte[EpochId.BYTES];
    KEY.id().write(id, 0);
    String info =
        Hex.encode("lattice-nano epoch wrap".getBytes(StandardCharsets.US_ASCII))
            + Hex.encode(STORE.toBytes())
            + Hex.encode(ephemeral)
            + Hex.encode(member);
    byte[] wrapKey = new byte[32];
    Hkdf.sha256(secret, id, Hex.decode(info), wrapKey);
    Map<String, String> more = new LinkedHashMap<>();
    more.put("store", STORE.toString());
    more.put("seed", Hex.encode(filled(1, 32)));
    more.put("ephemeral_secret", Hex.encode(ephemeralSecret));
    more.put("secret", Hex.encode(secret));
    more.put("wrap_key", Hex.encode(wrapKey));
    add("epoch-wrap-first", "wrap", Verdict.OK, change, "the key for the first of two", more);
  }

  /**
   * An intention with {@code plaintext} sealed as it stands, whether it is ops and padded or not.
   */
  static byte[] forgedPlain(IntentionWriter writer, byte[] plaintext) {
    byte[] associated = associated(view(bytes(writer, new byte[0])), Marks.NONE);
    byte[] key = new byte[32];
    KEY.write(key, 0);
    byte[] out = new byte[plaintext.length + XChaCha20Poly1305.TAG_BYTES];
    XChaCha20Poly1305 cipher = new XChaCha20Poly1305();
    cipher.begin(key, 0, NONCE, 0);
    cipher.associated(associated, 0, associated.length);
    cipher.seal(plaintext, 0, plaintext.length, out, 0);
    byte[] id = new byte[EpochId.BYTES];
    KEY.id().write(id, 0);
    EnvelopeWriter envelope = new EnvelopeWriter().sealed(id, 0, NONCE, 0, out, 0, out.length);
    byte[] content = new byte[envelope.length()];
    envelope.write(content, 0, content.length);
    UniversalOpWriter outer = new UniversalOpWriter().envelope(content, 0, content.length);
    byte[] sealed = new byte[outer.length()];
    outer.write(sealed, 0, sealed.length);
    return bytes(writer, sealed);
  }

  /** An intention with padded {@code ops} sealed, whatever they are. */
  static byte[] forged(IntentionWriter writer, byte[] ops) {
    byte[] plaintext = Arrays.copyOf(ops, Padme.paddedBytes(ops.length));
    Padme.pad(plaintext, 0, ops.length);
    return forgedPlain(writer, plaintext);
  }

  /** The associated data by its definition in docs/protocol.md §8.1. */
  private static byte[] associated(IntentionView view, Marks marks) {
    StringBuilder hex = new StringBuilder();
    hex.append(view.author()).append(Hex.encode(view.store().toBytes())).append(view.storePrev());
    byte[] clock = new byte[16 + 8];
    dev.latticenano.core.bytes.LittleEndian.putLong(clock, 0, view.wallMs());
    dev.latticenano.core.bytes.LittleEndian.putInt(clock, 8, view.counter());
    dev.latticenano.core.bytes.LittleEndian.putInt(clock, 12, view.conditionCount());
    hex.append(Hex.encode(clock, 0, 16));
    for (int i = 0; i < view.conditionCount(); i++) {
      hex.append(view.condition(i));
    }
    hex.append(marks.supersedesThrough()).append(KEY.id());
    return Hex.decode(hex.append(marks.keep() ? "01" : "").toString());
  }

  private static Map<String, String> keys(EpochKey... keys) {
    StringBuilder hex = new StringBuilder();
    for (EpochKey key : keys) {
      byte[] bytes = new byte[EpochKey.BYTES];
      key.write(bytes, 0);
      hex.append(hex.length() == 0 ? "" : " ").append(Hex.encode(bytes));
    }
    Map<String, String> more = new LinkedHashMap<>();
    more.put("keys", hex.toString());
    return more;
  }

  private void seal(String name, Verdict verdict, byte[] input, String comment) {
    add("seal-" + name, "seal", verdict, input, comment, keys(KEY));
  }

  private static OpsCipher fixed() {
    return new OpsCipher((out, offset, length) -> System.arraycopy(NONCE, 0, out, offset, length));
  }

  private void steps(String name, IntentionWriter writer, Marks marks, byte[] ops, String comment) {
    byte[] input = sealed(fixed(), writer, KEY, marks, ops);
    Map<String, String> more = keys(KEY);
    more.put("nonce", Hex.encode(NONCE));
    more.put("associated", Hex.encode(associated(view(input), marks)));
    byte[] plaintext = Arrays.copyOf(ops, Padme.paddedBytes(ops.length));
    Padme.pad(plaintext, 0, ops.length);
    more.put("plaintext", Hex.encode(plaintext));
    add("seal-" + name, "seal", Verdict.OK, input, comment, more);
    if (marks.equals(Marks.NONE) && !Arrays.equals(input, forged(writer, ops))) {
      throw new AssertionError(name + " is not sealed as docs/protocol.md §8.1 says");
    }
  }

  private void sound() {
    steps("300", author(0), Marks.NONE, ops(300), "ops of 300 bytes, nothing cited");
    steps("cites", author(2), Marks.NONE, ops(131), "two intentions cited");
    Marks mark = new Marks(Hash.of(filled(0x44, 32), 0), false);
    steps("supersedes", author(1), mark, ops(300), "with a mark of superseded history");
    steps("ack", author(0), Marks.NONE, new byte[0], "ops of no bytes: a writer leaves them bare");
    steps("keep", author(0), new Marks(Hash.ZERO, true), ops(300), "kept: a byte more is bound");
    Marks both = new Marks(mark.supersedesThrough(), true);
    steps("keep-supersedes", author(1), both, ops(300), "kept itself, and marks what is not");
  }

  private void broken() {
    byte[] input = forged(author(2), ops(300));
    EpochKey other = EpochKey.of(filled(1, 32), 0);
    add("seal-no-key", "seal", Verdict.SEALED_NO_KEY, input, "no key at all", keys());
    add("seal-other-key", "seal", Verdict.SEALED_NO_KEY, input, "another epoch's key", keys(other));
    EnvelopeView envelope = envelope(view(input));
    Verdict broken = Verdict.SEAL_BROKEN;
    seal("tag", broken, flipped(input, envelope.ciphertextOffset() + 319), "a bit of the tag");
    seal("ciphertext", broken, flipped(input, envelope.ciphertextOffset()), "a bit of the ops");
    seal("nonce-flipped", broken, flipped(input, envelope.nonceOffset()), "a bit of the nonce");
    seal("author", broken, flipped(input, 0), "carried by another author");
    seal("wall-time", broken, flipped(input, 32), "another wall time");
    seal("counter", broken, flipped(input, 40), "another counter");
    seal("store", broken, flipped(input, 44), "carried by another store");
    seal("store-prev", broken, flipped(input, 60), "at another place in the chain");
    seal("condition", broken, flipped(input, 97), "another intention cited");
    byte[] fewer = bytes(author(1), opsOf(input));
    seal("condition-fewer", broken, fewer, "one intention less cited");
    EnvelopeWriter marked = new EnvelopeWriter().supersedesThrough(filled(0x44, 32), 0);
    byte[] later = again(author(2), input, marked);
    seal("mark-added", broken, later, "a mark of superseded history put on later");
    later = again(author(2), input, new EnvelopeWriter().keep(true));
    seal("keep-added", broken, later, "what says that it is kept, put on later");
    byte[] kept = sealed(fixed(), author(2), KEY, new Marks(Hash.ZERO, true), ops(300));
    seal(
        "keep-removed",
        broken,
        again(author(2), kept, new EnvelopeWriter()),
        "the same, taken away");
    Verdict padding = Verdict.PADDING_MALFORMED;
    byte[] unpadded = forgedPlain(author(0), ops(300));
    seal("unpadded", padding, unpadded, "sealed without padding");
    seal("malformed", Verdict.OPS_MALFORMED, forged(author(0), new byte[] {0x52, 5}), "no ops");
    byte[] inner = {(byte) 0xc2, 0x3e, 0};
    seal("nested", Verdict.ENVELOPE_NESTED, forged(author(0), inner), "an envelope inside");
  }

  /** What {@code input} carries sealed, in an envelope of another outside. */
  private static byte[] again(IntentionWriter writer, byte[] input, EnvelopeWriter outside) {
    EnvelopeView sealed = envelope(view(input));
    byte[] content = new byte[512];
    int length =
        outside
            .sealed(
                input,
                sealed.epochIdOffset(),
                input,
                sealed.nonceOffset(),
                input,
                sealed.ciphertextOffset(),
                sealed.ciphertextLength())
            .write(content, 0, content.length);
    UniversalOpWriter outer = new UniversalOpWriter().envelope(content, 0, length);
    byte[] ops = new byte[outer.length()];
    outer.write(ops, 0, ops.length);
    return bytes(writer, ops);
  }

  private static byte[] opsOf(byte[] intention) {
    return Arrays.copyOfRange(intention, view(intention).opsOffset(), intention.length);
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] changed = bytes.clone();
    changed[at] ^= 1;
    return changed;
  }

  public static void main(String[] arguments) throws IOException {
    VectorFolder.write(files());
  }
}
