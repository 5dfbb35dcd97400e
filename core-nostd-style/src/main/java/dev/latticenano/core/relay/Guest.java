package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.pace.Allowance;
import dev.latticenano.core.session.Held;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whoever is at the other end of one link to a relay, and what it is shown there. */
final class Guest {
  private static final long NEVER = Long.MAX_VALUE;

  private final int link;
  private final long sinceMs;
  private final List<Held> shown = new ArrayList<>(1);

  // Most have one session, and are let speak for nobody and redeem nothing.
  private Map<StoreId, Delegation> delegations = Map.of();
  private List<Holding> sessions = List.of();
  private Allowance redeems;
  private Desk desk;
  private AuthorId key;
  private int frames;
  private boolean unwelcome;
  private byte[] kept;
  private StoreId keptFor;

  Guest(int link, long nowMs) {
    this.link = link;
    this.sinceMs = nowMs;
  }

  int link() {
    return link;
  }

  /** Who speaks to it now beside sessions. */
  void desk(Desk newDesk) {
    desk = newDesk;
  }

  /** It is to hear on what terms its stores are held, as far as that is news. */
  void termsChanged() {
    desk.termsChanged();
  }

  /** It may have brought something of a store. */
  void brought(Holding holding) {
    desk.brought(holding);
  }

  /** Who it is; null before that is proven. */
  AuthorId key() {
    return key;
  }

  /** The link has proven who it is: nothing that somebody else was shown is shown. */
  void key(AuthorId newKey) {
    if (!newKey.equals(key)) {
      delegations = Map.of();
    }
    key = newKey;
    shown.clear();
  }

  /** A frame of its that is taken further in another turn; null: there is none. */
  byte[] kept() {
    return kept;
  }

  /** Keeps a frame for the next portion of a store; none if it is null. */
  void kept(byte[] frame, StoreId store) {
    kept = frame;
    keptFor = store;
  }

  /** True if the store of the frame that is kept had its portion of this turn. */
  boolean isSpent() {
    for (Holding each : sessions) {
      if (each.id().equals(keptFor)) {
        return each.held().portion().isSpent();
      }
    }
    return false;
  }

  /** The stores it is shown, live: those are all that its peer here knows of. */
  List<Held> shown() {
    return shown;
  }

  /** The stores it has a session of. */
  List<Holding> sessions() {
    return sessions;
  }

  /** It has sessions of these stores and no others. */
  void sessions(Collection<Holding> now) {
    sessions = List.copyOf(now);
  }

  /** Takes one of the times that it may have something judged; false if there is none. */
  boolean takeRedeem(long nowMs) {
    if (redeems == null) {
      redeems = new Allowance(Limits.RELAY_REDEEMS_BURST, Limits.RELAY_REDEEM_REFILL_MS);
    }
    return redeems.take(nowMs);
  }

  /** For whom it may speak, by store. */
  Map<StoreId, Delegation> delegations() {
    return delegations;
  }

  /** It may speak for somebody. */
  void mayBe(Delegation delegation) {
    delegations = delegations.isEmpty() ? new LinkedHashMap<>() : delegations;
    delegations.put(delegation.store(), delegation);
  }

  /** True if it is to be shown a store at {@code nowMs}. */
  boolean belongs(Holding holding, long nowMs) {
    return key != null && (isMember(holding, key) || speaks(holding, nowMs) != null);
  }

  private static boolean isMember(Holding holding, AuthorId key) {
    return holding.manifest().role(key) != Manifest.NONE;
  }

  /** What lets it speak for a member of a store; null if nothing does. */
  private Delegation speaks(Holding holding, long nowMs) {
    Delegation delegation = delegations.get(holding.id());
    boolean holds =
        delegation != null
            && nowMs < delegation.untilMs()
            && isMember(holding, delegation.member());
    return holds ? delegation : null;
  }

  /** True if what it brings of a store it is shown is taken. */
  boolean sends(Holding holding) {
    Delegation delegation = delegations.get(holding.id());
    return isMember(holding, key) || delegation != null && delegation.sends();
  }

  /** One more frame of its is looked at; false if it has had enough for somebody who is nobody. */
  boolean mayBeHeard() {
    frames += shown.isEmpty() ? 1 : 0;
    return !unwelcome && (!shown.isEmpty() || frames <= Limits.RELAY_STRANGER_FRAMES);
  }

  /** True once: it costs more than it is worth. */
  boolean takeUnwelcome() {
    boolean first = !unwelcome;
    unwelcome = true;
    return first;
  }

  /** True if it has had its time without being a member of anything. */
  boolean isOverdue(long nowMs) {
    return shown.isEmpty() && nowMs >= sinceMs + patienceMs();
  }

  private long patienceMs() {
    return key == null ? Limits.RELAY_HANDSHAKE_MS : Limits.RELAY_STRANGER_MS;
  }

  /** When something of it is over; Long.MAX_VALUE for never. */
  long deadlineMs() {
    long deadline = shown.isEmpty() && !unwelcome ? sinceMs + patienceMs() : NEVER;
    for (Delegation each : delegations.values()) {
      deadline = Math.min(deadline, each.untilMs());
    }
    return deadline;
  }

  @Override
  public String toString() {
    return "link " + link + ": " + (key == null ? "nobody yet" : key.shortText());
  }
}
