package dev.latticenano.relay;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.link.LinkEnd;
import dev.latticenano.core.relay.Relay;
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
 * done. Whatever both hold and list each other in is repaired over it, whoever called; where both
 * did, one link is kept. Source: docs/relay.md §8.
 */
final class PeerCalls implements Upkeep {
  private final Relay relay;
  private final Upkeep rest;
  private final RelayTalk talk;
  private final RelayLog log;
  private final PeerKeys keys;
  private final List<PeerCall> peers = new ArrayList<>();
  private LinkLoop loop;

  PeerCalls(Relay relay, Upkeep rest, RelayTalk talk, RelayLog log, PeerKeys keys) {
    this.relay = relay;
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
        peers.add(call(url));
      }
    }
  }

  private PeerCall call(RelayUrl url) {
    PeerLinks links = new PeerLinks(relay.key(), url.key(), signs());
    for (int link : relay.links(url.key())) {
      if (peers.stream().noneMatch(each -> each.links().own() == link)) {
        links.came(link, relay.end(link).peerTransportKey());
      }
    }
    long seed = relay.key().first() ^ url.toString().hashCode();
    return new PeerCall(url, talk, loop, log, keys, links, seed);
  }

  private PeerLinks.Signs signs() {
    return new PeerLinks.Signs() {
      @Override
      public boolean isProven(int link) {
        LinkEnd end = relay.end(link);
        return end != null && end.isProven();
      }

      @Override
      public long heard(int link) {
        return loop.silence().heard(link);
      }
    };
  }

  @Override
  public void tick(long nowMs) throws StoreException {
    for (PeerCall each : peers) {
      each.look();
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

  /**
   * Somebody is proven at the other end of a link.
   *
   * @param transportKey what proved it
   * @return false to hang up
   */
  boolean met(int link, AuthorId key, byte[] transportKey) {
    for (PeerCall each : peers) {
      if (each.links().own() == link) {
        return each.met(key, transportKey);
      }
    }
    for (PeerCall each : peers) {
      if (each.url().key().equals(key)) {
        each.links().came(link, transportKey);
      }
    }
    return true;
  }

  /** A frame came over a link: it may have proven who is there. */
  void heard(int link) {
    for (PeerCall each : peers) {
      if (each.links().holds(link)) {
        each.look();
      }
    }
  }

  /** Who is at the other end of a link has no business here. */
  void unwelcome(int link) {
    for (PeerCall each : peers) {
      if (each.links().holds(link)) {
        each.unwelcome();
      }
    }
  }

  /** A link is down. */
  void down(int link, Ending why) {
    for (PeerCall each : peers) {
      if (each.links().holds(link)) {
        each.down(link, why);
      }
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
