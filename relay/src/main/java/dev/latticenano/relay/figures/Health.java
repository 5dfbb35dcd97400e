package dev.latticenano.relay.figures;

import dev.latticenano.host.text.Units;
import dev.latticenano.relay.home.ShelfFigures;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a relay's figures needs somebody, in plain words; a sentence each, none if all is well.
 */
public final class Health {
  /** From which share of its quota on a store is said to be nearly full, percent. */
  static final int NEARLY_PERCENT = 90;

  /** How long before the end of a ticket it is told, s. */
  static final long ENDING_SECONDS = 14 * 86_400;

  private Health() {}

  /** The sentences of these figures at a Unix time. */
  public static List<String> of(RelayFigures figures, long nowMs) {
    List<String> sentences = new ArrayList<>();
    ofShelf(figures.shelf(), sentences);
    for (StoreFigures store : figures.stores()) {
      ofStore(store, nowMs / 1000, sentences);
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
}
