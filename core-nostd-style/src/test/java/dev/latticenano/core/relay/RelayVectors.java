package dev.latticenano.core.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.crypto.Base58Check;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes docs/vectors/relay-*.txt: one file, one behaviour of docs/relay.md. Run {@code main} after
 * a change of rules; {@code RelayVectorsTest} compares what is committed.
 */
final class RelayVectors {
  static final Ed25519Signer RELAY = signer("0d");
  static final Ed25519Signer ANN = signer("0a");
  static final Ed25519Signer BO = signer("0b");
  static final Ed25519Signer CY = signer("0c");
  private static final int NONCE = 7;
  static final StoreId STORE = StoreId.derive(Blake3.plain(), key(ANN), NONCE);
  static final StoreId ELSEWHERE = StoreId.parse("aaaaaaaa-aaaa-4aaa-9aaa-aaaaaaaaaaaa");
  private static final byte[] NUMBER = Hex.decode("0123456789abcdef0123456789abcdef");
  static final long TIME = 1_800_000_000_000L;
  private static final Ticket.Promise PROMISE =
      new Ticket.Promise(1L << 30, TIME, TIME + 1, Ticket.STORES_MAX);
  static final Hash TIP = Hash.of(Hex.decode("07".repeat(32)), 0);

  private final Map<String, String> files = new TreeMap<>();

  private RelayVectors() {}

  static Map<String, String> files() {
    RelayVectors vectors = new RelayVectors();
    vectors.tickets();
    vectors.brokenTickets();
    vectors.manifests();
    vectors.brokenManifests();
    vectors.successors();
    RelayProofVectors.write(vectors::proof);
    return vectors.files;
  }

  private static Ed25519Signer signer(String octet) {
    return new Ed25519Signer(Hex.decode(octet.repeat(32)), 0);
  }

  static AuthorId key(Ed25519Signer signer) {
    byte[] key = new byte[AuthorId.BYTES];
    signer.publicKey(key, 0);
    return AuthorId.of(key, 0);
  }

  /** What a relay that has the manifest {@code before}, or none, says of these bytes. */
  static Verdict read(String kind, byte[] input, byte[] before, AuthorId owner) {
    Ed25519Verifier verifier = new Ed25519Verifier();
    switch (kind) {
      case "ticket":
        return Ticket.check(new String(input, StandardCharsets.ISO_8859_1), verifier);
      case "statement":
        return Statement.check(input, verifier);
      case "receipt":
        return PruneReceipt.check(input, verifier);
      default:
    }
    Verdict verdict = Manifest.check(input, verifier);
    Manifest last = before == null ? null : Manifest.of(before);
    return verdict == Verdict.OK ? Manifest.of(input).follows(last, owner) : verdict;
  }

  private void tickets() {
    Ticket any = Ticket.sign(RELAY, NUMBER, PROMISE);
    ticket("any", Verdict.OK, any.text(), "1 GiB for any 4096 stores");
    Ticket.Promise small = new Ticket.Promise(1, 0, 0, 1);
    Ticket one = Ticket.sign(RELAY, NUMBER, small, ELSEWHERE, key(ANN));
    ticket("one", Verdict.OK, one.text(), "for one store, whose owner it names");
    Ticket.Promise most = new Ticket.Promise(Ticket.SPACE_MAX, 0, 0, 1);
    ticket("most", Verdict.OK, Ticket.sign(RELAY, NUMBER, most).text(), "as much as can be");
  }

  private void brokenTickets() {
    Ticket any = Ticket.sign(RELAY, NUMBER, PROMISE);
    Ticket one = Ticket.sign(RELAY, NUMBER, new Ticket.Promise(1, 0, 0, 1), ELSEWHERE, key(ANN));
    Verdict text = Verdict.TICKET_TEXT_WRONG;
    ticket("empty", text, "", "nothing");
    ticket("mistyped", text, swapped(any.text()), "two characters exchanged");
    ticket("prefix", text, any.text().substring(3), "without its first three letters");
    ticket("far-too-long", text, "ltk" + "2".repeat(600), "longer than any ticket");
    Verdict wrong = Verdict.TICKET_MALFORMED;
    changed("version", wrong, any, bytes -> bytes[0] = 2, "version 2");
    changed("kind-0", wrong, any, bytes -> bytes[75] = 0, "kind 0");
    changed("kind-3", wrong, any, bytes -> bytes[75] = 3, "kind 3");
    changed("kind-2", wrong, any, bytes -> bytes[75] = 2, "kind 2 without a store");
    changed("no-space", wrong, any, bytes -> BigEndian.putLong(bytes, 49, 0), "0 bytes");
    long more = Ticket.SPACE_MAX + 1;
    changed("space", wrong, any, bytes -> BigEndian.putLong(bytes, 49, more), "2^62 + 1 bytes");
    changed("redeem", wrong, any, bytes -> bytes[57] = -128, "to be redeemed before 1970");
    changed("until", wrong, any, bytes -> bytes[65] = -128, "serves until before 1970");
    changed("no-stores", wrong, any, bytes -> BigEndian.putShort(bytes, 73, 0), "0 stores");
    changed("stores", wrong, any, bytes -> BigEndian.putShort(bytes, 73, 4097), "4097 stores");
    changed("one-two", wrong, one, bytes -> bytes[74] = 2, "kind 2 for two stores");
    Verdict forged = Verdict.TICKET_SIGNATURE_WRONG;
    changed("signature", forged, any, bytes -> bytes[bytes.length - 1] ^= 1, "a bit of it");
    changed("quota", forged, any, bytes -> bytes[55] ^= 1, "another quota than was signed");
  }

  private static String swapped(String text) {
    int at = 20;
    while (text.charAt(at) == text.charAt(at + 1)) {
      at++;
    }
    return text.substring(0, at) + text.charAt(at + 1) + text.charAt(at) + text.substring(at + 2);
  }

  private void changed(
      String name, Verdict verdict, Ticket ticket, Consumer<byte[]> change, String comment) {
    byte[] bytes = ticket.toBytes();
    change.accept(bytes);
    String text = "ltk" + Base58Check.encode(0x52, bytes);
    ticket(name, verdict, text, comment);
  }

  private void ticket(String name, Verdict verdict, String text, String comment) {
    byte[] input = text.getBytes(StandardCharsets.ISO_8859_1);
    add("ticket-" + name, "ticket", verdict, input, null, null, comment);
  }

  static ManifestWriter members() {
    return new ManifestWriter(STORE)
        .creator(key(ANN), NONCE)
        .member(key(ANN), Manifest.OWNER, false)
        .member(key(BO), Manifest.VOTER, false);
  }

  private void manifests() {
    byte[] plain = members().sign(1, TIME, ANN).toBytes();
    manifest("two", Verdict.OK, plain, "an owner and a voter");
    byte[] roles =
        members()
            .member(key(BO), Manifest.READER, true)
            .out(key(CY), 3, TIP)
            .sign(2, TIME, ANN)
            .toBytes();
    manifest("out", Verdict.OK, roles, "a dormant reader, and somebody who is out");
    byte[] clear = members().out(key(CY)).clear().sign(3, 0, ANN).toBytes();
    manifest("clear", Verdict.OK, clear, "in the clear; of somebody who is out nothing stays");
    byte[] elsewhere =
        new ManifestWriter(ELSEWHERE)
            .member(key(BO), Manifest.OWNER, false)
            .sign(1, TIME, BO)
            .toBytes();
    add(
        "manifest-named",
        "manifest",
        Verdict.OK,
        elsewhere,
        null,
        key(BO),
        "a store with a random id, whose owner the ticket names");
    add(
        "manifest-not-named",
        "manifest",
        Verdict.MANIFEST_NOT_OWNER,
        elsewhere,
        null,
        key(ANN),
        "signed by another than the owner that the ticket names");
    ManifestWriter most = members();
    for (int i = 0; i < 1022; i++) {
      most.member(numbered(i), Manifest.CARRIER, false);
    }
    for (int i = 0; i < 1024; i++) {
      most.out(numbered(2000 + i));
    }
    manifest("most", Verdict.OK, most.sign(1, TIME, ANN).toBytes(), "as many as can be");
  }

  static AuthorId numbered(int number) {
    return new AuthorId(0, 0, 0, number + 1L);
  }

  private void brokenManifests() {
    byte[] good = members().out(key(CY), 3, TIP).sign(1, TIME, ANN).toBytes();
    Verdict wrong = Verdict.MANIFEST_MALFORMED;
    manifest("cut", wrong, Arrays.copyOf(good, good.length - 1), "a byte is missing");
    manifest("trailing", wrong, Arrays.copyOf(good, good.length + 1), "a byte too many");
    manifest("version", wrong, with(good, bytes -> bytes[0] = 2), "version 2");
    manifest("sequence-0", wrong, with(good, bytes -> bytes[60] = 0), "sequence 0");
    manifest("written", wrong, with(good, bytes -> bytes[61] = -128), "written before 1970");
    manifest("sealed-3", wrong, with(good, bytes -> bytes[69] = 3), "neither sealed nor clear");
    manifest("members-0", wrong, with(good, bytes -> bytes[71] = 0), "no members");
    manifest("role-0", wrong, with(good, bytes -> bytes[106] = 0), "role 0");
    manifest("role-5", wrong, with(good, bytes -> bytes[106] = 5), "role 5");
    manifest("role-33", wrong, with(good, bytes -> bytes[106] = 33), "role 33");
    manifest("falls", wrong, with(good, bytes -> bytes[74] = -1), "members that do not rise");
    manifest(
        "twice",
        wrong,
        with(good, bytes -> System.arraycopy(bytes, 74, bytes, 107, 32)),
        "a member twice");
    manifest(
        "out-member",
        wrong,
        with(good, bytes -> System.arraycopy(bytes, 74, bytes, 140, 32)),
        "a member who is out");
    manifest("cut-height", wrong, with(good, bytes -> bytes[175] = 0), "a tip at height 0");
    manifest(
        "cut-tip",
        wrong,
        with(good, bytes -> Arrays.fill(bytes, 176, 208, (byte) 0)),
        "height 3 without a tip");
    byte[] ownerless =
        new ManifestWriter(STORE)
            .creator(key(ANN), NONCE)
            .member(key(ANN), Manifest.VOTER, false)
            .sign(1, TIME, ANN)
            .toBytes();
    manifest("no-owner", Verdict.MANIFEST_NO_OWNER, ownerless, "only a voter");
    byte[] asleep =
        new ManifestWriter(STORE)
            .creator(key(ANN), NONCE)
            .member(key(ANN), Manifest.OWNER, true)
            .sign(1, TIME, ANN)
            .toBytes();
    manifest("owner-dormant", Verdict.MANIFEST_NO_OWNER, asleep, "the only owner is dormant");
    Verdict store = Verdict.MANIFEST_STORE_WRONG;
    manifest("nonce", store, with(good, bytes -> bytes[52] ^= 1), "another nonce");
    manifest("creator", store, with(good, bytes -> bytes[17] ^= 1), "another creator");
    byte[] claimed =
        new ManifestWriter(ELSEWHERE)
            .creator(key(ANN), NONCE)
            .member(key(ANN), Manifest.OWNER, false)
            .sign(1, TIME, ANN)
            .toBytes();
    manifest("random", store, claimed, "a creator of a store with a random id");
    Verdict forged = Verdict.MANIFEST_SIGNATURE_WRONG;
    manifest("signature", forged, with(good, bytes -> bytes[bytes.length - 1] ^= 1), "a bit of it");
    manifest("time", forged, with(good, bytes -> bytes[68] ^= 1), "another time than was signed");
  }

  private void successors() {
    byte[] first = members().sign(5, TIME, ANN).toBytes();
    byte[] next = members().member(key(BO), Manifest.OWNER, false).sign(6, TIME, ANN).toBytes();
    after("next", Verdict.OK, next, first, "a newer one of the same owner");
    after("again", Verdict.OK, first, first, "the same bytes again");
    byte[] other = members().member(key(CY), Manifest.VOTER, false).sign(7, TIME, BO).toBytes();
    after("other-owner", Verdict.OK, other, next, "of an owner of the last one");
    after("by-voter", Verdict.MANIFEST_NOT_OWNER, other, first, "of a voter of the last one");
    byte[] same = members().member(key(CY), Manifest.VOTER, false).sign(5, TIME, ANN).toBytes();
    after("same-number", Verdict.MANIFEST_OLD, same, first, "others with the same sequence");
    after("old", Verdict.MANIFEST_OLD, first, next, "an older one");
    after("not-creator", Verdict.MANIFEST_NOT_OWNER, other, null, "a first one not of the creator");
  }

  private void proof(String kind, String name, Verdict verdict, byte[] input, String comment) {
    add(kind + "-" + name, kind, verdict, input, null, null, comment);
  }

  static byte[] with(byte[] bytes, Consumer<byte[]> change) {
    byte[] out = bytes.clone();
    change.accept(out);
    return out;
  }

  private void manifest(String name, Verdict verdict, byte[] input, String comment) {
    after(name, verdict, input, null, comment);
  }

  private void after(String name, Verdict verdict, byte[] input, byte[] before, String comment) {
    add("manifest-" + name, "manifest", verdict, input, before, null, comment);
  }

  private void add(
      String name,
      String kind,
      Verdict verdict,
      byte[] input,
      byte[] before,
      AuthorId owner,
      String comment) {
    Map<String, String> vector = new LinkedHashMap<>();
    vector.put("rule", "relay.md#" + (verdict == Verdict.OK ? kind : verdict.rule()));
    vector.put("verdict", verdict.name());
    vector.put("comment", comment);
    vector.put("kind", kind);
    if (before != null) {
      vector.put("before", Hex.encode(before));
    }
    if (owner != null) {
      vector.put("owner", owner.toString());
    }
    vector.put("input", Hex.encode(input));
    Verdict found = read(kind, input, before, owner);
    if (found != verdict) {
      throw new AssertionError(name + " is " + found + ", not " + verdict);
    }
    VectorFolder.add(files, "relay-" + name, vector);
  }

  public static void main(String[] arguments) throws IOException {
    VectorFolder.write(files());
  }
}
