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
  private long metMs;

  /** What a link shows of itself. */
  interface Signs {
    /** True once a frame was opened under the keys of the link: the other end holds them. */
    boolean isProven(int link);

    /** When a byte came last, in ms of a clock that nobody sets. */
    long heardMs(int link);
  }

  /** A link over which the other one called. */
  private static final class Came {
    final int link;
    final byte[] process;

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
  void met(byte[] transportKey, long nowMs) {
    process = transportKey.clone();
    met = true;
    metMs = nowMs;
  }

  /** The other one called, and said that it has a transport key, which is copied. */
  void came(int link, byte[] transportKey) {
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
    return own == link || came.stream().anyMatch(each -> each.link == link);
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
    return own != NONE || twin(Long.MIN_VALUE) != NONE;
  }

  /**
   * The link that this relay is to hang up, for the same process is there over another one, and has
   * been heard over that since it was met over this; {@link #NONE} if there is none.
   */
  int spare() {
    return yields && met && twin(metMs) != NONE ? own : NONE;
  }

  /** A proven link by which the process that answers has called, and was heard since. */
  private int twin(long sinceMs) {
    for (Came each : came) {
      boolean same = Arrays.equals(each.process, process);
      if (same && signs.isProven(each.link) && signs.heardMs(each.link) > sinceMs) {
        return each.link;
      }
    }
    return NONE;
  }
}
