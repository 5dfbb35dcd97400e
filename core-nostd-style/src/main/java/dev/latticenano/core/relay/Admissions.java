package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.link.Due;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which stores a relay holds, by whose word: judges tickets and manifests, and remembers durably
 * what it took. Source: docs/relay.md §2 and §3. Cold.
 */
final class Admissions {
  /** How often a redemption is judged again because another process was faster. */
  private static final int MEETINGS_MAX = 8;

  /** Stores that are claimed at a time, so that those already held are not kept waiting. */
  static final int CLAIMS_MAX = 128;

  private final AuthorId self;
  private final Verifier verifier;
  private final RelaySettings settings;
  private final RelayPlaces places;
  private final Recollection recollection;
  private final Holdings holdings;
  private final Turn turn;
  private final Fetches fetches;
  private final Statements statements;
  private final Queue<RelayEvent> events;
  private final List<Change> changes = new ArrayList<>();
  private final Due<Holding> endings = new Due<>();
  private final List<Holding> toppedUp = new ArrayList<>();
  private final Map<StoreId, Manifest> elsewhere = new TreeMap<>();

  private Predicate<byte[]> revoked = number -> false;

  /** A store whose manifest is another one than before; null: it was not held. */
  record Change(Holding holding, Manifest before) {}

  Admissions(
      AuthorId self,
      Verifier verifier,
      RelaySettings settings,
      RelayPlaces places,
      RelayMemory memory,
      Holdings holdings,
      Turn turn,
      Fetches fetches,
      Statements statements,
      Queue<RelayEvent> events) {
    this.statements = statements;
    this.fetches = fetches;
    this.self = self;
    this.verifier = verifier;
    this.settings = settings;
    this.places = places;
    this.recollection = new Recollection(memory, holdings, statements);
    this.holdings = holdings;
    this.turn = turn;
    this.events = events;
  }

  void revokedTickets(Predicate<byte[]> newRevoked) {
    revoked = newRevoked;
  }

  /** Opens all that the last run held, but for what other processes serve. */
  void restore(long nowMs, ReplayProgress progress) throws StoreException {
    take(recollection.read(), nowMs, progress);
  }

  /**
   * Opens those of {@code free} that are held by nobody any more, if they are this relay's: the
   * first {@link #CLAIMS_MAX}.
   */
  void claim(Collection<StoreId> free, long nowMs) throws StoreException {
    List<StoreId> wanted = free.stream().filter(each -> holdings.find(each) == null).toList();
    if (wanted.isEmpty()) {
      return;
    }
    Map<StoreId, Manifest> known = recollection.read();
    Map<StoreId, Manifest> ours = new LinkedHashMap<>();
    wanted.stream()
        .filter(known::containsKey)
        .limit(CLAIMS_MAX)
        .forEach(each -> ours.put(each, known.get(each)));
    begin(ours, nowMs);
  }

  private void begin(Map<StoreId, Manifest> stores, long nowMs) throws StoreException {
    for (Holding holding : take(stores, nowMs, ReplayProgress.SILENT)) {
      changes.add(new Change(holding, null));
      events.add(new RelayEvent.Claimed(holding.id()));
    }
  }

  /** The stores that other processes served when this one asked last, live. */
  Set<StoreId> elsewhere() {
    return Collections.unmodifiableSet(elsewhere.keySet());
  }

  /**
   * Where those of these stores are served that list {@code key} as a member, each as the URL of
   * this relay there.
   */
  Map<StoreId, String> elsewhere(AuthorId key) throws StoreException {
    Map<StoreId, String> found = new TreeMap<>();
    for (Manifest each : elsewhere.values()) {
      String holder = each.role(key) == Manifest.NONE ? null : places.holder(each.store());
      if (holder != null) {
        found.put(each.store(), "lattice://" + holder + "/" + self);
      }
    }
    return found;
  }

  /** Opens stores; one that another process serves stays there. */
  private List<Holding> take(Map<StoreId, Manifest> stores, long nowMs, ReplayProgress progress)
      throws StoreException {
    Map<StoreId, RelayPlaces.Place> opened = new LinkedHashMap<>();
    for (StoreId id : stores.keySet()) {
      try {
        opened.put(id, places.open(id));
        elsewhere.remove(id);
      } catch (StoreException e) {
        if (e.kind() != StoreException.Kind.LOCKED) {
          throw e;
        }
        if (elsewhere.put(id, stores.get(id)) == null) {
          events.add(new RelayEvent.Elsewhere(id, e.getMessage()));
        }
      }
    }
    // Whoever served them before may have changed something until the place was this relay's.
    Map<StoreId, Manifest> known = opened.isEmpty() ? Map.of() : recollection.read();
    List<Holding> taken = new ArrayList<>();
    for (Map.Entry<StoreId, RelayPlaces.Place> each : opened.entrySet()) {
      Manifest manifest = known.get(each.getKey());
      if (manifest == null) {
        places.remove(each.getKey());
      } else {
        taken.add(stand(manifest, each.getValue(), nowMs, progress));
      }
    }
    shareAll(taken);
    return taken;
  }

  // Space is shared by all that tickets join, in whatever order they were redeemed.
  private void shareAll(List<Holding> taken) {
    for (Account.Redeemed ticket : recollection.tickets()) {
      for (Holding holding : taken) {
        if (ticket.stores().contains(holding.id())) {
          share(ticket, holding);
        }
      }
    }
    taken.forEach(this::end);
  }

  private void end(Holding holding) {
    long untilMs = holding.account().untilMs(holding.id());
    holding.until(untilMs);
    boolean ends = untilMs < Long.MAX_VALUE - Limits.RELAY_GRACE_MS;
    endings.set(holding, ends ? untilMs + Limits.RELAY_GRACE_MS : Due.NEVER);
  }

  /** Takes a store whose time is long over; null: there is none. */
  Holding takeEnded(long nowMs) {
    return endings.take(nowMs);
  }

  /** When {@link #takeEnded} has one; {@link Due#NEVER} for never. */
  long deadlineMs() {
    return endings.earliestMs();
  }

  private Holding stand(
      Manifest manifest, RelayPlaces.Place place, long nowMs, ReplayProgress progress)
      throws StoreException {
    Holding holding = opened(manifest, place, nowMs, progress, new Account());
    holdings.add(holding);
    return holding;
  }

  private Holding opened(
      Manifest manifest,
      RelayPlaces.Place place,
      long nowMs,
      ReplayProgress progress,
      Account account)
      throws StoreException {
    Holding holding = new Holding(manifest, place, settings, turn, verifier, self);
    holding.begin(fetches, nowMs, progress);
    holding.account(account);
    account.add(holding);
    return holding;
  }

  /** Opens a store again over its log, with which its tables do not go any more. */
  Holding reopen(Holding before, long nowMs) throws StoreException {
    endings.remove(before);
    holdings.remove(before);
    before.account().remove(before);
    turn.charge(-before.taken());
    before.place().tables().clear();
    Holding now =
        opened(before.manifest(), before.place(), nowMs, ReplayProgress.SILENT, before.account());
    holdings.add(now);
    end(now);
    return now;
  }

  private static void share(Account.Redeemed ticket, Holding holding) {
    Account account = ticket.account();
    if (account == null) {
      holding.account().add(ticket);
    } else if (account != holding.account()) {
      account.join(holding.account());
    }
  }

  /** Stores whose manifests changed since the last call. */
  List<Change> takeChanges() {
    List<Change> taken = List.copyOf(changes);
    changes.clear();
    return taken;
  }

  /** Stores for which a ticket was redeemed since the last call. */
  List<Holding> takeToppedUp() {
    List<Holding> taken = List.copyOf(toppedUp);
    toppedUp.clear();
    return taken;
  }

  /**
   * Judges a redemption and, if it holds, keeps what it says, durably.
   *
   * @param bringer whose key the link has proven
   * @return OK, or the first rule that it breaks
   */
  Verdict redeem(byte[] manifestBytes, byte[] ticketBytes, AuthorId bringer, long nowMs)
      throws StoreException {
    for (int meetings = 0; ; meetings++) {
      try {
        return redeemOnce(manifestBytes, ticketBytes, bringer, nowMs);
      } catch (StoreException e) {
        if (e.kind() != StoreException.Kind.LOCKED || meetings == MEETINGS_MAX) {
          throw e;
        }
        // Another process of the site was faster: judged again by what is remembered now.
        StoreId store = Manifest.of(manifestBytes).store();
        Manifest known = recollection.read().get(store);
        if (known != null && holdings.find(store) == null) {
          begin(Map.of(store, known), nowMs);
        }
      }
    }
  }

  private Verdict redeemOnce(byte[] manifestBytes, byte[] ticketBytes, AuthorId bringer, long nowMs)
      throws StoreException {
    Verdict verdict = Manifest.check(manifestBytes, verifier);
    if (verdict != Verdict.OK) {
      return verdict;
    }
    Manifest manifest = Manifest.of(manifestBytes);
    Manifest there = elsewhere.get(manifest.store());
    if (there != null) {
      begin(Map.of(manifest.store(), there), nowMs);
    }
    if (elsewhere.containsKey(manifest.store())) {
      return Verdict.STORE_NOT_HELD;
    }
    Account.Redeemed ticket = null;
    if (ticketBytes != null) {
      verdict = Ticket.check(ticketBytes, verifier);
      if (verdict != Verdict.OK) {
        return verdict;
      }
      ticket = recollection.redeemed(Ticket.of(ticketBytes));
      verdict = judge(ticket, manifest.store(), nowMs);
    }
    verdict = verdict == Verdict.OK ? judge(manifest, ticket, bringer) : verdict;
    if (verdict == Verdict.OK) {
      keep(manifest, ticket, nowMs);
    }
    return verdict;
  }

  private Verdict judge(Account.Redeemed redeemed, StoreId store, long nowMs) {
    Ticket ticket = redeemed.ticket();
    Ticket.Promise promise = ticket.promise();
    if (!ticket.relay().equals(self)) {
      return Verdict.TICKET_FOREIGN;
    }
    if (ticket.store() != null && !ticket.store().equals(store)) {
      return Verdict.TICKET_STORE_WRONG;
    }
    boolean known = redeemed.stores().contains(store);
    if (!known && revoked.test(ticket.number())) {
      return Verdict.TICKET_EXPIRED;
    }
    boolean late = promise.redeemBeforeMs() != 0 && nowMs >= promise.redeemBeforeMs();
    boolean over = promise.untilMs() != 0 && nowMs >= promise.untilMs();
    if (over || late && !known) {
      return Verdict.TICKET_EXPIRED;
    }
    return redeemed.isGoodFor(store) ? Verdict.OK : Verdict.TICKET_USED;
  }

  private Verdict judge(Manifest manifest, Account.Redeemed ticket, AuthorId bringer) {
    if (!manifest.isSealed() && !settings.takesClear()) {
      return Verdict.CLEAR_STORE_REFUSED;
    }
    Holding holding = holdings.find(manifest.store());
    if (holding == null) {
      return ticket == null
          ? Verdict.STORE_NOT_HELD
          : manifest.follows(null, ticket.ticket().owner());
    }
    Manifest last = holding.manifest();
    Verdict verdict = manifest.follows(last, null);
    boolean news = verdict == Verdict.OK && manifest.sequence() > last.sequence();
    boolean member = last.role(bringer) != Manifest.NONE;
    return ticket == null && !member && !news ? Verdict.STORE_NOT_HELD : verdict;
  }

  // The ticket first: cut off between the two, it is good for the same store once more.
  private void keep(Manifest manifest, Account.Redeemed ticket, long nowMs) throws StoreException {
    StoreId store = manifest.store();
    boolean redeems = ticket != null && ticket.stores().add(store);
    if (redeems) {
      recollection.keep(ticket);
    }
    Holding holding = holdings.find(store);
    Manifest before = holding == null ? null : holding.manifest();
    boolean news = before == null || manifest.sequence() > before.sequence();
    if (news) {
      recollection.keep(manifest);
    }
    if (holding == null) {
      holding = stand(manifest, places.open(store), nowMs, ReplayProgress.SILENT);
    } else if (news) {
      holding.manifest(manifest);
      holdings.renewed(holding, before);
    }
    if (ticket != null) {
      share(ticket, holding);
      end(holding);
      toppedUp.add(holding);
    }
    if (redeems) {
      events.add(new RelayEvent.Admitted(store, manifest.signer()));
    }
    if (news) {
      changes.add(new Change(holding, before));
      events.add(new RelayEvent.Renewed(store, manifest.sequence()));
    }
  }

  /** The name under which {@link RelayMemory} keeps something. */
  static byte[] name(char kind, byte[] id) {
    byte[] name = new byte[1 + id.length];
    name[0] = (byte) kind;
    System.arraycopy(id, 0, name, 1, id.length);
    return name;
  }

  /** A store is held no more; the tickets remember that they were redeemed for it. */
  void remove(Holding holding) throws StoreException {
    endings.remove(holding);
    holdings.remove(holding);
    holding.account().remove(holding);
    turn.charge(-holding.taken());
    recollection.forget(holding.id());
    statements.remove(holding.id());
    places.remove(holding.id());
    events.add(new RelayEvent.Gone(holding.id()));
  }
}
