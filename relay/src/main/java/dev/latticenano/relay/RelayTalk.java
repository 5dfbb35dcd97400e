package dev.latticenano.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.link.Ends;
import dev.latticenano.core.relay.Relay;
import dev.latticenano.core.relay.RelayEvent;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.relay.net.Ending;
import dev.latticenano.relay.net.LinkLoop;
import dev.latticenano.relay.net.Talk;
import dev.latticenano.relay.net.Upkeep;
import java.util.Arrays;

/**
 * What joins the loop of links and the relay, by the contract of {@link Relay}: after each input
 * the links that may have something to say are due, and events are told.
 */
final class RelayTalk implements Talk, Upkeep {
  private static final String PRIVACY = "noise-";
  private static final long WATCH_MS = 1000;

  private final Relay relay;
  private final RelayLog log;
  private final Runnable watch;
  private LinkLoop loop;
  private PeerCalls peers;
  private long watchAtMs;

  /** {@code watch} is called about once a second, on the loop's thread. */
  RelayTalk(Relay relay, RelayLog log, Runnable watch) {
    this.relay = relay;
    this.log = log;
    this.watch = watch;
  }

  /** Speaks over the links of {@code newLoop}, some of which {@code newPeers} call for. */
  void over(LinkLoop newLoop, PeerCalls newPeers) {
    loop = newLoop;
    peers = newPeers;
  }

  /** A link is up on which this relay called; {@code remembered} may be null. */
  void call(int link, byte[] remembered) {
    relay.call(link, LinkProfile.TCP, remembered, System.currentTimeMillis());
    settle();
  }

  @Override
  public void up(int link) {
    relay.link(link, LinkProfile.TCP, System.currentTimeMillis());
    settle();
  }

  @Override
  public boolean heard(int link, byte[] frame, int offset, int length, long nowMs)
      throws StoreException {
    Verdict verdict = relay.receive(link, frame, offset, length, nowMs);
    tell(nowMs);
    peers.heard(link);
    if (isFull(link)) {
      loop.pause(link);
    }
    settle();
    // Over TCP nothing is lost: who breaks a rule of privacy has other keys.
    return verdict == Verdict.OK || !verdict.rule().startsWith(PRIVACY);
  }

  @Override
  public int say(int link, byte[] out, int offset, long nowMs) throws StoreException {
    int length = relay.transmit(link, out, offset, nowMs);
    tell(nowMs);
    return length;
  }

  @Override
  public boolean isFull(int link) {
    return relay.isPaused(link);
  }

  @Override
  public void down(int link, Ending why) {
    relay.unlink(link);
    peers.down(link, why);
    log.down(link, why);
  }

  @Override
  public void tick(long nowMs) throws StoreException {
    relay.tick(nowMs);
    tell(nowMs);
    settle();
    if (nowMs >= watchAtMs || nowMs < watchAtMs - WATCH_MS) {
      watchAtMs = nowMs + WATCH_MS;
      watch.run();
    }
  }

  @Override
  public long deadlineMs() {
    return Math.min(watchAtMs, relay.nextDeadlineMs());
  }

  private void settle() {
    for (int link = relay.takeSpeaker(); link != Ends.NONE; link = relay.takeSpeaker()) {
      loop.due(link);
    }
  }

  private void tell(long nowMs) {
    for (RelayEvent event = relay.pollEvent(); event != null; event = relay.pollEvent()) {
      log.event(event, nowMs);
      if (event instanceof RelayEvent.Met met) {
        met(met);
      } else if (event instanceof RelayEvent.Unwelcome one) {
        peers.unwelcome(one.link());
        loop.hangUp(one.link());
      }
    }
  }

  private void met(RelayEvent.Met met) {
    byte[] process = relay.end(met.link()).peerTransportKey();
    if (peers.met(met.link(), met.key(), process)) {
      loop.proven(met.link());
      askOthers(met, process);
    } else {
      loop.hangUp(met.link());
    }
  }

  /** Whoever calls anew may have lost the links that it had. */
  private void askOthers(RelayEvent.Met met, byte[] process) {
    for (int link : relay.links(met.key())) {
      if (link != met.link() && Arrays.equals(process, relay.end(link).peerTransportKey())) {
        loop.silence().askOnce(link);
      }
    }
  }
}
