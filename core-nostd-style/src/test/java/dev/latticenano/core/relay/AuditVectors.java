package dev.latticenano.core.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes docs/vectors/audit-*.txt: what two words of a relay prove, one file, one behaviour of
 * docs/relay.md §7. Run {@code main} after a change of rules; {@code AuditVectorsTest} compares.
 */
final class AuditVectors {
  static final AuthorId ANN = RelayVectors.key(RelayVectors.ANN);
  static final AuthorId BO = RelayVectors.key(RelayVectors.BO);
  private static final Hash OTHER = Hash.of(Hex.decode("08".repeat(32)), 0);
  private static final Hash TIP = RelayVectors.TIP;

  private final Map<String, String> files = new TreeMap<>();

  private AuditVectors() {}

  static Map<String, String> files() {
    AuditVectors vectors = new AuditVectors();
    vectors.forms();
    vectors.honest();
    vectors.forked();
    vectors.rolledBack();
    vectors.withheld();
    vectors.dropped();
    vectors.owed();
    return vectors.files;
  }

  /** A statement of Ann's chain at these heights, under manifest 2. */
  static Statement ann(long counter, int floor, int height, Hash tip, long receipts) {
    return set(floor, height, tip)
        .sign(counter, RelayVectors.TIME, 2, receipts, RelayVectors.RELAY);
  }

  private static StatementWriter set(int floor, int height, Hash tip) {
    return new StatementWriter(RelayVectors.STORE).author(ANN, floor, height, tip).set(20, tip);
  }

  private static PruneReceipt receipt(long counter, int floor) {
    return new PruneReceiptWriter(RelayVectors.STORE)
        .floor(ANN, floor, TIP)
        .ack(TIP)
        .dropped(floor, 1)
        .sign(counter, RelayVectors.TIME, RelayVectors.RELAY);
  }

  /** A first intention of Ann's; another one for each {@code name}. */
  static byte[] first(int name) {
    IntentionWriter writer = new IntentionWriter();
    writer.store(RelayVectors.STORE).timestamp(new Hlc(name, 0)).storePrev(Hash.ZERO);
    byte[] out = new byte[1024];
    byte[] hash = new byte[Hash.BYTES];
    Ed25519Signer signer = RelayVectors.ANN;
    int length = IntentionProof.sign(writer, signer, Blake3.plain(), out, 0, out.length, hash, 0);
    return Arrays.copyOf(out, length);
  }

  private void forms() {
    byte[] good = new Evidence().add(ann(1, 0, 5, TIP, 0)).add(receipt(1, 3)).toBytes();
    evidence("two", Verdict.OK, good, "a statement and a receipt");
    evidence("empty", Verdict.OK, new Evidence().toBytes(), "nothing");
    Verdict wrong = Verdict.EVIDENCE_MALFORMED;
    evidence("cut", wrong, Arrays.copyOf(good, good.length - 1), "a byte is missing");
    evidence("trailing", wrong, Arrays.copyOf(good, good.length + 1), "a byte too many");
    evidence("short", wrong, Arrays.copyOf(good, 8), "less than a head");
    evidence("magic", wrong, RelayVectors.with(good, bytes -> bytes[0] = 'l'), "another file");
    evidence("version", wrong, RelayVectors.with(good, bytes -> bytes[4] = 2), "version 2");
    evidence("count", wrong, RelayVectors.with(good, bytes -> bytes[8] = 3), "3 items, 2 there");
    evidence("kind-0", wrong, RelayVectors.with(good, bytes -> bytes[9] = 0), "kind 0");
    evidence("kind-4", wrong, RelayVectors.with(good, bytes -> bytes[9] = 4), "kind 4");
    evidence(
        "items", wrong, RelayVectors.with(good, bytes -> bytes[7] = 17), "more than 4096 items");
    evidence(
        "item",
        Verdict.STATEMENT_SIGNATURE_WRONG,
        RelayVectors.with(good, bytes -> bytes[14 + 220] ^= 1),
        "a statement that the relay did not sign");
  }

  private void honest() {
    Evidence grows = new Evidence().add(ann(1, 0, 5, TIP, 0)).add(ann(7, 0, 6, OTHER, 0));
    evidence("grows", Verdict.OK, grows.toBytes(), "one more intention, some counters later");
    Evidence pruned =
        new Evidence().add(ann(1, 0, 5, TIP, 0)).add(receipt(1, 3)).add(ann(2, 3, 5, TIP, 1));
    evidence("pruned", Verdict.OK, pruned.toBytes(), "a floor rose, and a receipt says so");
    Evidence unknown = new Evidence().add(ann(1, 0, 5, TIP, 0)).add(ann(2, 3, 5, TIP, 2));
    evidence("receipts-lack", Verdict.OK, unknown.toBytes(), "the receipts are not all there");
    Statement fewer = set(0, 2, TIP).sign(2, 0, 3, 0, RelayVectors.RELAY);
    Evidence members = new Evidence().add(ann(1, 0, 5, TIP, 0)).add(fewer);
    evidence("members", Verdict.OK, members.toBytes(), "fewer, under a newer manifest");
    Evidence fork =
        new Evidence()
            .add(ann(1, 0, 5, TIP, 0))
            .add(ann(2, 0, 4, OTHER, 0))
            .addIntention(first(1))
            .addIntention(first(2));
    evidence("author-forked", Verdict.OK, fork.toBytes(), "fewer, of an author who forked");
    Ed25519Signer other = RelayVectors.CY;
    Evidence relays =
        new Evidence()
            .add(ann(1, 0, 5, TIP, 0))
            .add(set(0, 2, OTHER).sign(1, RelayVectors.TIME, 2, 0, other));
    evidence(
        "two-relays", Verdict.OK, relays.toBytes(), "two relays, each with a counter of its own");
  }

  private void forked() {
    Verdict lie = Verdict.RELAY_FORKED;
    Evidence counter = new Evidence().add(ann(3, 0, 5, TIP, 0)).add(ann(3, 0, 6, OTHER, 0));
    evidence("forked-counter", lie, counter.toBytes(), "two statements with counter 3");
    Evidence tips = new Evidence().add(ann(3, 0, 5, TIP, 0)).add(ann(4, 0, 5, OTHER, 0));
    evidence("forked-tips", lie, tips.toBytes(), "two intentions at height 5");
    Evidence receipts = new Evidence().add(receipt(1, 3)).add(receipt(1, 4));
    evidence("forked-receipts", lie, receipts.toBytes(), "two receipts with counter 1");
  }

  private void rolledBack() {
    Verdict lie = Verdict.RELAY_ROLLED_BACK;
    Statement older = set(0, 5, TIP).sign(2, RelayVectors.TIME, 1, 0, RelayVectors.RELAY);
    Evidence manifest = new Evidence().add(ann(1, 0, 5, TIP, 0)).add(older);
    evidence("rolled-manifest", lie, manifest.toBytes(), "an older manifest is in force again");
    Evidence receipts = new Evidence().add(ann(1, 3, 5, TIP, 2)).add(ann(2, 3, 5, TIP, 1));
    evidence("rolled-receipts", lie, receipts.toBytes(), "fewer receipts so far");
    Evidence floors = new Evidence().add(ann(1, 3, 5, TIP, 1)).add(ann(2, 2, 5, TIP, 1));
    evidence("rolled-floor", lie, floors.toBytes(), "a floor fell");
    Statement less =
        set(0, 5, TIP).set(19, TIP).sign(2, RelayVectors.TIME, 2, 0, RelayVectors.RELAY);
    Evidence count = new Evidence().add(ann(1, 0, 5, TIP, 0)).add(less);
    evidence("rolled-count", lie, count.toBytes(), "19 intentions after 20");
  }

  private void withheld() {
    Verdict lie = Verdict.RELAY_WITHHELD;
    Evidence newest = new Evidence().add(ann(1, 0, 5, TIP, 0)).add(ann(2, 0, 4, OTHER, 0));
    evidence("withheld", lie, newest.toBytes(), "Ann's fifth is not listed any more");
    Statement nothing =
        new StatementWriter(RelayVectors.STORE)
            .author(BO, 0, 1, TIP)
            .set(20, TIP)
            .sign(2, RelayVectors.TIME, 2, 0, RelayVectors.RELAY);
    Evidence all = new Evidence().add(ann(1, 0, 5, TIP, 0)).add(nothing);
    evidence("withheld-author", lie, all.toBytes(), "Ann is not listed any more");
    Evidence one =
        new Evidence().add(ann(1, 0, 5, TIP, 0)).add(ann(2, 0, 4, OTHER, 0)).addIntention(first(1));
    evidence("withheld-no-fork", lie, one.toBytes(), "one intention is no fork");
  }

  private void dropped() {
    Verdict lie = Verdict.RELAY_DROPPED;
    Evidence silent = new Evidence().add(ann(1, 0, 5, TIP, 1)).add(ann(2, 3, 5, TIP, 1));
    evidence("dropped", lie, silent.toBytes(), "a floor rose without a receipt");
    Evidence less =
        new Evidence().add(ann(1, 0, 5, TIP, 0)).add(receipt(1, 2)).add(ann(2, 3, 5, TIP, 1));
    evidence("dropped-more", lie, less.toBytes(), "a floor rose to 3, the receipt says 2");
  }

  private void owed() {
    byte[] five = ann(1, 0, 5, TIP, 0).toBytes();
    owes("covers", Verdict.OK, five, new Audit.Stand(ANN, 5, TIP), "what both had");
    owes("covers-more", Verdict.OK, five, new Audit.Stand(ANN, 4, OTHER), "more by now");
    Verdict lie = Verdict.RELAY_OWES;
    owes("less", lie, five, new Audit.Stand(ANN, 6, OTHER), "less than both had");
    owes("other", lie, five, new Audit.Stand(ANN, 5, OTHER), "another intention");
    owes("nobody", lie, five, new Audit.Stand(BO, 1, TIP), "nothing of Bo");
  }

  private void owes(
      String name, Verdict verdict, byte[] input, Audit.Stand agreed, String comment) {
    byte[] bytes = new byte[68];
    agreed.author().write(bytes, 0);
    BigEndian.putInt(bytes, 32, agreed.height());
    agreed.tip().write(bytes, 36);
    add("owes-" + name, "owes", verdict, input, Hex.encode(bytes), comment);
  }

  private void evidence(String name, Verdict verdict, byte[] input, String comment) {
    add(name, "evidence", verdict, input, "", comment);
  }

  private void add(
      String name, String kind, Verdict verdict, byte[] input, String agreed, String comment) {
    String anchor = kind.equals("owes") ? "statement" : kind;
    StringBuilder out = new StringBuilder();
    out.append("rule: relay.md#").append(verdict == Verdict.OK ? anchor : verdict.rule());
    out.append("\nverdict: ").append(verdict.name());
    out.append("\ncomment: ").append(comment).append("\nkind: ").append(kind);
    out.append(agreed.isEmpty() ? "" : "\nagreed: " + agreed);
    out.append("\ninput: ").append(Hex.encode(input)).append('\n');
    if (files.put("audit-" + name + ".txt", out.toString()) != null) {
      throw new AssertionError("two vectors named " + name);
    }
  }

  /** What is said of a vector. */
  static Verdict read(Map<String, String> vector) {
    byte[] input = Hex.decode(vector.get("input"));
    if (vector.get("kind").equals("owes")) {
      byte[] agreed = Hex.decode(vector.get("agreed"));
      List<Audit.Stand> stands = new ArrayList<>();
      for (int at = 0; at < agreed.length; at += 68) {
        int height = BigEndian.intAt(agreed, at + 32);
        stands.add(new Audit.Stand(AuthorId.of(agreed, at), height, Hash.of(agreed, at + 36)));
      }
      return Audit.owes(stands, Statement.of(input)) == null ? Verdict.OK : Verdict.RELAY_OWES;
    }
    Verdict form = Evidence.check(input, new Ed25519Verifier());
    List<Audit.Finding> found =
        form == Verdict.OK ? Audit.of(Evidence.of(input)) : List.<Audit.Finding>of();
    return found.isEmpty() ? form : found.get(0).verdict();
  }

  public static void main(String[] arguments) throws IOException {
    VectorFolder.write(files());
  }
}
