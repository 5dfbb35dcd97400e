package dev.latticenano.core;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.store.StoreException;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tips of this node's own in one store that peers say they have and that are not here. While one of
 * them may still come nothing is written: that would fork the chain. It is a claim until the
 * intention has come. Who gives all it has and not that, or gives nothing for too long, is not
 * believed any more. Rule: docs/protocol.md author-1.
 */
final class OwnTips {
  private static final long NEVER = Long.MAX_VALUE;

  /** What a peer says, and since when it has given nothing. */
  private static final class Claim {
    private final long tip;
    private int given;
    private long sinceMs;
    private boolean vain;
    private boolean gone;

    private Claim(long tip, int given, long nowMs) {
      this.tip = tip;
      this.given = given;
      this.sinceMs = nowMs;
    }
  }

  private final StoreId store;
  private final Dag dag;
  private final Map<Integer, Claim> claims = new TreeMap<>();
  private final byte[] name = new byte[Hash.BYTES];

  OwnTips(StoreId store, Dag dag) {
    this.store = store;
    this.dag = dag;
  }

  /** True while a peer is believed to hold intentions of our own that are not here. */
  boolean isAny() {
    for (Claim claim : claims.values()) {
      if (!claim.vain) {
        return true;
      }
    }
    return false;
  }

  /**
   * Looks at what the peer on {@code link} says now.
   *
   * @return true if it makes the first claim that is believed
   */
  boolean observe(int link, Peer peer, long nowMs) throws StoreException {
    if (peer.ownTipUnknown(store)) {
      return claim(link, peer, nowMs);
    }
    if (!claims.isEmpty() && peer.agrees(store)) {
      claims.remove(link);
    }
    return false;
  }

  private boolean claim(int link, Peer peer, long nowMs) {
    boolean first = !isAny();
    int given = peer.progress(store).received();
    Claim claim = claims.get(link);
    boolean isNew = claim == null || claim.gone || claim.tip != peer.ownTip(store);
    if (isNew) {
      claim = new Claim(peer.ownTip(store), given, nowMs);
      claims.put(link, claim);
    }
    // A full disk here keeps the peer from giving, and us from writing.
    if (claim.given != given || peer.isHalted()) {
      claim.given = given;
      claim.sinceMs = nowMs;
    }
    claim.vain |= peer.hasGivenAll(store);
    return isNew && first;
  }

  /** The link is gone: the peer may come again for a while. */
  void gone(int link) {
    Claim claim = claims.get(link);
    if (claim != null) {
      claim.gone = true;
    }
  }

  /** Forgets tips that have come. */
  void look() throws StoreException {
    Iterator<Claim> each = claims.values().iterator();
    while (each.hasNext()) {
      LittleEndian.putLong(name, 0, each.next().tip);
      if (dag.findByPrefix(name, 0) != Dag.NONE) {
        each.remove();
      }
    }
  }

  /** Time has come to {@code nowMs}: whoever gives nothing is not believed any more. */
  void tick(long nowMs) {
    for (Claim claim : claims.values()) {
      claim.sinceMs = Math.min(claim.sinceMs, nowMs);
      claim.vain |= nowMs - claim.sinceMs >= Limits.OWN_TIP_WAIT_MS;
    }
    claims.values().removeIf(claim -> claim.vain && claim.gone);
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    long deadline = NEVER;
    for (Claim claim : claims.values()) {
      deadline = claim.vain ? deadline : Math.min(deadline, claim.sinceMs + Limits.OWN_TIP_WAIT_MS);
    }
    return deadline;
  }
}
