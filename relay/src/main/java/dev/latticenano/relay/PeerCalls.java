package dev.latticenano.relay;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.text.RelayUrl;
import dev.latticenano.relay.figures.PeerFigures;
import dev.latticenano.relay.home.PeerKeys;
import dev.latticenano.relay.net.Ending;
import dev.latticenano.relay.net.LinkLoop;
import dev.latticenano.relay.net.Upkeep;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps a link to each of the other relays that the operator chose; then does what else is to be
 * done. Whatever both hold and list each other in is repaired over it, whoever called. Source:
 * docs/relay.md §8.
 */
final class PeerCalls implements Upkeep {
  private final AuthorId self;
  private final Upkeep rest;
  private final RelayTalk talk;
  private final RelayLog log;
  private final PeerKeys keys;
  private final List<PeerCall> peers = new ArrayList<>();
  private LinkLoop loop;

  /** Of the relay whose key is {@code self}. */
  PeerCalls(AuthorId self, Upkeep rest, RelayTalk talk, RelayLog log, PeerKeys keys) {
    this.self = self;
    this.rest = rest;
    this.talk = talk;
    this.log = log;
    this.keys = keys;
  }

  /** Calls over the links of {@code newLoop}. */
  void over(LinkLoop newLoop) {
    loop = newLoop;
  }

  /** From now on these are called: who is called no more is hung up on, the rest stays. */
  void choose(List<RelayUrl> urls) {
    for (PeerCall each : List.copyOf(peers)) {
      if (!urls.contains(each.url())) {
        peers.remove(each);
        each.leave();
      }
    }
    for (RelayUrl url : urls) {
      if (peers.stream().noneMatch(each -> each.url().equals(url))) {
        peers.add(
            new PeerCall(url, talk, loop, log, keys, self.first() ^ url.toString().hashCode()));
      }
    }
  }

  @Override
  public void tick(long nowMs) throws StoreException {
    for (PeerCall each : peers) {
      if (each.leftMs() <= 0) {
        each.call();
      }
    }
    rest.tick(nowMs);
  }

  @Override
  public long deadlineMs() {
    long leftMs = Long.MAX_VALUE;
    for (PeerCall each : peers) {
      leftMs = Math.min(leftMs, each.leftMs());
    }
    long deadlineMs = rest.deadlineMs();
    return leftMs == Long.MAX_VALUE
        ? deadlineMs
        : Math.min(deadlineMs, System.currentTimeMillis() + leftMs);
  }

  /** Who is called over a link; null if somebody called here. */
  private PeerCall over(int link) {
    for (PeerCall each : peers) {
      if (each.isOver(link)) {
        return each;
      }
    }
    return null;
  }

  /** Somebody is proven at the other end of a link; false to hang up. */
  boolean met(int link, AuthorId key, byte[] transportKey) {
    PeerCall peer = over(link);
    return peer == null || peer.met(key, transportKey);
  }

  /** Who is at the other end of a link has no business here. */
  void unwelcome(int link) {
    PeerCall peer = over(link);
    if (peer != null) {
      peer.unwelcome();
    }
  }

  /** A link is down. */
  void down(int link, Ending why) {
    PeerCall peer = over(link);
    if (peer != null) {
      peer.down(why);
    }
  }

  /** How each of them is. */
  List<PeerFigures> figures() {
    return peers.stream().map(PeerCall::figures).toList();
  }

  /** What an operator reads of each, for JSON. */
  List<Object> rows() {
    List<Object> rows = new ArrayList<>();
    peers.forEach(each -> rows.add(each.row()));
    return rows;
  }
}
