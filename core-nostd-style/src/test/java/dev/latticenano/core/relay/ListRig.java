package dev.latticenano.core.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.link.Ends;
import dev.latticenano.core.store.MemoryChunks;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** One store on a relay, to which members tell and sign what they like. */
final class ListRig {
  static final Ed25519Signer ANN = RelayVectors.ANN;
  static final Ed25519Signer BO = RelayVectors.BO;
  static final Ed25519Signer CY = RelayVectors.CY;
  static final Ed25519Signer DEE = new Ed25519Signer(new byte[32], 0);
  private static final int CHUNK_BYTES = 1000;

  final Turn turn = new Turn();
  final RelayPlaces.Place place =
      new RelayPlaces.Place(new FullLog(), new MemoryTables(64), new MemoryChunks());
  private final Map<Ed25519Signer, Guest> guests = new HashMap<>();
  private final Map<Ed25519Signer, byte[]> tips = new HashMap<>();
  private final Map<Ed25519Signer, Long> sequences = new HashMap<>();
  Holding holding;
  LettingGo lettingGo;
  private long manifests;

  ListRig() throws StoreException {
    for (Ed25519Signer each : new Ed25519Signer[] {ANN, BO, CY, DEE}) {
      Guest guest = new Guest(guests.size(), 0);
      guest.key(RelayVectors.key(each));
      ListDesk lists = new ListDesk(guest, new Holdings(), new Ed25519Verifier());
      guest.desk(new Desk(guest, null, null, null, null, lists));
      guests.put(each, guest);
    }
    start(members(false));
  }

  /** All vote but Dee, who reads; Cy may be dormant. */
  Manifest members(boolean dormant) {
    return RelayVectors.members()
        .member(RelayVectors.key(CY), Manifest.VOTER, dormant)
        .member(RelayVectors.key(DEE), Manifest.READER, false)
        .sign(++manifests, DeskVectors.NOW, ANN);
  }

  private void start(Manifest manifest) throws StoreException {
    turn.begin(null, DeskVectors.NOW);
    Fetches fetches = new Fetches(new Ends());
    AuthorId self = RelayVectors.key(RelayVectors.RELAY);
    Ed25519Verifier verifier = new Ed25519Verifier();
    holding = new Holding(manifest, place, RelaySettings.DEFAULT, turn, verifier, self);
    holding.begin(fetches, DeskVectors.NOW, ReplayProgress.SILENT);
    Account account = new Account();
    Ticket.Promise promise = new Ticket.Promise(RelayScene.GIB, 0, 0, 1);
    Ticket ticket = Ticket.sign(RelayVectors.RELAY, new byte[Ticket.NUMBER_BYTES], promise);
    account.add(new Account.Redeemed(ticket));
    holding.account(account);
    account.add(holding);
    holding.until(Long.MAX_VALUE);
    ArrayDeque<RelayEvent> events = new ArrayDeque<>();
    Guests none = new Guests(new Ends(), new Holdings(), new Ed25519Verifier(), turn);
    lettingGo = new LettingGo(none, new Ends(), fetches, new Rooms(new Ends(), events), events);
  }

  /** Loses power and starts again. */
  void crash() throws StoreException {
    ((FullLog) place.log()).cutPower();
    ((MemoryTables) place.tables()).cutPower();
    start(holding.manifest());
  }

  static Hash name(int number) {
    byte[] name = new byte[Hash.BYTES];
    name[0] = (byte) (17 * number);
    name[31] = (byte) (number + 1);
    return Hash.of(name, 0);
  }

  static SortedSet<Hash> names(int... numbers) {
    SortedSet<Hash> names = new TreeSet<>();
    for (int each : numbers) {
      names.add(name(each));
    }
    return names;
  }

  static Hash hash(SortedSet<Hash> names) {
    Blake3 blake3 = Blake3.plain();
    for (Hash each : names) {
      blake3.update(each.toBytes(), 0, Hash.BYTES);
    }
    byte[] hash = new byte[Hash.BYTES];
    blake3.digest(hash, 0);
    return Hash.of(hash, 0);
  }

  /** A list that is told page by page. */
  final class Telling {
    private final Ed25519Signer member;
    private final SortedSet<Hash> names;
    private final Iterator<Hash> left;
    private byte[] after;

    Telling(Ed25519Signer member, SortedSet<Hash> names) {
      this.member = member;
      this.names = names;
      this.left = names.iterator();
    }

    /** Tells some more; false if that was all. */
    boolean page(int most) throws StoreException {
      turn.begin(guests.get(member), DeskVectors.NOW);
      byte[] page = new byte[most * Hash.BYTES];
      int count = 0;
      while (count < most && left.hasNext()) {
        left.next().write(page, count++ * Hash.BYTES);
      }
      boolean last = !left.hasNext();
      holding.chunks().take(after, page, 0, count, last, true);
      if (last) {
        holding.chunks().heard(hash(names));
      } else {
        after = new byte[Hash.BYTES];
        System.arraycopy(page, (count - 1) * Hash.BYTES, after, 0, Hash.BYTES);
      }
      turn.begin(null, DeskVectors.NOW);
      return !last;
    }
  }

  /** Tells a list at once. */
  void tell(Ed25519Signer member, SortedSet<Hash> names) throws StoreException {
    new Telling(member, names).page(Math.max(1, names.size()));
  }

  /** Signs a list of these names over the set that is here. */
  Verdict sign(Ed25519Signer member, SortedSet<Hash> names) throws StoreException {
    byte[] digest = new byte[Hash.BYTES];
    holding.dag().shown().digest(digest, 0);
    long sequence = sequences.merge(member, 1L, Long::sum);
    ChunkList.Content content =
        new ChunkList.Content(Hash.of(digest, 0), names.size(), hash(names));
    ChunkList list = ChunkList.sign(RelayVectors.STORE, sequence, content, member);
    return holding.chunks().take(list, RelayVectors.key(member), DeskVectors.NOW);
  }

  /** Writes something. */
  void write(Ed25519Signer member) throws StoreException {
    byte[] hash = new byte[Hash.BYTES];
    byte[] signed =
        DeskIntentions.signed(member, tips.get(member), DeskIntentions.sealed(64), hash);
    Verdict verdict = holding.dag().ingest(signed, 0, signed.length, DeskVectors.NOW);
    if (verdict != Verdict.OK) {
      throw new AssertionError(verdict);
    }
    holding.held().sync(DeskVectors.NOW);
    tips.put(member, hash);
  }

  /** All chunks that are awaited come. */
  void bring() throws StoreException {
    TreeSet<Hash> wanted = new TreeSet<>();
    holding.chunks().names().again();
    holding.chunks().names().want(1000, wanted::add);
    holding.chunks().names().advance();
    holding.chunks().names().want(1000, wanted::add);
    for (Hash each : wanted) {
      holding.chunks().keep(each.toBytes(), 0, new byte[CHUNK_BYTES], 0, CHUNK_BYTES);
    }
  }

  /** Lets go of whatever may go. */
  void letGo() throws StoreException {
    lettingGo.changed(holding);
    while (lettingGo.isDue()) {
      lettingGo.step(DeskVectors.NOW);
    }
  }

  /** What lies here. */
  SortedSet<Hash> here() throws StoreException {
    SortedSet<Hash> here = new TreeSet<>();
    place.chunks().names((cid, bytes) -> here.add(Hash.of(cid, 0)));
    return here;
  }
}
