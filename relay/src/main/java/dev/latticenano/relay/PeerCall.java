package dev.latticenano.relay;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.host.Reason;
import dev.latticenano.host.text.RelayUrl;
import dev.latticenano.host.text.Times;
import dev.latticenano.relay.figures.PeerFigures;
import dev.latticenano.relay.home.PeerKeys;
import dev.latticenano.relay.net.Dialed;
import dev.latticenano.relay.net.Ending;
import dev.latticenano.relay.net.LinkLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One other relay that this one calls: the links to it, or when it is called next and why it is
 * down. Belongs to the loop's thread; measures by a clock that nobody sets.
 */
final class PeerCall implements Dialed {
  private final RelayUrl url;
  private final RelayTalk talk;
  private final LinkLoop loop;
  private final RelayLog log;
  private final PeerKeys keys;
  private final PeerLinks links;
  private final PeerBackoff backoff;
  private byte[] remembered;
  private boolean calling;
  private boolean up;
  private boolean left;
  private long upMs;

  /** Since when it has been up, or away. */
  private long sinceClockMs = clockMs();

  private long againClockMs = clockMs();
  private String why = "not called yet";
  private String fault;

  /** Waits as {@code seed} says. */
  PeerCall(
      RelayUrl url,
      RelayTalk talk,
      LinkLoop loop,
      RelayLog log,
      PeerKeys keys,
      PeerLinks links,
      long seed) {
    this.url = url;
    this.talk = talk;
    this.loop = loop;
    this.log = log;
    this.keys = keys;
    this.links = links;
    this.backoff = new PeerBackoff(seed);
    this.remembered = keys.key(url.key());
  }

  private static long clockMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  RelayUrl url() {
    return url;
  }

  /** It has not been reached for so long already. */
  void away(long awayMs) {
    sinceClockMs = clockMs() - awayMs;
  }

  /** Which links there are to it. */
  PeerLinks links() {
    return links;
  }

  /** In how many ms it is to be called; Long.MAX_VALUE while it is called, or a link is enough. */
  long leftMs() {
    return calling || links.suffices() ? Long.MAX_VALUE : againClockMs - clockMs();
  }

  /** Calls it. A name is looked up on another thread: that may take long. */
  void call() {
    calling = true;
    String host = url.place().host();
    int port = url.place().port();
    CompletableFuture.supplyAsync(() -> new InetSocketAddress(host, port))
        .thenAccept(place -> loop.post(() -> call(place)));
  }

  private void call(InetSocketAddress place) {
    if (left) {
      return;
    }
    if (place.isUnresolved()) {
      failed("its host has no address");
      return;
    }
    try {
      loop.dials().call(place, this);
    } catch (IOException e) {
      failed(Reason.of(e));
    }
  }

  @Override
  public void failed(String newWhy) {
    calling = false;
    again(backoff.afterFailureMs(), newWhy);
  }

  @Override
  public void connected(int newLink) {
    calling = false;
    talk.call(newLink, remembered);
    if (left) {
      loop.hangUp(newLink);
    } else {
      links.called(newLink);
    }
  }

  /**
   * Somebody is proven where this relay called.
   *
   * @param transportKey what proved it there
   * @return false to hang up
   */
  boolean met(AuthorId key, byte[] transportKey) {
    if (!key.equals(url.key())) {
      fault = "another key than that of the URL answers there: " + key.shortText();
      return false;
    }
    links.met(transportKey);
    if (!Arrays.equals(transportKey, remembered)) {
      remembered = transportKey.clone();
      keys.keep(key, remembered);
    }
    look();
    return true;
  }

  /** Looks whether it is there, which links are to be asked, and whether one of two is spare. */
  void look() {
    if (!up && links.isUp()) {
      up = true;
      upMs = System.currentTimeMillis();
      sinceClockMs = clockMs();
      why = "";
      log.peerUp(url.key());
    }
    for (int link : links.takeToAsk()) {
      loop.silence().ask(link, this::look);
    }
    int spare = links.spare();
    if (spare != PeerLinks.NONE) {
      loop.hangUp(spare);
    }
  }

  /** It is a member of no store that is held here, which hangs up. */
  void unwelcome() {
    fault = "it is a member of no store that is held here";
  }

  /** A link to it is down. */
  void down(int link, Ending ending) {
    boolean own = links.own() == link;
    boolean stood = fault == null && (own ? links.hasMet() : up);
    links.gone(link);
    final String newWhy = fault == null ? words(ending) : fault;
    fault = null;
    final long stoodMs = clockMs() - sinceClockMs;
    if (up && !links.isUp()) {
      up = false;
      sinceClockMs = clockMs();
    }
    boolean enough = links.suffices() || !own && links.isUp();
    if (ending != Ending.STOPPED && !enough) {
      again(stood ? backoff.afterLinkMs(stoodMs) : backoff.afterFailureMs(), newWhy);
    }
  }

  private static String words(Ending ending) {
    return switch (ending) {
      case CLOSED -> "the link broke, or it hung up";
      case SILENT -> "nothing came from it for too long";
      case UNPROVEN -> "it did not prove its key in time";
      case SLOW, CROWDED -> "the link is too slow";
      case BAD_FRAME, HUNG_UP, STOPPED -> "it does not speak as relays do";
    };
  }

  private void again(long waitMs, String newWhy) {
    againClockMs = clockMs() + waitMs;
    if (!up && !newWhy.equals(why)) {
      why = newWhy;
      log.peerDown(url.key(), newWhy);
    }
  }

  /** It is to be called no more; where it called itself it may stay. */
  void leave() {
    left = true;
    if (links.own() != PeerLinks.NONE) {
      loop.hangUp(links.own());
    }
  }

  /** How it is. */
  PeerFigures figures() {
    return new PeerFigures(url.key(), up, up ? 0 : clockMs() - sinceClockMs, up ? "" : why);
  }

  /** What an operator reads of it, for JSON. */
  Map<String, Object> row() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("url", url.toString());
    row.put("up", up);
    row.put("since", up ? Times.seconds(upMs) : null);
    row.put("it_called", up && !links.hasMet());
    row.put("away_seconds", figures().awayMs() / 1000);
    row.put("why", up ? null : why);
    long leftMs = leftMs();
    boolean waits = leftMs != Long.MAX_VALUE;
    row.put("next", waits ? Times.seconds(System.currentTimeMillis() + Math.max(0, leftMs)) : null);
    return row;
  }
}
