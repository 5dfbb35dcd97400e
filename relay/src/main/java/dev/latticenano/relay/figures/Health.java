package dev.latticenano.relay.figures;

import dev.latticenano.core.Limits;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.ChunkLoad;
import dev.latticenano.core.relay.HeldBack;
import dev.latticenano.core.relay.PrunePlan;
import dev.latticenano.host.text.Units;
import dev.latticenano.relay.home.ShelfFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What of a relay's figures needs somebody, in plain words; a sentence each, none if all is well.
 */
public final class Health {
  private static final long DAY_MS = 86_400_000;
  private static final int MEMBER_DIGITS = 8;

  /** From which share of its quota on a store is said to be nearly full, percent. */
  static final int NEARLY_PERCENT = 90;

  /** How long before the end of a ticket it is told, s. */
  static final long ENDING_SECONDS = 14 * 86_400;

  /** For how long a member wrote nothing who is said to hold back pruning, ms. */
  static final long SILENT_MS = 7 * DAY_MS;

  /** How many bytes it holds back then, at least. */
  static final long HELD_BACK_BYTES = 1_000_000;

  private Health() {}

  /**
   * The sentences of these figures at a Unix time.
   *
   * @param plans what prunes would drop, of each store that was looked at
   */
  public static List<String> of(RelayFigures figures, Map<StoreId, PrunePlan> plans, long nowMs) {
    List<String> sentences = new ArrayList<>();
    ofShelf(figures.shelf(), sentences);
    if (figures.links() != null) {
      figures.links().peers().forEach(each -> ofPeer(each, sentences));
    }
    for (StoreFigures store : figures.stores()) {
      ofStore(store, nowMs / 1000, sentences);
      ofChunks(store, sentences);
      ofPlan(store, plans.getOrDefault(store.id(), PrunePlan.NOTHING), nowMs, sentences);
    }
    return sentences;
  }

  private static void ofShelf(ShelfFigures shelf, List<String> sentences) {
    if (shelf.freeBytes() >= 0 && shelf.freeBytes() < shelf.keptBytes()) {
      sentences.add(
          "the disk is full: "
              + Units.bytes(shelf.freeBytes())
              + " are free and "
              + Units.bytes(shelf.keptBytes())
              + " are kept free; nothing more is taken until there is room");
    } else if (shelf.freeBytes() >= 0 && shelf.freeBytes() < 2 * shelf.keptBytes()) {
      sentences.add(
          "the disk has room for "
              + Units.bytes(shelf.freeBytes() - shelf.keptBytes())
              + " more; get a larger one or remove stores");
    }
  }

  private static void ofPeer(PeerFigures peer, List<String> sentences) {
    if (peer.awayMs() >= Limits.RELAY_PEER_AWAY_MS) {
      sentences.add(
          "relay "
              + peer.name()
              + ", which this one calls, has not been reached for "
              + Units.span(peer.awayMs() / 1000)
              + ": "
              + peer.why()
              + "; if it is gone for good, take it out of peers in settings");
    }
  }

  private static void ofStore(StoreFigures store, long nowSeconds, List<String> sentences) {
    String name = "store " + store.name() + ": ";
    long until = store.untilSeconds();
    if (until > 0 && until <= nowSeconds) {
      sentences.add(name + "its tickets have ended; it is read only, and later gone");
    } else if (until > 0 && until - nowSeconds < ENDING_SECONDS) {
      long days = (until - nowSeconds) / 86_400;
      sentences.add(name + "its tickets end in " + Units.count(days, "day"));
    }
    if (store.takenBytes() >= store.quotaBytes()) {
      sentences.add(
          name
              + "full: its tickets' stores take "
              + Units.bytes(store.takenBytes())
              + " of "
              + Units.bytes(store.quotaBytes())
              + "; another ticket gives it room");
    } else if (store.takenBytes() >= store.quotaBytes() / 100 * NEARLY_PERCENT) {
      sentences.add(
          name
              + "nearly full: "
              + Units.bytes(store.quotaBytes() - store.takenBytes())
              + " of "
              + Units.bytes(store.quotaBytes())
              + " are left");
    }
    if (store.floating() > 0) {
      String those = Units.count(store.floating(), "intention");
      sentences.add(
          name + "waits for what " + those + (store.floating() == 1 ? " cites" : " cite"));
    }
  }

  private static void ofChunks(StoreFigures store, List<String> sentences) {
    for (ChunkLoad.Holder each : store.chunks().heldBack()) {
      if (each.bytes() >= HELD_BACK_BYTES) {
        sentences.add(
            "store "
                + store.name()
                + ": member "
                + each.member().toString().substring(0, MEMBER_DIGITS)
                + " has not signed yet that it needs "
                + Units.bytes(each.bytes())
                + " of chunks no more, which holds them back");
      }
    }
  }

  // Of one member each: who wrote nothing for long. Two that hold back the same hold back nothing
  // alone, so what is said is the least.
  private static void ofPlan(
      StoreFigures store, PrunePlan plan, long nowMs, List<String> sentences) {
    for (HeldBack back : plan.heldBack()) {
      long silentMs = nowMs - back.lastWroteMs();
      if (silentMs < SILENT_MS || back.bytes() < HELD_BACK_BYTES) {
        continue;
      }
      String silent =
          back.lastWroteMs() == 0
              ? " that never wrote"
              : " silent for " + Units.count(silentMs / DAY_MS, "day");
      sentences.add(
          "store "
              + store.name()
              + ": member "
              + back.member().toString().substring(0, MEMBER_DIGITS)
              + silent
              + " holds back "
              + Units.bytes(back.bytes())
              + " of pruning; see: lattice-relay prune --dry-run");
    }
  }
}
