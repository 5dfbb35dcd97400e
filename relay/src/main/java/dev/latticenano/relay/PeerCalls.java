package dev.latticenano.relay;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.link.LinkEnd;
import dev.latticenano.core.relay.Relay;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.text.RelayUrl;
import dev.latticenano.relay.figures.PeerFigures;
import dev.latticenano.relay.home.PeerKeys;
import dev.latticenano.relay.home.ReachedTimes;
import dev.latticenano.relay.net.Ending;
import dev.latticenano.relay.net.LinkLoop;
import dev.latticenano.relay.net.Upkeep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a link to each of the other relays that the operator chose; then does what else is to be
 * done. Whatever both hold and list each other in is repaired over it, whoever called; where both
 * did, one link is kept. Source: docs/relay.md §8.
 */
final class PeerCalls implements Upkeep {
  /** How often it is written down at most when a relay was reached last, in ms. */
  private static final long KEEP_MS_MIN = 60_000;

  /** The same while one is up and nothing changes. */
  private static final long KEEP_MS = 600_000;

  private final Relay relay;
  private final Upkeep rest;
  private final RelayTalk talk;
  private final RelayLog log;
  private final PeerKeys keys;
  private final ReachedTimes reached;
  private final List<PeerCall> peers = new ArrayList<>();
  private LinkLoop loop;
  private int upLast;
  private long keptNs;

  /** Keeps what it is to remember of other relays in the directory {@code root}. */
  PeerCalls(Relay relay, Upkeep rest, RelayTalk talk, RelayLog log, Path root) {
    this.relay = relay;
    this.rest = rest;
    this.talk = talk;
    this.log = log;
    this.keys = new PeerKeys(root);
    this.reached = new ReachedTimes(root);
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
    long nowMs = System.currentTimeMillis();
    Map<String, Long> times = reached.read(nowMs);
    for (RelayUrl url : urls) {
      if (peers.stream().noneMatch(each -> each.url().equals(url))) {
        PeerCall peer = call(url);
        peer.away(nowMs - times.getOrDefault(url.toString(), nowMs));
        peers.add(peer);
      }
    }
    keep();
  }

  /** Has the directory remember when each was reached last. */
  void keep() {
    keptNs = System.nanoTime();
    long nowMs = System.currentTimeMillis();
    Map<String, Long> times = new LinkedHashMap<>();
    for (PeerCall each : peers) {
      times.put(each.url().toString(), nowMs - each.figures().awayMs());
    }
    reached.keep(times);
  }

  // Who comes and goes all the time is written down once a minute.
  private void keepNow() {
    long sinceMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - keptNs);
    if (sinceMs < KEEP_MS_MIN) {
      return;
    }
    int up = (int) peers.stream().filter(each -> each.links().isUp()).count();
    if (up != upLast || up > 0 && sinceMs >= KEEP_MS) {
      upLast = up;
      keep();
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
    keepNow();
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
