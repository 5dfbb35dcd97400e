package dev.latticenano.relay;

import dev.latticenano.core.intention.AuthorId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The links between this relay and another one that it calls, whoever called. Two over which the
 * same transport key was proven lead to one process, and one of them is enough: where both ends
 * called, the call of the greater key is spare, and the end that made it hangs up. Knows no socket
 * and no clock. Source: docs/relay.md §8.
 */
final class PeerLinks {
  /** No link. */
  static final int NONE = -1;

  private final Signs signs;
  private final boolean yields;
  private final List<Came> came = new ArrayList<>();
  private byte[] process;
  private int own = NONE;
  private boolean met;
  private boolean metAsked;

  /** What a link shows of itself. */
  interface Signs {
    /** True once a frame was opened under the keys of the link: the other end holds them. */
    boolean isProven(int link);

    /** How often something has come over it. */
    long heard(int link);
  }

  /** A link over which the other one called. */
  private static final class Came {
    final int link;
    final byte[] process;

    /** What was heard over it when the other one was met; less than ever if it came after that. */
    long heardBefore = -1;

    /** The others were asked because of it. */
    boolean asked;

    Came(int link, byte[] process) {
      this.link = link;
      this.process = process;
    }
  }

  /** None yet, between the relay of key {@code self} and that of {@code other}. */
  PeerLinks(AuthorId self, AuthorId other, Signs signs) {
    this.signs = signs;
    this.yields = self.compareTo(other) > 0;
  }

  /** This relay's call is a link, and nobody is proven there yet. */
  void called(int link) {
    own = link;
    met = false;
  }

  /** The other one is proven where this relay called, by a transport key, which is copied. */
  void met(byte[] transportKey) {
    process = transportKey.clone();
    met = true;
    metAsked = false;
    for (Came each : came) {
      each.heardBefore = signs.heard(each.link);
    }
  }

  /** The other one called, and said that it has a transport key, which is copied. */
  void came(int link, byte[] transportKey) {
    came.removeIf(each -> each.link == link);
    came.add(new Came(link, transportKey.clone()));
  }

  /** A link is down. */
  void gone(int link) {
    if (own == link) {
      own = NONE;
      met = false;
    }
    came.removeIf(each -> each.link == link);
  }

  /** The link over which this relay called; {@link #NONE} if there is none. */
  int own() {
    return own;
  }

  /** True if the link is one of these. */
  boolean holds(int link) {
    if (own == link) {
      return true;
    }
    for (Came each : came) {
      if (each.link == link) {
        return true;
      }
    }
    return false;
  }

  /** True if the other one is proven where this relay called. */
  boolean hasMet() {
    return met;
  }

  /** True if the other one is there, over whichever link. */
  boolean isUp() {
    if (met) {
      return true;
    }
    for (Came each : came) {
      if (signs.isProven(each.link)) {
        return true;
      }
    }
    return false;
  }

  /** True if it need not be called: it is, or whoever answered there last has called itself. */
  boolean suffices() {
    return own != NONE || hasTwin(false);
  }

  /**
   * The links that are to be asked whether they still lead anywhere, for the process behind them
   * was just proven over another one; each time once.
   */
  List<Integer> takeToAsk() {
    List<Integer> links = new ArrayList<>();
    if (met && !metAsked) {
      metAsked = true;
      addOthers(own, process, links);
    }
    for (Came each : came) {
      if (!each.asked && signs.isProven(each.link)) {
        each.asked = true;
        addOthers(each.link, each.process, links);
      }
    }
    return links;
  }

  private void addOthers(int link, byte[] transportKey, List<Integer> links) {
    if (met && link != own && Arrays.equals(transportKey, process)) {
      links.add(own);
    }
    for (Came each : came) {
      if (each.link != link && Arrays.equals(transportKey, each.process)) {
        links.add(each.link);
      }
    }
  }

  /**
   * The link that this relay is to hang up, for the same process is there over another one, and has
   * been heard over that since it was met over this; {@link #NONE} if there is none.
   */
  int spare() {
    return yields && met && hasTwin(true) ? own : NONE;
  }

  /** True if the process that answers has called, and, if so wanted, was heard since it was met. */
  private boolean hasTwin(boolean heardSince) {
    for (Came each : came) {
      boolean same = Arrays.equals(each.process, process) && signs.isProven(each.link);
      if (same && (!heardSince || signs.heard(each.link) > each.heardBefore)) {
        return true;
      }
    }
    return false;
  }
}
