package dev.latticenano.core.intention;

import static dev.latticenano.core.intention.IntentionVectors.filled;
import static dev.latticenano.core.intention.IntentionVectors.join;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Vectors of ops, system ops, key-value payloads and envelopes. */
final class OpsVectors {
  static final AuthorId PEER = AuthorId.of(filled(0x11, 32), 0);
  static final AuthorId ADDER = AuthorId.of(filled(0x22, 32), 0);
  static final StoreId CHILD = StoreId.parse("a1b2c3d4-e5f6-7890-abcd-ef1234567890");
  static final Hash TOKEN = Hash.of(filled(0x33, 32), 0);

  private final VectorWriter out;

  private OpsVectors(VectorWriter out) {
    this.out = out;
  }

  static void write(VectorWriter out) {
    OpsVectors vectors = new OpsVectors(out);
    vectors.kinds();
    vectors.system();
    vectors.joined();
    vectors.broken();
    vectors.idsOfWrongLength();
    vectors.keyValue();
    vectors.envelopes();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] bytes(UniversalOpWriter writer) {
    byte[] bytes = new byte[writer.length()];
    writer.write(bytes, 0, bytes.length);
    return bytes;
  }

  static byte[] system(byte[] op) {
    return bytes(new UniversalOpWriter().system(op, 0, op.length));
  }

  static byte[] appData(byte[] content) {
    return bytes(new UniversalOpWriter().appData(content, 0, content.length));
  }

  static byte[] put(String key, String value) {
    byte[] bytes = new byte[8192];
    KvPayloadWriter writer = new KvPayloadWriter().wrap(bytes, 0, bytes.length);
    byte[] k = utf8(key);
    byte[] v = utf8(value);
    writer.put(k, 0, k.length, v, 0, v.length);
    return Arrays.copyOf(bytes, writer.length());
  }

  static byte[] delete(String key) {
    byte[] bytes = new byte[8192];
    KvPayloadWriter writer = new KvPayloadWriter().wrap(bytes, 0, bytes.length);
    byte[] k = utf8(key);
    writer.delete(k, 0, k.length);
    return Arrays.copyOf(bytes, writer.length());
  }

  /** Every kind of system op once, by the name of its vector. */
  static Map<String, byte[]> systemOps() {
    Map<String, byte[]> ops = new LinkedHashMap<>();
    ops.put("child-add", SystemOpWriter.addChild(CHILD, "say \"hi\"", "core:kvstore"));
    ops.put("child-remove", SystemOpWriter.removeChild(CHILD));
    ops.put("child-status", SystemOpWriter.childStatus(CHILD, 2));
    ops.put("peer-status", SystemOpWriter.peerStatus(PEER, 4));
    ops.put("peer-added-at", SystemOpWriter.peerAddedAt(PEER, 1_700_000_000_000L));
    ops.put("peer-added-by", SystemOpWriter.peerAddedBy(PEER, ADDER));
    ops.put("peer-name", SystemOpWriter.peerName(PEER, "Zoë"));
    ops.put("peer-role", SystemOpWriter.peerRole(PEER, 2));
    ops.put("strategy-independent", SystemOpWriter.strategyIndependent());
    ops.put("strategy-inherited", SystemOpWriter.strategyInherited());
    ops.put("strategy-snapshot", SystemOpWriter.strategySnapshot(CHILD));
    ops.put("store-name", SystemOpWriter.storeName("attic"));
    ops.put("invite-status", SystemOpWriter.inviteStatus(TOKEN, 1));
    ops.put("invite-invited-by", SystemOpWriter.inviteInvitedBy(TOKEN, PEER));
    ops.put("invite-claimed-by", SystemOpWriter.inviteClaimedBy(TOKEN, ADDER));
    ops.put("invite-terms", SystemOpWriter.inviteTerms(TOKEN, 1_700_000_000_000L, 1, 2, ADDER));
    return ops;
  }

  private void add(String name, Verdict verdict, byte[] input, String comment) {
    out.add("ops-" + name, "ops", verdict, input, comment);
  }

  private void kinds() {
    add("ack", Verdict.OK, new byte[0], "no bytes are an ack");
    byte[] genesis = new GenesisOp("core:rootstore", 42).toOps();
    add("genesis", Verdict.OK, genesis, "a root store, nonce 42");
    add("put", Verdict.OK, appData(put("key", "value")), "key-value: put");
    add("delete", Verdict.OK, appData(delete("key")), "key-value: delete");
    add("append", Verdict.OK, appData(utf8("hello")), "log: the bytes themselves");
    add("append-empty", Verdict.OK, appData(new byte[0]), "app data of no bytes is not an ack");
    add("variant-unknown", Verdict.OK, Hex.decode("6a03010203"), "variant 13: no effect");
    add("last-variant-counts", Verdict.OK, join(genesis, appData(utf8("x"))), "app data replaces");
    byte[] other = join(appData(utf8("x")), Hex.decode("6a0101"));
    add("variant-unknown-behind", Verdict.OK, other, "an unknown field replaces nothing");
  }

  private void system() {
    systemOps().forEach((name, op) -> add("system-" + name, Verdict.OK, system(op), "one change"));
    byte[] inner =
        SystemOpWriter.batch(
            List.of(SystemOpWriter.storeName("b"), SystemOpWriter.peerStatus(PEER, 2)));
    byte[] outer =
        SystemOpWriter.batch(
            List.of(SystemOpWriter.storeName("a"), inner, SystemOpWriter.storeName("c")));
    add("system-batch", Verdict.OK, system(outer), "batches in batches apply in order");
    byte[] empty = SystemOpWriter.batch(List.of());
    add("system-batch-empty", Verdict.OK, system(empty), "changes nothing");
    add("system-unknown", Verdict.OK, system(Hex.decode("3a020801")), "kind 7: no effect");
    byte[] peer = SystemOpWriter.peerStatus(PEER, 9);
    add("system-status-unknown", Verdict.OK, system(peer), "a number from later stays");
    byte[] role = SystemOpWriter.peerRole(PEER, 9);
    add("system-role-unknown", Verdict.OK, system(role), "a role from later stays");
    byte[] noChange = join(Hex.decode("1222"), Hex.decode("0a20"), PEER.toBytes());
    add("system-peer-unknown", Verdict.OK, system(noChange), "a peer op of no kind: no effect");
  }

  private void joined() {
    byte[] key = join(Hex.decode("12220a20"), PEER.toBytes());
    byte[] status = Hex.decode("12041a020802");
    byte[] split = join(system(key), system(status));
    add("system-split", Verdict.OK, split, "one message in two fields: their bytes in a row");
    byte[] name = SystemOpWriter.storeName("a");
    byte[] between = join(system(key), appData(utf8("x")), system(name));
    add("system-replaced", Verdict.OK, between, "another variant between: begins anew");
    byte[] batch =
        join(
            SystemOpWriter.batch(List.of(SystemOpWriter.storeName("a"))),
            SystemOpWriter.batch(List.of(SystemOpWriter.storeName("b"))));
    add("system-batch-split", Verdict.OK, system(batch), "two batch fields are one batch");
  }

  /** {@code op} inside so many batches, each two messages deep, inside ops: one more. */
  static byte[] nested(byte[] op, int batches) {
    byte[] nested = op;
    for (int i = 0; i < batches; i++) {
      nested = SystemOpWriter.batch(List.of(nested));
    }
    return system(nested);
  }

  private void broken() {
    byte[] genesis = new GenesisOp("core:rootstore", 42).toOps();
    byte[] cut = Arrays.copyOf(genesis, genesis.length - 1);
    add("cut", Verdict.OPS_MALFORMED, cut, "a length beyond the end");
    add("field-zero", Verdict.OPS_MALFORMED, Hex.decode("0200"), "no field has number 0");
    add("wire-type-6", Verdict.OPS_MALFORMED, Hex.decode("5600"), "no such wire type");
    add("wrong-wire-type", Verdict.OPS_MALFORMED, Hex.decode("5001"), "app data as a number");
    byte[] text = Hex.decode("62040a02c328");
    add("text-not-utf8", Verdict.OPS_MALFORMED, text, "a store type that is no UTF-8");
    byte[] replaced = join(Hex.decode("620101"), appData(utf8("x")));
    add("broken-then-replaced", Verdict.OPS_MALFORMED, replaced, "what is replaced counts too");
    byte[] deepest = nested(SystemOpWriter.strategyInherited(), 48);
    add("nested-100", Verdict.OK, deepest, "100 messages deep, the most");
    byte[] deeper = nested(SystemOpWriter.storeName("deep"), 49);
    add("nested-101", Verdict.OPS_MALFORMED, deeper, "101 messages deep");
  }

  private void idsOfWrongLength() {
    byte[] peer = Hex.decode("12070a01011a020802");
    add("system-peer-key-short", Verdict.OK, system(peer), "a key of one byte: no effect");
    byte[] batch = SystemOpWriter.batch(List.of(peer, SystemOpWriter.storeName("a")));
    add("system-batch-key-short", Verdict.OK, system(batch), "the rest of the batch applies");
    byte[] by = join(Hex.decode("12240a20"), PEER.toBytes(), Hex.decode("2a00"));
    add("system-adder-missing", Verdict.OK, system(by), "an adder of no bytes: no effect");
    byte[] terms = join(Hex.decode("2a250a20"), TOKEN.toBytes(), Hex.decode("c23e00"));
    add("system-terms-key-missing", Verdict.OK, system(terms), "terms without a key: no effect");
    byte[] child = Hex.decode("0a05" + "12030a0101");
    add("system-child-id-short", Verdict.OK, system(child), "an id of one byte: no effect");
  }

  private void addKv(String name, Verdict verdict, byte[] input, String comment) {
    out.add("kv-" + name, "kv", verdict, input, comment);
  }

  private void keyValue() {
    addKv("put", Verdict.OK, put("key", "value"), "one put");
    addKv("delete", Verdict.OK, delete("key"), "one delete");
    addKv("empty", Verdict.OK, new byte[0], "no operation");
    addKv("put-empty", Verdict.OK, put("", ""), "an empty key with an empty value");
    byte[] batch = join(put("a", "1"), delete("b"), put("a", "2"));
    addKv("batch", Verdict.OK, batch, "in order; the last put of a key counts");
    addKv("operation-unknown", Verdict.OK, Hex.decode("0a021a00"), "kind 3: no effect");
    byte[] split = Hex.decode("0a0a" + "0a030a016b" + "0a03120176");
    addKv("put-split", Verdict.OK, split, "one put in two fields: key, then value");
    byte[] changed = Hex.decode("0a0d" + "0a06120176" + "0a016b" + "12030a0178");
    addKv("put-then-delete-in-one", Verdict.OK, changed, "of one operation the last kind counts");
    addKv("cut", Verdict.KV_MALFORMED, Hex.decode("0a0c0a036b65"), "a length beyond the end");
    addKv("wrong-wire-type", Verdict.KV_MALFORMED, Hex.decode("0801"), "a number");
    addKv("key-longest", Verdict.OK, delete("k".repeat(4096)), "a key of 4096 bytes");
    byte[] late = join(put("a", "1"), delete("k".repeat(4097)));
    addKv("key-too-long", Verdict.KV_KEY_TOO_LONG, late, "a key of 4097 bytes, the second");
  }

  private void addEnvelope(String name, Verdict verdict, byte[] input, String comment) {
    out.add("envelope-" + name, "envelope", verdict, input, comment);
  }

  static byte[] bytes(EnvelopeWriter writer) {
    byte[] bytes = new byte[writer.length()];
    writer.write(bytes, 0, bytes.length);
    return bytes;
  }

  private void envelopes() {
    byte[] ops = appData(put("key", "value"));
    byte[] clear = bytes(new EnvelopeWriter().clear(ops, 0, ops.length));
    addEnvelope("clear", Verdict.OK, clear, "ops in the clear");
    byte[] whole = bytes(new UniversalOpWriter().envelope(clear, 0, clear.length));
    add("envelope", Verdict.OK, whole, "variant 1000: two bytes of key");
    byte[] mark =
        bytes(
            new EnvelopeWriter().supersedesThrough(filled(0x44, 32), 0).clear(ops, 0, ops.length));
    addEnvelope("supersedes", Verdict.OK, mark, "clear, and what it supersedes");
    byte[] sealed =
        bytes(new EnvelopeWriter().sealed(filled(5, 8), 0, filled(6, 24), 0, filled(7, 40), 0, 40));
    addEnvelope("sealed", Verdict.OK, sealed, "the outside of sealed ops");
    addEnvelope("ack", Verdict.OK, Hex.decode("1200"), "clear ops of no bytes are an ack");
    addEnvelope("body-unknown", Verdict.OK, Hex.decode("2a020102"), "field 5: from later");
    addEnvelope("empty", Verdict.OK, new byte[0], "neither clear nor sealed");
    byte[] both = join(sealed, clear);
    addEnvelope("last-body-counts", Verdict.OK, both, "clear replaces sealed");
    byte[] cut = Arrays.copyOf(clear, clear.length - 1);
    addEnvelope("cut", Verdict.ENVELOPE_MALFORMED, cut, "a length beyond the end");
    byte[] shortMark = Hex.decode("0a0101");
    addEnvelope("supersedes-short", Verdict.SUPERSEDES_LENGTH, shortMark, "one byte of a hash");
    byte[] kept = bytes(new EnvelopeWriter().keep(true).clear(ops, 0, ops.length));
    addEnvelope("keep", Verdict.OK, kept, "clear, and kept");
    byte[] mayGo = join(clear, Hex.decode("2000"));
    addEnvelope("keep-zero", Verdict.OK, mayGo, "0 says no more than nothing does");
    addEnvelope("keep-last", Verdict.OK, join(mayGo, Hex.decode("2001")), "the last counts");
    addEnvelope("keep-two", Verdict.KEEP_WRONG, join(clear, Hex.decode("2002")), "neither 0 nor 1");
    byte[] most = join(clear, Hex.decode("2080808080808080808001"));
    addEnvelope("keep-most", Verdict.KEEP_WRONG, most, "the highest of 64 bits alone");
    byte[] bytes = join(clear, Hex.decode("22020102"));
    addEnvelope("keep-bytes", Verdict.ENVELOPE_MALFORMED, bytes, "bytes in place of a number");
    byte[] nonce = Hex.decode("1a070a0105120106" + "1a00");
    addEnvelope("sealed-cut", Verdict.ENVELOPE_MALFORMED, nonce, "the sealed part ends early");
    byte[] noTag =
        Hex.decode(
            "1a35" + "0a08" + "05".repeat(8) + "1218" + "06".repeat(24) + "1a0f" + "07".repeat(15));
    addEnvelope("ciphertext-short", Verdict.SEALED_LENGTH, noTag, "no room for a tag");
    byte[] inside = bytes(new EnvelopeWriter().clear(whole, 0, whole.length));
    addEnvelope("nested", Verdict.ENVELOPE_NESTED, inside, "an envelope in an envelope");
    byte[] bad = Hex.decode("12025205");
    addEnvelope("clear-malformed", Verdict.OPS_MALFORMED, bad, "clear ops that do not decode");
  }
}
