package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.link.LinkTable;
import dev.latticenano.core.session.Held;
import dev.latticenano.core.session.MeetingRows;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.TableShape;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One store on a relay: its intentions, who may do what with it, and what it may take. Knows no ops
 * and no key.
 */
final class Holding {
  private static final int FLOATS_SHARE = 4;
  private static final TableShape LOCAL = TableShape.variable("local");

  private final StoreId id;
  private final RelayPlaces.Place place;
  private final RelaySettings settings;
  private final Turn turn;
  private final Dag dag;
  private final Held held;
  private final Usage usage;
  private final Barred barred;
  private final HoldingChunks chunks;
  private final Markings markings;
  private final RelaySnapshots snapshots;
  private final RelayBases bases;
  private final LinkTable<Guest> links = new LinkTable<>();
  private final Set<Integer> awaiting = new LinkedHashSet<>();
  private final Map<Integer, Shortage> shortages = new TreeMap<>();
  private final Map<AuthorId, Integer> bringers = new HashMap<>();
  private long untilMs;
  private Manifest manifest;
  private Account account;
  private long charged;
  private int durableSeen;
  private long workedSeen;
  private boolean pruned;
  private Terms terms;

  /** What a link's peer brought and found no room. */
  private record Shortage(Guest guest, Verdict verdict, long bytes) {}

  Holding(
      Manifest manifest,
      RelayPlaces.Place place,
      RelaySettings settings,
      Turn turn,
      Verifier verifier,
      AuthorId self)
      throws StoreException {
    this.id = manifest.store();
    this.manifest = manifest;
    this.place = place;
    this.settings = settings;
    this.turn = turn;
    this.dag = new Dag(id, place.log(), place.tables(), verifier);
    this.held = new Held(id, dag, place.log());
    this.usage = new Usage(dag, place.tables());
    this.barred = new Barred(dag);
    this.chunks = new HoldingChunks(this);
    held.needed(chunks);
    held.withoutCustody();
    this.markings = new Markings(dag);
    this.snapshots = new RelaySnapshots(dag, place.log(), place.chunks(), markings);
    this.bases = new RelayBases(this, verifier, self, snapshots);
    held.bases(bases);
    held.meetings(new MeetingRows(place.tables().table(LOCAL)));
  }

  /** Stands where the last run stood; takes intentions from now on. */
  void begin(Fetches fetches, long nowMs, ReplayProgress progress) throws StoreException {
    dag.afloat().bring(0, Integer.MAX_VALUE, nowMs);
    held.replay(nowMs, progress);
    snapshots.restore();
    usage.restore();
    chunks.begin(fetches);
    held.keeper(usage::keep);
    dag.gate(new ManifestGate(this, dag));
    barred.settle(manifest);
    durableSeen = held.durable();
    workedSeen = dag.sequence();
    beginTurn();
    count();
  }

  StoreId id() {
    return id;
  }

  Dag dag() {
    return dag;
  }

  Held held() {
    return held;
  }

  /** With what it begins. */
  RelayBases bases() {
    return bases;
  }

  /** What lets intentions go. */
  Prune prune() {
    return new Prune(dag, id, markings, snapshots);
  }

  /** Shows the chunks that newcomers begin with, which the relay itself hands over. */
  void beginnings(SnapshotParts.Names names) throws StoreException {
    snapshots.names(names);
  }

  /** What its files are made of. */
  HoldingChunks chunks() {
    return chunks;
  }

  RelayPlaces.Place place() {
    return place;
  }

  /** Who may do what, as it holds now. */
  Manifest manifest() {
    return manifest;
  }

  void manifest(Manifest newManifest) throws StoreException {
    manifest = newManifest;
    barred.settle(manifest);
  }

  /** Whose space it takes. */
  Account account() {
    return account;
  }

  void account(Account newAccount) {
    account = newAccount;
  }

  /** Takes nothing from {@code newUntilMs} on, Unix ms; Long.MAX_VALUE for never. */
  void until(long newUntilMs) {
    untilMs = newUntilMs;
  }

  /** Forgets what has floated for too long; true if something floats still. */
  boolean age() throws StoreException {
    dag.afloat().forget(turn.nowMs() - Limits.RELAY_FLOAT_MS);
    count();
    return dag.floatingCount() > 0;
  }

  /** Whoever has a session of it, by link, live. */
  LinkTable<Guest> links() {
    return links;
  }

  /** Links whose peers wait for something of theirs to become durable, live. */
  Set<Integer> awaiting() {
    return awaiting;
  }

  /** What comes from now on is brought by {@code key}, which may have so much of it float. */
  void bring(AuthorId key) {
    Integer number = bringers.computeIfAbsent(key, each -> bringers.size() + 1);
    dag.afloat().bring(number, Limits.FLOATING_MAX / FLOATS_SHARE, turn.nowMs());
  }

  /** Bytes that it takes, as counted last. */
  long taken() {
    return charged;
  }

  /** Counts what has come, or gone, since. */
  void count() throws StoreException {
    usage.count();
    long bytes = usage.total() + dag.afloat().bytes() + chunks.names().bytes();
    long more = bytes - charged;
    charged = bytes;
    turn.charge(more);
    if (account != null) {
      account.charge(more);
    }
  }

  /** Intentions went: {@link #recount} is due when that is done. */
  void pruned() {
    pruned = true;
  }

  /** True once after intentions went. */
  boolean takePruned() {
    boolean was = pruned;
    pruned = false;
    return was;
  }

  /** Counts anew what it takes; true as long as there is more to count. */
  boolean recount(int rowsMost) throws StoreException {
    boolean more = usage.recount(rowsMost);
    count();
    return more;
  }

  /** Hides what is to be hidden, and counts what it took; true if something came. */
  boolean settle() throws StoreException {
    barred.settle(manifest);
    count();
    long now = dag.sequence() + (long) dag.floatingCount();
    boolean came = chunks.takeCame() | now != workedSeen | bases.hasNews();
    workedSeen = now;
    return came;
  }

  /** Another turn begins: it has its portion again. */
  void beginTurn() {
    // Looked at side by side, twice as many take no longer.
    int together = dag.foresight().most() == 0 ? 1 : 2;
    held.portion().begin(together * Limits.RELAY_TURN_INTENTIONS);
  }

  /** True once after more is durable than before. */
  boolean takeDurable() {
    boolean more = held.durable() != durableSeen;
    durableSeen = held.durable();
    return more;
  }

  /**
   * There must be room for so many bytes.
   *
   * @param author number of whoever wrote them
   * @param reserved true if they let something go, so that the reserve is for them
   */
  void require(long bytes, int author, boolean reserved) throws StoreException {
    count();
    Verdict verdict = room(turn.guest(), bytes, author, reserved);
    if (verdict != Verdict.OK) {
      throw new NoRoomException(this, verdict, bytes);
    }
  }

  /** There must be room for a chunk of so many bytes. */
  void requireChunk(int bytes) throws StoreException {
    if (bytes > space()) {
      throw new NoRoomException(this, Verdict.STORE_OVER_QUOTA, bytes);
    }
  }

  /** Bytes that it may still take. */
  long space() {
    long left = Math.min(quota() - account.taken(), settings.bytesMax() - turn.taken());
    return serves() ? left : 0;
  }

  /** True until its last ticket ends. */
  boolean serves() {
    return turn.nowMs() < untilMs;
  }

  /** Bytes that it may take with all that share its space. */
  long quota() {
    return account.space(turn.nowMs());
  }

  /** Whoever brings what is looked at now; null: nobody does. */
  Guest bringer() {
    return turn.guest();
  }

  private Verdict room(Guest guest, long bytes, int author, boolean reserved) {
    if (guest != null && !guest.sends(this)) {
      return Verdict.DELEGATION_READS;
    }
    if (turn.nowMs() >= untilMs) {
      return Verdict.SERVICE_ENDED;
    }
    long space = account.space(turn.nowMs());
    long reserve = reserved ? space / Limits.RELAY_RESERVE_SHARE : 0;
    if (bytes > space + reserve - account.taken()) {
      return Verdict.STORE_OVER_QUOTA;
    }
    if (!reserved && bytes > settings.bytesMax() - turn.taken()) {
      return Verdict.RELAY_OVER_QUOTA;
    }
    long percent = settings.memberPercent();
    long share = space / 100 * percent + space % 100 * percent / 100;
    boolean over = percent < 100 && usage.of(author) + bytes > share;
    return over && !reserved ? Verdict.MEMBER_OVER_QUOTA : Verdict.OK;
  }

  /** What a guest brought found no room; true if that is news about it. */
  boolean shortage(Guest guest, Verdict verdict, long bytes) {
    Shortage before = shortages.put(guest.link(), new Shortage(guest, verdict, bytes));
    return before == null || before.verdict != verdict;
  }

  /** What keeps it from taking more over a link; OK if nothing does. */
  Verdict shortage(int link) {
    Shortage shortage = shortages.get(link);
    return shortage == null ? Verdict.OK : shortage.verdict;
  }

  /** Takes a guest of which it may take more again; null: there is none. */
  Guest takeRoomy() {
    for (Map.Entry<Integer, Shortage> each : shortages.entrySet()) {
      Shortage shortage = each.getValue();
      // Members have their shares by what they wrote, and who wrote this is not known any more.
      int nobody = Dag.NONE;
      if (room(shortage.guest, shortage.bytes, nobody, false) == Verdict.OK) {
        shortages.remove(each.getKey());
        return shortage.guest;
      }
    }
    return null;
  }

  /** A link has no session of it any more. */
  void leave(int link) {
    links.remove(link);
    awaiting.remove(link);
    shortages.remove(link);
  }

  /** On what terms it is held, for the peer on a link. */
  Terms terms(int link, long nowMs) {
    long until = untilMs == Long.MAX_VALUE ? 0 : untilMs / 1000;
    Terms now =
        new Terms(
            manifest.sequence(), account.space(nowMs), account.taken(), until, shortage(link));
    // Thousands are told the same, and each remembers what it was told.
    terms = now.equals(terms) ? terms : now;
    return terms;
  }

  @Override
  public String toString() {
    return manifest + ", " + account;
  }
}
