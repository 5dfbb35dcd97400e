package dev.latticenano.edge;

import dev.latticenano.core.Event;
import dev.latticenano.core.Restating;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.host.checks.CheckFigures;
import dev.latticenano.link.bridge.BridgeIdentity;
import dev.latticenano.link.bridge.BridgeKept;
import java.util.Locale;
import org.tinylog.Logger;

/**
 * One line for each event of a long-running node: {@code name key=value …}, hashes as eight hex
 * digits, never ops, keys or secrets. ERROR needs a person, WARN is a misbehaving peer, INFO is
 * start, stop and peers.
 */
final class EventLog {
  private EventLog() {}

  static void event(Event event) {
    if (event instanceof Event.Met met) {
      Logger.info(
          "met link={} name=\"{}\" key={} stores={}",
          met.link(),
          met.name(),
          met.key().shortText(),
          met.stores());
    } else if (event instanceof Event.Complete end) {
      if (end.trouble() == Verdict.OK) {
        Logger.info("complete link={}", end.link());
      } else {
        Logger.warn("incomplete link={} verdict={}", end.link(), end.trouble());
      }
    } else if (event instanceof Event.Joined joined) {
      Logger.info(
          "joined link={} store={} verdict={}", joined.link(), joined.store(), joined.verdict());
    } else if (event instanceof Event.Told told) {
      Logger.info(
          "told link={} store={} peers={} places={} intentions={}",
          told.link(),
          told.store(),
          told.peers().size(),
          told.places().size(),
          told.intentions());
    } else if (event instanceof Event.Bootstrapped end) {
      if (end.verdict() == Verdict.OK) {
        Logger.info("bootstrapped store={}", end.store());
      } else {
        Logger.error("not_bootstrapped store={} verdict={}", end.store(), end.verdict());
      }
    } else if (event instanceof Event.Full full) {
      Logger.error("disk_full message=\"{}\"", full.message());
    } else if (event instanceof Event.Resumed) {
      Logger.info("disk_has_room");
    } else {
      ofStore(event);
    }
  }

  /** A peer broke a rule; before it {@code unwritten} times more than was said. */
  static void refused(Event.Refused refused, String peer, long unwritten) {
    Logger.warn(
        "refused link={} peer={} verdict={} store={} unwritten={}",
        refused.link(),
        peer,
        refused.verdict(),
        refused.store() == null ? "unknown" : refused.store(),
        unwritten);
  }

  /** So many refusals on a link that is down were not written. */
  static void unwritten(int link, long count) {
    Logger.warn("refused_unwritten link={} count={}", link, count);
  }

  private static void ofStore(Event event) {
    if (event instanceof Event.Quarantined bad) {
      Logger.warn(
          "quarantined store={} intention={} verdict={}",
          bad.store(),
          bad.intention().shortText(),
          bad.verdict());
    } else if (event instanceof Event.Stalled stall) {
      Logger.error(
          "stalled store={} intention={} verdict={}",
          stall.store(),
          stall.intention().shortText(),
          stall.verdict());
    } else if (event instanceof Event.StartedOver anew) {
      Logger.info("state_anew store={} reason=\"{}\"", anew.store(), anew.reason());
    } else if (event instanceof Event.Forked fork) {
      Logger.error(
          "forked store={} author={} height={}",
          fork.store(),
          fork.author().shortText(),
          fork.height());
    } else if (event instanceof Event.OwnTipUnknown unknown) {
      Logger.error("own_tip_unknown store={}", unknown.store());
    } else if (event instanceof Event.Lost lost) {
      Logger.error("damaged store={} intentions={}", lost.store(), lost.count());
    } else if (event instanceof Event.Children family) {
      Logger.info("children store={}", family.store());
    } else if (event instanceof Event.BaseRefused refused) {
      Logger.error("snapshot_refused store={} verdict={}", refused.store(), refused.verdict());
    } else if (event instanceof Event.Restored restored) {
      Logger.info("restored store={}", restored.store());
    } else if (event instanceof Event.Lagging lagging) {
      Logger.info(
          "lagging store={} member={} standing={} behind={}{}",
          lagging.store(),
          lagging.lag().member().shortText(),
          lagging.lag().standing().name().toLowerCase(Locale.ROOT),
          lagging.lag().behind(),
          lagging.lag().orMore() ? "+" : "");
    } else if (event instanceof Event.Restated restated) {
      Restating.Outcome said = restated.outcome();
      Logger.info(
          "restated store={} superseded={} written={} bytes={} dead_percent={}",
          restated.store(),
          said.superseded(),
          said.written(),
          said.bytes(),
          said.share());
    } else {
      ofSnapshot(event);
    }
  }

  private static void ofSnapshot(Event event) {
    if (event instanceof Event.SnapshotMade made) {
      Logger.info("snapshot_made store={} notice={}", made.store(), made.notice().shortText());
    } else if (event instanceof Event.SnapshotFinal end) {
      Logger.info("snapshot_final store={} notice={}", end.store(), end.notice().shortText());
    } else if (event instanceof Event.SnapshotRefused refused) {
      Logger.error(
          "snapshot_refused store={} notice={} standing={}",
          refused.store(),
          refused.notice().shortText(),
          refused.standing().name().toLowerCase(Locale.ROOT));
    } else {
      throw new AssertionError(event);
    }
  }

  static void unacked(StoreId store, String why) {
    Logger.info("unacked store={} reason=\"{}\"", store, why);
  }

  static void damage(String sentence) {
    Logger.error("damage message=\"{}\"", sentence);
  }

  static void started(String what) {
    Logger.info("started {}", what);
  }

  /** Who checks signatures, and why nobody faster. */
  static void checks(CheckFigures checks) {
    if (!checks.finding().isEmpty()) {
      Logger.warn("found message=\"{}\"", checks.finding());
    }
    Logger.info("checks by=\"{}\" threads={}", checks.by(), checks.threads());
  }

  static void linked(int link, String peer) {
    Logger.info("linked link={} peer={}", link, peer);
  }

  static void down(int link, String why) {
    Logger.info("down link={} reason=\"{}\"", link, why);
  }

  /** A bridge answered at a device. */
  static void bridge(String device, BridgeIdentity who) {
    Logger.info(
        "bridge device={} board={} firmware={} ports={}",
        device,
        who.board().name().toLowerCase(Locale.ROOT),
        who.firmware(),
        who.outerPorts());
  }

  /** A bridge kept frames of a port while nobody was here. */
  static void kept(String device, BridgeKept kept) {
    Logger.info(
        "kept device={} port={} frames={} age_ms={} pushed_out={}",
        device,
        kept.port(),
        kept.frames(),
        kept.ageMs(),
        kept.pushedOut());
  }

  static void waiting(String device, String why) {
    Logger.warn("waiting device={} reason=\"{}\"", device, why);
  }
}
