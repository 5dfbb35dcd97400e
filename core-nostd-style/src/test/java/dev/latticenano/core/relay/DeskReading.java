package dev.latticenano.core.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.frame.FrameView;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.link.Ends;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/** What a relay says of the input of a vector: docs/relay.md §9. */
final class DeskReading {
  private static final int LINK = 1;

  private final Map<String, String> vector;
  private final long nowMs;
  private final long thenMs;
  private final Turn turn = new Turn();
  private final Holdings holdings = new Holdings();
  private final Admissions admissions;
  private final Statements statements;
  private final Guest guest;
  private final Guests guests;

  private DeskReading(Map<String, String> vector) throws StoreException {
    this.vector = vector;
    this.nowMs = Long.parseLong(vector.get("now"));
    Ed25519Verifier verifier = new Ed25519Verifier();
    RelaySettings settings =
        new RelaySettings(
            vector.containsKey("clear"),
            Long.parseLong(vector.getOrDefault("bytes", "" + Long.MAX_VALUE)),
            Integer.parseInt(vector.getOrDefault("percent", "100")));
    RelayHouse house = new RelayHouse(new RelayWorld(), 1, settings);
    thenMs = Long.parseLong(vector.getOrDefault("then", vector.get("now")));
    turn.begin(null, thenMs);
    statements = new Statements(house, house.signer);
    admissions =
        new Admissions(
            AuthorId.parse(vector.get("relay")),
            verifier,
            settings,
            house,
            house,
            holdings,
            turn,
            new Fetches(new Ends()),
            statements,
            new ArrayDeque<>());
    admissions.restore(nowMs, ReplayProgress.SILENT);
    guests = new Guests(new Ends(), holdings, verifier, turn);
    guest = guests.add(LINK, nowMs);
    before();
    guests.proven(guest, AuthorId.parse(vector.get("bringer")));
  }

  private void before() throws StoreException {
    for (byte[] body : list("before")) {
      RedeemView view = new RedeemView();
      must(view.read(body, 0, body.length));
      AuthorId signer = Manifest.of(view.manifest()).signer();
      must(admissions.redeem(view.manifest(), view.ticket(), signer, thenMs));
    }
    for (byte[] signed : list("intentions")) {
      must(ingest(signed));
    }
  }

  private List<byte[]> list(String field) {
    String text = vector.getOrDefault(field, "");
    return text.isEmpty() ? List.of() : List.of(text.split(",")).stream().map(Hex::decode).toList();
  }

  private static void must(Verdict verdict) {
    if (verdict != Verdict.OK) {
      throw new AssertionError("what came before is refused: " + verdict);
    }
  }

  static Verdict read(Map<String, String> vector) throws StoreException {
    DeskReading reading = new DeskReading(vector);
    byte[] input = Hex.decode(vector.get("input"));
    return switch (vector.get("kind")) {
      case "redeem" -> reading.say(Message.REDEEM, input);
      case "delegate" -> reading.say(Message.DELEGATE, input);
      case "chunk list" -> reading.say(Message.CHUNK_LIST, input);
      case "listing" -> reading.list(input);
      default -> reading.bring(input);
    };
  }

  private Verdict list(byte[] input) throws StoreException {
    Hash heard = Hash.parse(vector.get("heard"));
    Holding holding = holdings.all().iterator().next();
    for (byte[] each : list("lists")) {
      ChunkList list = ChunkList.of(each);
      must(holding.chunks().lists().take(list, list.member(), holding.manifest(), heard));
    }
    Verdict form = ChunkList.check(input, new Ed25519Verifier());
    return form != Verdict.OK
        ? form
        : holding
            .chunks()
            .lists()
            .take(ChunkList.of(input), guest.key(), holding.manifest(), heard);
  }

  /** A store that a relay of the house holds by a ticket of a GiB. */
  static Holding holding(RelayHouse house, Manifest manifest) throws StoreException {
    Turn turn = new Turn();
    Holdings holdings = new Holdings();
    Admissions admissions =
        new Admissions(
            RelayVectors.key(house.signer),
            new Ed25519Verifier(),
            RelaySettings.DEFAULT,
            house,
            house,
            holdings,
            turn,
            new Fetches(new Ends()),
            new Statements(house, house.signer),
            new ArrayDeque<>());
    byte[] ticket = house.ticket(RelayScene.GIB, 0, 1).toBytes();
    must(admissions.redeem(manifest.toBytes(), ticket, manifest.signer(), 0));
    return holdings.find(manifest.store());
  }

  private Verdict say(int message, byte[] body) throws StoreException {
    ListDesk lists = new ListDesk(guest, holdings, new Ed25519Verifier());
    Desk desk = new Desk(guest, holdings, admissions, guests, statements, lists);
    int tries = Integer.parseInt(vector.getOrDefault("tries", "0"));
    for (int i = 0; i < tries; i++) {
      desk.receive(message, body, 0, body.length, nowMs);
    }
    Verdict verdict = desk.receive(message, body, 0, body.length, nowMs);
    return verdict == Verdict.OK && message == Message.REDEEM ? answer(desk) : verdict;
  }

  private Verdict answer(Desk desk) throws StoreException {
    byte[] out = new byte[200_000];
    int length = desk.transmit(new FrameWriter(), out, 0, nowMs);
    FrameView frame = new FrameView().wrap(out, 0, length);
    must(frame.check());
    RedeemedView view = new RedeemedView();
    must(view.read(out, frame.bodyOffset(), frame.bodyLength()));
    return view.verdict();
  }

  private Verdict bring(byte[] signed) throws StoreException {
    for (byte[] delegation : list("delegation")) {
      must(guests.show(guest, Delegation.of(delegation), nowMs));
    }
    turn.begin(guest, nowMs);
    try {
      return ingest(signed);
    } catch (NoRoomException none) {
      return none.verdict();
    }
  }

  private Verdict ingest(byte[] signed) throws StoreException {
    SignedIntentionView view = new SignedIntentionView().wrap(signed, 0, signed.length);
    must(view.check());
    Holding holding = holdings.find(view.intention().store());
    return holding.dag().ingest(signed, 0, signed.length, nowMs);
  }
}
