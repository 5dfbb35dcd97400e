package dev.latticenano.core.dag;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Writes docs/vectors for DAG and ingest: one file, one behaviour. Run {@code main} after a change
 * of rules; {@code IngestVectorTest} compares what is committed.
 */
final class IngestVectors {
  private static final String ALICE_SEED = "11".repeat(32);
  private static final Signer ALICE = new Ed25519Signer(Hex.decode(ALICE_SEED), 0);
  private static final Signer BOB = new Ed25519Signer(Hex.decode("22".repeat(32)), 0);
  private static final StoreId STORE = DagModel.store();

  private final Map<String, String> files = new TreeMap<>();
  private final Written a1 = sign(ALICE, 1000, Hash.ZERO);
  private final Written a2 = sign(ALICE, 2000, a1.hash());
  private final Written a3 = sign(ALICE, 3000, a2.hash());
  private final Written fork = sign(ALICE, 2500, a1.hash());
  private final Written b1 = sign(BOB, 1500, Hash.ZERO, a1.hash());
  private final Written foreign = sign(BOB, 1600, a1.hash());

  private IngestVectors() {}

  /** File name to content, of all vectors. */
  static Map<String, String> files() throws StoreException {
    IngestVectors vectors = new IngestVectors();
    vectors.witnessed();
    vectors.waiting();
    vectors.refused();
    vectors.authorsKeptOut();
    vectors.forked();
    vectors.pruned();
    vectors.authors();
    return vectors.files;
  }

  public static void main(String[] arguments) throws IOException, StoreException {
    VectorFolder.write(files());
  }

  private static Written sign(Signer signer, long wallMs, Hash storePrev, Hash... condition) {
    return Written.sign(
        signer, STORE, storePrev, List.of(condition), new Hlc(wallMs, 0), new byte[0]);
  }

  private void witnessed() throws StoreException {
    ingest("first", Verdict.OK, List.of(), a1, "the first of a chain");
    ingest("next", Verdict.OK, List.of(a1), a2, "the next of a chain");
    ingest("cites", Verdict.OK, List.of(a1), b1, "cites another author");
    ingest("releases", Verdict.OK, List.of(a3, a2, b1), a1, "three waited for it");
    Written none = sign(ALICE, 1000, Hash.ZERO, Hash.ZERO);
    ingest("condition-zero", Verdict.OK, List.of(), none, "the zero hash names nothing");
    Written repeated = sign(BOB, 1500, Hash.ZERO, a1.hash(), a1.hash());
    ingest("condition-repeated", Verdict.OK, List.of(repeated), a1, "waited for one hash twice");
  }

  private void waiting() throws StoreException {
    ingest("floats-store-prev", Verdict.FLOATING, List.of(a1), a3, "store_prev is not here");
    ingest("floats-condition", Verdict.FLOATING, List.of(), b1, "a hash in the condition is not");
    ingest("floats-on-floating", Verdict.FLOATING, List.of(a2), a3, "store_prev floats itself");
    ingest("duplicate", Verdict.DUPLICATE, List.of(a1), a1, "witnessed already");
    ingest("duplicate-floating", Verdict.DUPLICATE, List.of(a2), a2, "floating already");
    Map<String, String> one = Map.of("floating_max", "1");
    ingest("table-full", Verdict.TABLE_FULL, List.of(a3), b1, "one floats, and no more may", one);
    ingest("table-full-next", Verdict.OK, List.of(a3), a1, "need not wait, so is taken", one);
  }

  private void refused() throws StoreException {
    Written other =
        Written.sign(
            ALICE,
            StoreId.of(new byte[16], 0),
            Hash.ZERO,
            List.of(),
            new Hlc(1000, 0),
            new byte[0]);
    ingest("wrong-store", Verdict.WRONG_STORE, List.of(), other, "of another store");
    ingest(
        "store-prev-foreign",
        Verdict.STORE_PREV_FOREIGN,
        List.of(a1),
        foreign,
        "on another author's first");
    ingest(
        "store-prev-foreign-floated",
        Verdict.STORE_PREV_FOREIGN,
        List.of(foreign, a1),
        foreign,
        "floated until the author of its store_prev was known");
    Written forged = sign(ALICE, 2000, a1.hash());
    forged.bytes()[forged.bytes().length - 1] ^= 1;
    ingest("signature-wrong", Verdict.SIGNATURE_WRONG, List.of(a1), forged, "one bit flipped");
  }

  private void authorsKeptOut() throws StoreException {
    Map<String, String> stranger = Map.of("unknown", b1.author().toString());
    Map<String, String> revoked = Map.of("revoked", a1.author().toString());
    List<Written> none = List.of();
    ingest("author-unknown", Verdict.AUTHOR_UNKNOWN, List.of(a1), b1, "no member", stranger);
    ingest("author-revoked", Verdict.AUTHOR_REVOKED, List.of(a1), a2, "after the cut", revoked);
    ingest("author-revoked-here", Verdict.DUPLICATE, List.of(a1), a1, "here already", revoked);
    ingest("author-revoked-cited", Verdict.OK, List.of(b1), a1, "something waits for it", revoked);
    ingest("author-revoked-below", Verdict.FLOATING, List.of(a3), a2, "something waits", revoked);
    Map<String, String> other = Map.of("unknown", b1.author().toString());
    ingest("author-let-in", Verdict.OK, none, a1, "another is kept out", other);
  }

  private void forked() throws StoreException {
    ingest("fork", Verdict.OK, List.of(a1, a2, a3), fork, "a second child of the first");
    ingest("fork-other-order", Verdict.OK, List.of(a1, fork, a2), a3, "the other branch first");
    Written second = sign(ALICE, 1001, Hash.ZERO);
    ingest("fork-first", Verdict.OK, List.of(a1), second, "two first intentions");
    Written both = sign(BOB, 4000, Hash.ZERO, a3.hash(), fork.hash());
    List<Written> branches = List.of(a1, a2, a3, fork);
    ingest("cites-branches", Verdict.OK, branches, both, "cites both branches");
  }

  private void pruned() throws StoreException {
    byte[] key = new byte[32];
    ALICE.publicKey(key, 0);
    List<Written> held = List.of(a1, a2, a3);
    Map<String, String> two = Map.of("floor", Hex.encode(key) + ":2");
    Written second = sign(ALICE, 1001, Hash.ZERO);
    ingest(
        "below-floor", Verdict.CHECKPOINT_VIOLATED, held, second, "another first intention", two);
    ingest("below-floor-gone", Verdict.CHECKPOINT_VIOLATED, held, a1, "it was here", two);
    Written onFloor = sign(ALICE, 2500, a2.hash());
    ingest("on-floor", Verdict.OK, held, onFloor, "a fork whose parent is the floor", two);
    ingest("floor-tip", Verdict.DUPLICATE, held, a2, "the floor itself is known by name", two);
    Map<String, String> three = Map.of("floor", Hex.encode(key) + ":3");
    Written next = sign(ALICE, 4000, a3.hash());
    ingest("above-floor", Verdict.OK, held, next, "on a tip that is gone", three);
    Written citing = sign(BOB, 4000, Hash.ZERO, a1.hash());
    ingest("cites-below-floor", Verdict.FLOATING, held, citing, "cites what is no ghost", two);
    List<Written> both = List.of(a1, a2, a3, b1);
    Written again = sign(BOB, 4000, b1.hash(), a1.hash());
    ingest("cites-ghost", Verdict.OK, both, again, "cites what another still cites", two);
  }

  private void authors() throws StoreException {
    Map<String, String> joined =
        author(Verdict.BOOTSTRAP_UNFINISHED, List.of(a1, a2), "it has agreed with no member");
    joined.put("joined", "true");
    joined.put("input", Hex.encode(RandomDag.put("key", 1)));
    add("author-bootstrap", joined);
    author("writes", Verdict.OK, List.of(a1, a2), List.of(), "on its own tip");
    author(
        "forked", Verdict.AUTHOR_FORKED, List.of(a1, a2, fork), List.of(), "its chain is forked");
    author(
        "own-tip-unknown",
        Verdict.OWN_TIP_UNKNOWN,
        List.of(a1),
        List.of(a2),
        "a peer shows a later tip");
  }

  private void ingest(
      String name, Verdict verdict, List<Written> before, Written input, String comment)
      throws StoreException {
    ingest(name, verdict, before, input, comment, Map.of());
  }

  private void ingest(
      String name,
      Verdict verdict,
      List<Written> before,
      Written input,
      String comment,
      Map<String, String> more)
      throws StoreException {
    Map<String, String> vector = begin("ingest", verdict, comment);
    vector.putAll(more);
    vector.put("before", text(before));
    vector.put("input", Hex.encode(input.bytes()));
    add("ingest-" + name, vector);
  }

  private void author(
      String name, Verdict verdict, List<Written> before, List<Written> peer, String comment)
      throws StoreException {
    Map<String, String> vector = author(verdict, before, comment);
    if (!peer.isEmpty()) {
      vector.put("peer", text(peer));
    }
    vector.put("input", Hex.encode(RandomDag.put("key", 1)));
    add("author-" + name, vector);
  }

  private static Map<String, String> author(Verdict verdict, List<Written> before, String comment) {
    Map<String, String> vector = begin("author", verdict, comment);
    vector.put("seed", ALICE_SEED);
    vector.put("now", "1700000000000");
    vector.put("before", text(before));
    return vector;
  }

  private static Map<String, String> begin(String kind, Verdict verdict, String comment) {
    Map<String, String> vector = new LinkedHashMap<>();
    vector.put("rule", "protocol.md#" + (verdict == Verdict.OK ? kind : verdict.rule()));
    vector.put("verdict", verdict.name());
    vector.put("comment", comment);
    vector.put("kind", kind);
    vector.put("store", STORE.toString());
    return vector;
  }

  private static String text(List<Written> written) {
    StringJoiner text = new StringJoiner(" ");
    new ArrayList<>(written).forEach(each -> text.add(Hex.encode(each.bytes())));
    return text.toString();
  }

  private void add(String name, Map<String, String> vector) throws StoreException {
    Map<String, String> read = IngestReading.of(vector);
    if (!read.get("verdict").equals(vector.get("verdict"))) {
      throw new AssertionError(name + " is " + read.get("verdict"));
    }
    vector.putAll(read);
    VectorFolder.add(files, name, vector);
  }
}
