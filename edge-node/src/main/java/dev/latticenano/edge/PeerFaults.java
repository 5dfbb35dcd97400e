package dev.latticenano.edge;

import dev.latticenano.core.Event;
import dev.latticenano.core.Node;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.session.Peer;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * What peers did wrong since the start: every refusal is counted by its verdict, and few enough
 * reach the log that no peer can fill a disk with them. Belongs to the loop's thread.
 */
public final class PeerFaults {
  /** Lines about one link that may follow each other at once. */
  static final int BURST = 20;

  /** Milliseconds until one more line about the link may be written. */
  static final long REFILL_MS = 10_000;

  private final Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
  private final Map<Integer, Lines> lines = new HashMap<>();

  /** Nothing was refused yet. */
  PeerFaults() {
    // The figure is there before the first refusal.
    counts.put(Verdict.FRAME_MALFORMED, 0L);
  }

  /** Lines that may be written about one link now, and those that were not. */
  private static final class Lines {
    private long left = BURST;
    private long filledMs;
    private long unwritten;
  }

  /**
   * A frame, or what it carried, was refused.
   *
   * @return how many refusals on this link went unwritten before this one, if it is to be written;
   *     -1 if it is not
   */
  long refused(Event.Refused refused, long nowMs) {
    counts.merge(refused.verdict(), 1L, Long::sum);
    Lines of = lines.computeIfAbsent(refused.link(), link -> new Lines());
    if (of.left == BURST) {
      of.filledMs = nowMs;
    }
    long fresh = Math.max(0, (nowMs - of.filledMs) / REFILL_MS);
    of.left = Math.min(BURST, of.left + fresh);
    of.filledMs += fresh * REFILL_MS;
    if (of.left == 0) {
      of.unwritten++;
      return -1;
    }
    of.left--;
    long unwritten = of.unwritten;
    of.unwritten = 0;
    return unwritten;
  }

  /** Something else about a peer came out badly: a conversation, a join, a base. */
  void count(Verdict verdict) {
    if (verdict != Verdict.OK) {
      counts.merge(verdict, 1L, Long::sum);
    }
  }

  /** The link is gone; returns its refusals that were not written. */
  long forget(int link) {
    Lines of = lines.remove(link);
    return of == null ? 0 : of.unwritten;
  }

  /** How often what was refused; a copy. */
  public Map<Verdict, Long> counts() {
    return Collections.unmodifiableMap(new EnumMap<>(counts));
  }

  /** Who is at the other end of a link, as eight hex digits. */
  static String peer(Node node, int link) {
    Peer peer = node.peer(link);
    return peer == null ? "unknown" : AuthorId.of(peer.key(), 0).shortText();
  }
}
