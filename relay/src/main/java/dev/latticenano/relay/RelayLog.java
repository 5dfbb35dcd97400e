package dev.latticenano.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.relay.RelayEvent;
import dev.latticenano.host.checks.CheckFigures;
import dev.latticenano.relay.figures.StoreFigures;
import dev.latticenano.relay.net.Ending;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.tinylog.Logger;

/**
 * One line for each event of a relay: {@code name key=value …}, stores and keys as eight hex
 * digits, never an address, a ticket or a secret. ERROR needs a person, WARN is a misbehaving peer,
 * INFO is start, stop and stores; who comes and goes is DEBUG. Of what peers do wrong so many lines
 * a minute are written; all of it is counted.
 */
final class RelayLog {
  private static final int WARNINGS_A_MINUTE = 60;
  private static final long MINUTE_MS = 60_000;

  private final Map<Verdict, Long> refusals = new EnumMap<>(Verdict.class);
  private long minuteMs;
  private int written;
  private long unwritten;

  /** What peers did wrong so far, live. */
  Map<Verdict, Long> refusals() {
    return refusals;
  }

  void event(RelayEvent event, long nowMs) {
    if (event instanceof RelayEvent.Met met) {
      Logger.debug("met link={} key={}", met.link(), met.key().shortText());
    } else if (event instanceof RelayEvent.Refused refused) {
      refused(refused, nowMs);
    } else if (event instanceof RelayEvent.Unwelcome one) {
      if (mayWarn(nowMs)) {
        Logger.warn("unwelcome link={} why=\"{}\"", one.link(), one.why());
      }
    } else if (event instanceof RelayEvent.Admitted one) {
      String owner = one.owner().shortText();
      Logger.info("admitted store={} owner={}", StoreFigures.name(one.store()), owner);
    } else if (event instanceof RelayEvent.Renewed one) {
      Logger.info("manifest store={} sequence={}", StoreFigures.name(one.store()), one.sequence());
    } else if (event instanceof RelayEvent.Short one) {
      Logger.info("short store={} verdict={}", StoreFigures.name(one.store()), one.verdict());
    } else if (event instanceof RelayEvent.Roomy one) {
      Logger.info("has_room store={}", StoreFigures.name(one.store()));
    } else if (event instanceof RelayEvent.Pruned one) {
      String name = StoreFigures.name(one.store());
      Logger.info("pruned store={} intentions={} bytes={}", name, one.intentions(), one.bytes());
    } else if (event instanceof RelayEvent.LetGo one) {
      String name = StoreFigures.name(one.store());
      Logger.info("let_go store={} chunks={} bytes={}", name, one.chunks(), one.bytes());
    } else if (event instanceof RelayEvent.Elsewhere one) {
      Logger.warn(
          "elsewhere store={} message=\"{}\"", StoreFigures.name(one.store()), one.message());
    } else if (event instanceof RelayEvent.Claimed one) {
      Logger.info("claimed store={}", StoreFigures.name(one.store()));
    } else if (event instanceof RelayEvent.Gone one) {
      Logger.info("gone store={}", StoreFigures.name(one.store()));
    } else if (event instanceof RelayEvent.Full one) {
      Logger.error("disk_full message=\"{}\"", one.message());
    } else if (event instanceof RelayEvent.Resumed) {
      Logger.info("disk_has_room");
    } else {
      throw new AssertionError(event);
    }
  }

  // Whoever wants to be let into a store asks relays, too, which know no such message: no fault.
  private void refused(RelayEvent.Refused refused, long nowMs) {
    refusals.merge(refused.verdict(), 1L, Long::sum);
    String where = "link=" + refused.link();
    where += refused.store() == null ? "" : " store=" + StoreFigures.name(refused.store());
    if (refused.verdict() == Verdict.MESSAGE_UNKNOWN) {
      Logger.debug("refused {} verdict={}", where, refused.verdict());
    } else if (mayWarn(nowMs)) {
      Logger.warn("refused {} verdict={}", where, refused.verdict());
    }
  }

  private boolean mayWarn(long nowMs) {
    if (nowMs - minuteMs >= MINUTE_MS || nowMs < minuteMs) {
      if (unwritten > 0) {
        Logger.warn("unwritten count={}", unwritten);
      }
      minuteMs = nowMs;
      written = 0;
      unwritten = 0;
    }
    if (written == WARNINGS_A_MINUTE) {
      unwritten++;
      return false;
    }
    written++;
    return true;
  }

  void down(int link, Ending why) {
    Logger.debug("down link={} why={}", link, why.name().toLowerCase(Locale.ROOT));
  }

  void peerUp(AuthorId key) {
    Logger.info("peer_up key={}", key.shortText());
  }

  void peerDown(AuthorId key, String why) {
    Logger.warn("peer_down key={} why=\"{}\"", key.shortText(), why);
  }

  void found(String sentence) {
    Logger.warn("found message=\"{}\"", sentence);
  }

  /** Who looks at signatures, and why nobody faster. */
  void checks(CheckFigures checks) {
    if (!checks.finding().isEmpty()) {
      found(checks.finding());
    }
    Logger.info("checks by=\"{}\" threads={}", checks.by(), checks.threads());
  }

  void serving(int stores) {
    Logger.info("serving stores={}", stores);
  }

  void reloaded() {
    Logger.info("reloaded");
  }

  void notReloaded(String sentence) {
    Logger.error("not_reloaded message=\"{}\"", sentence);
  }

  void stopped() {
    Logger.info("stopped");
  }
}
