package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.EnvelopeWriter;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes docs/vectors/desk-*.txt: what a relay takes of whom, one file, one behaviour of
 * docs/relay.md. Run {@code main} after a change of rules; {@code DeskVectorsTest} compares.
 */
final class DeskVectors {
  static final long NOW = 1_800_000_000_000L;
  private static final Ed25519Signer ANN = RelayVectors.ANN;
  private static final Ed25519Signer BO = RelayVectors.BO;
  private static final Ed25519Signer CY = RelayVectors.CY;
  private static final Ed25519Signer RELAY = RelayVectors.RELAY;
  private static final StoreId STORE = RelayVectors.STORE;

  private final Map<String, String> files = new TreeMap<>();
  private byte numbers;

  private DeskVectors() {}

  static Map<String, String> files() throws StoreException {
    DeskVectors vectors = new DeskVectors();
    vectors.tickets();
    vectors.stores();
    vectors.forms();
    vectors.delegations();
    vectors.authors();
    vectors.contents();
    vectors.rooms();
    return vectors.files;
  }

  private static AuthorId key(Ed25519Signer signer) {
    return RelayVectors.key(signer);
  }

  private static Manifest manifest(long sequence) {
    return members().sign(sequence, NOW, ANN);
  }

  private static ManifestWriter members() {
    return RelayVectors.members().member(key(CY), Manifest.CARRIER, false);
  }

  private Ticket ticket(Ed25519Signer relay, long space, long before, long until, int stores) {
    byte[] number = new byte[Ticket.NUMBER_BYTES];
    number[0] = ++numbers;
    return Ticket.sign(relay, number, new Ticket.Promise(space, before, until, stores));
  }

  private Ticket plain() {
    return ticket(RELAY, 1 << 20, 0, 0, 1);
  }

  private static byte[] body(byte[] manifest, byte[] ticket) {
    return DeskIntentions.body(1, manifest, ticket);
  }

  private static byte[] body(Manifest manifest, Ticket ticket) {
    return body(manifest.toBytes(), ticket == null ? null : ticket.toBytes());
  }

  private void tickets() throws StoreException {
    of("redeem").add("first", Verdict.OK, body(manifest(1), plain()), "a ticket and a manifest");
    Ticket foreign = ticket(BO, 1 << 20, 0, 0, 1);
    of("redeem")
        .add("foreign", Verdict.TICKET_FOREIGN, body(manifest(1), foreign), "another relay's");
    Ticket late = ticket(RELAY, 1 << 20, NOW, 0, 1);
    of("redeem")
        .add("late", Verdict.TICKET_EXPIRED, body(manifest(1), late), "in its very last ms");
    Ticket timely = ticket(RELAY, 1 << 20, NOW + 1, NOW + 1, 1);
    of("redeem").add("timely", Verdict.OK, body(manifest(1), timely), "a ms before it is over");
    Ticket over = ticket(RELAY, 1 << 20, 0, NOW, 1);
    of("redeem").add("over", Verdict.TICKET_EXPIRED, body(manifest(1), over), "it serves no more");
    Ticket one = plain();
    Manifest other =
        new ManifestWriter(StoreId.derive(Blake3.plain(), key(ANN), 8))
            .creator(key(ANN), 8)
            .member(key(ANN), Manifest.OWNER, false)
            .sign(1, NOW, ANN);
    of("redeem")
        .before(body(manifest(1), one))
        .add("used", Verdict.TICKET_USED, body(other, one), "a ticket for one store, for a second");
    of("redeem")
        .before(body(manifest(1), one))
        .add("again", Verdict.OK, body(manifest(1), one), "the same ticket for the same store");
    Ticket named =
        Ticket.sign(
            RELAY,
            new byte[Ticket.NUMBER_BYTES],
            new Ticket.Promise(1, 0, 0, 1),
            RelayVectors.ELSEWHERE,
            key(ANN));
    of("redeem")
        .add("other-store", Verdict.TICKET_STORE_WRONG, body(manifest(1), named), "for another");
  }

  private void stores() throws StoreException {
    Verdict none = Verdict.STORE_NOT_HELD;
    of("redeem").add("no-ticket", none, body(manifest(1), null), "of a store that is not held");
    byte[] first = body(manifest(2), plain());
    of("redeem")
        .before(first)
        .add("renewed", Verdict.OK, body(manifest(3), null), "a newer manifest of one that is");
    of("redeem")
        .before(first)
        .by(key(RELAY))
        .add("renewed-by-stranger", Verdict.OK, body(manifest(3), null), "whoever brings it");
    of("redeem")
        .before(first)
        .add("old", Verdict.MANIFEST_OLD, body(manifest(1), null), "an old one, to a member");
    of("redeem")
        .before(first)
        .by(key(RELAY))
        .add("old-by-stranger", none, body(manifest(1), null), "an old one, to a stranger");
    of("redeem")
        .before(first)
        .by(key(RELAY))
        .add("same-by-stranger", none, body(manifest(2), null), "the one that holds, to the same");
    Manifest clear = RelayVectors.members().clear().sign(1, NOW, ANN);
    of("redeem")
        .add("clear", Verdict.CLEAR_STORE_REFUSED, body(clear, plain()), "a store in the clear");
    of("redeem")
        .with("clear", "yes")
        .add("clear-allowed", Verdict.OK, body(clear, plain()), "where the operator takes those");
  }

  private void forms() throws StoreException {
    Verdict wrong = Verdict.REDEEM_MALFORMED;
    byte[] good = body(manifest(1), plain());
    of("redeem").add("empty", wrong, new byte[0], "nothing");
    of("redeem").add("cut", wrong, Arrays.copyOf(good, good.length - 1), "a byte is missing");
    byte[] one = manifest(1).toBytes();
    of("redeem").add("number-0", wrong, DeskIntentions.body(0, one, null), "without a number");
    byte[] longest = new byte[Ticket.BYTES_MAX + 1];
    of("redeem").add("ticket-long", wrong, body(one, longest), "a ticket longer than any");
    byte[] malformed = Arrays.copyOf(longest, Ticket.BYTES_MAX);
    of("redeem")
        .add("ticket-bytes", Verdict.TICKET_MALFORMED, body(one, malformed), "no ticket at all");
    of("redeem")
        .with("tries", "" + Limits.RELAY_REDEEMS_BURST)
        .add("too-many", Verdict.REDEEMS_TOO_MANY, good, "one more than are judged at once");
    of("redeem")
        .with("tries", "" + (Limits.RELAY_REDEEMS_BURST - 1))
        .add("just-as-many", Verdict.OK, good, "as many as are judged at once");
  }

  private static Delegation delegation(Ed25519Signer member, long untilMs, int rights) {
    return Delegation.sign(member, key(RELAY), STORE, untilMs, rights);
  }

  private void delegations() throws StoreException {
    byte[] held = body(manifest(1), plain());
    byte[] good = delegation(BO, NOW + 1, Delegation.READ).toBytes();
    delegated(held, "delegated", Verdict.OK, good, "of a voter, for a ms more");
    Verdict wrong = Verdict.DELEGATION_WRONG;
    byte[] over = delegation(BO, NOW, Delegation.READ).toBytes();
    delegated(held, "delegated-over", wrong, over, "its time is over");
    byte[] forged = good.clone();
    forged[152] ^= 1;
    delegated(held, "delegated-forged", wrong, forged, "a bit of its signature");
    byte[] other = Delegation.sign(BO, key(CY), STORE, NOW + 1, Delegation.READ).toBytes();
    delegated(held, "delegated-other", wrong, other, "for another key");
    byte[] nobody = delegation(RELAY, NOW + 1, Delegation.READ).toBytes();
    delegated(held, "delegated-nobody", wrong, nobody, "of somebody who is no member");
    delegated(null, "delegated-unknown", wrong, good, "of a store that is not held");
    Verdict form = Verdict.REDEEM_MALFORMED;
    delegated(held, "delegated-short", form, Arrays.copyOf(good, 152), "a byte is missing");
    byte[] rights = good.clone();
    rights[88] = 3;
    delegated(held, "delegated-rights", form, rights, "rights 3");
    byte[] before = good.clone();
    before[80] = -128;
    delegated(held, "delegated-until", form, before, "until before 1970");
  }

  private void delegated(
      byte[] held, String name, Verdict verdict, byte[] delegation, String comment)
      throws StoreException {
    Draft draft = of("delegate").by(key(RELAY));
    (held == null ? draft : draft.before(held))
        .add(name, verdict, DeskIntentions.message(delegation), comment);
  }

  private void authors() throws StoreException {
    byte[] held = body(manifest(1), plain());
    taken(
        held,
        "voter",
        Verdict.OK,
        DeskIntentions.signed(BO, DeskIntentions.sealed(64)),
        "a voter's");
    taken(
        held, "carrier-ack", Verdict.OK, DeskIntentions.signed(CY, new byte[0]), "a carrier's ack");
    taken(
        held,
        "carrier",
        Verdict.ACKS_ONLY,
        DeskIntentions.signed(CY, DeskIntentions.sealed(64)),
        "more than a carrier's ack");
    taken(
        held,
        "nobody",
        Verdict.AUTHOR_UNKNOWN,
        DeskIntentions.signed(RELAY, new byte[0]),
        "somebody not listed");
    byte[] name = new byte[Hash.BYTES];
    byte[] first = DeskIntentions.signed(CY, null, DeskIntentions.sealed(64), name);
    byte[] second =
        DeskIntentions.signed(CY, name, DeskIntentions.sealed(65), new byte[Hash.BYTES]);
    Manifest cut = RelayVectors.members().out(key(CY), 1, Hash.of(name, 0)).sign(1, NOW, ANN);
    byte[] out = body(cut, plain());
    taken(out, "below-cut", Verdict.OK, first, "what stays of somebody who is out");
    of("taken")
        .before(out)
        .with("intentions", Hex.encode(first))
        .add("above-cut", Verdict.AUTHOR_REVOKED, second, "what follows that");
    Manifest nothing = RelayVectors.members().out(key(CY)).sign(1, NOW, ANN);
    byte[] gone = body(nothing, plain());
    taken(gone, "all-cut", Verdict.AUTHOR_REVOKED, first, "of somebody of whom nothing stays");
  }

  private void contents() throws StoreException {
    byte[] held = body(manifest(1), plain());
    Verdict wrong = Verdict.CLEAR_OPS_REFUSED;
    taken(
        held,
        "bare",
        wrong,
        DeskIntentions.signed(BO, DeskIntentions.data()),
        "data in a sealed store, bare");
    byte[] inside =
        DeskIntentions.envelope(
            new EnvelopeWriter().clear(DeskIntentions.data(), 0, DeskIntentions.data().length));
    taken(
        held,
        "clear-envelope",
        wrong,
        DeskIntentions.signed(BO, inside),
        "data in a clear envelope");
    Manifest clear = RelayVectors.members().clear().sign(1, NOW, ANN);
    of("taken")
        .with("clear", "yes")
        .before(body(clear, plain()))
        .add(
            "bare-in-clear",
            Verdict.OK,
            DeskIntentions.signed(BO, DeskIntentions.data()),
            "data in a store that is clear");
  }

  private void rooms() throws StoreException {
    byte[] signed = DeskIntentions.signed(BO, DeskIntentions.sealed(1000));
    int bytes = signed.length + Usage.RECORD_BYTES;
    byte[] fits = body(manifest(1), ticket(RELAY, bytes, 0, 0, 1));
    taken(fits, "fits", Verdict.OK, signed, "it takes all the room there is");
    byte[] less = body(manifest(1), ticket(RELAY, bytes - 1, 0, 0, 1));
    taken(less, "over-quota", Verdict.STORE_OVER_QUOTA, signed, "a byte less room than it takes");
    byte[] full = body(manifest(1), ticket(RELAY, bytes * 4L, 0, 0, 1));
    of("taken")
        .before(full)
        .with("percent", "25")
        .add("member-fits", Verdict.OK, signed, "a quarter for each, which it is");
    of("taken")
        .before(full)
        .with("percent", "24")
        .add("member-over", Verdict.MEMBER_OVER_QUOTA, signed, "less than a quarter for each");
    of("taken")
        .before(full)
        .with("bytes", "" + (bytes - 1))
        .add("relay-over", Verdict.RELAY_OVER_QUOTA, signed, "a byte less on the whole relay");
    byte[] small = body(manifest(1), ticket(RELAY, bytes, 0, 0, 1));
    byte[] name = new byte[Hash.BYTES];
    byte[] first = DeskIntentions.signed(BO, null, DeskIntentions.sealed(1000), name);
    byte[] ack = DeskIntentions.signed(BO, name, new byte[0], new byte[Hash.BYTES]);
    of("taken")
        .before(body(manifest(1), ticket(RELAY, 4L * bytes, 0, 0, 1)))
        .with("intentions", Hex.encode(first))
        .with("percent", "25")
        .add("reserve", Verdict.OK, ack, "an ack of whoever has its share goes in");
    of("taken")
        .before(small)
        .with("intentions", Hex.encode(first))
        .add("reserve-over", Verdict.STORE_OVER_QUOTA, ack, "an ack for which no reserve is left");
    byte[] until = body(manifest(1), ticket(RELAY, 1 << 20, 0, NOW + 1, 1));
    taken(until, "last-ms", Verdict.OK, signed, "in the last ms that the ticket serves");
    of("taken")
        .before(until)
        .with("then", "" + (NOW - 1))
        .with("now", "" + (NOW + 1))
        .add("ended", Verdict.SERVICE_ENDED, signed, "a ms later");
    delegatedTo(Delegation.READ, "reader-brings", Verdict.DELEGATION_READS, "who may only read");
    delegatedTo(Delegation.SEND, "sender-brings", Verdict.OK, "who may also send");
  }

  private void delegatedTo(int rights, String name, Verdict verdict, String comment)
      throws StoreException {
    of("taken")
        .by(key(RELAY))
        .before(body(manifest(1), plain()))
        .with("delegation", Hex.encode(delegation(BO, NOW + 1, rights).toBytes()))
        .add(
            name,
            verdict,
            DeskIntentions.signed(BO, DeskIntentions.sealed(64)),
            "brought by somebody " + comment);
  }

  private void taken(byte[] held, String name, Verdict verdict, byte[] input, String comment)
      throws StoreException {
    of("taken").before(held).add(name, verdict, input, comment);
  }

  private Draft of(String kind) {
    return new Draft(kind);
  }

  /** A vector that is being written. */
  private final class Draft {
    private final Map<String, String> fields = new LinkedHashMap<>();

    private Draft(String kind) {
      fields.put("kind", kind);
      fields.put("relay", key(RELAY).toString());
      fields.put("now", "" + NOW);
      fields.put("bringer", key(BO).toString());
    }

    private Draft by(AuthorId bringer) {
      return with("bringer", bringer.toString());
    }

    private Draft before(byte[] redeemed) {
      return with("before", Hex.encode(redeemed));
    }

    private Draft with(String field, String value) {
      fields.put(field, value);
      return this;
    }

    private void add(String name, Verdict verdict, byte[] input, String comment)
        throws StoreException {
      fields.put("input", Hex.encode(input));
      Verdict found = DeskReading.read(fields);
      if (found != verdict) {
        throw new AssertionError(name + " is " + found + ", not " + verdict);
      }
      String kind = fields.get("kind").equals("redeem") ? "redeem" : "quota";
      String page = verdict.rule().startsWith("ingest-") ? "protocol.md#" : "relay.md#";
      StringBuilder out = new StringBuilder();
      out.append("rule: " + page + (verdict == Verdict.OK ? kind : verdict.rule()) + "\n");
      out.append("verdict: " + verdict + "\ncomment: " + comment + "\n");
      fields.forEach((field, value) -> out.append((field + ": " + value).stripTrailing() + "\n"));
      if (files.put("desk-" + name + ".txt", out.toString()) != null) {
        throw new AssertionError("two vectors named " + name);
      }
    }
  }

  public static void main(String[] arguments) throws IOException, StoreException {
    VectorFolder.write(files());
  }
}
