package dev.latticenano.edge.cli;

import dev.latticenano.core.MembersManifest;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.Audit;
import dev.latticenano.core.relay.Statement;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.UsedRelay;
import dev.latticenano.host.Failure;
import dev.latticenano.host.text.Units;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What relays said last, beside this node's own log. */
final class RelayStand {
  private RelayStand() {}

  /** A row for each relay of a store, and a line for people. */
  static List<Map<String, Object>> rows(NodeHome home, StoreId store, List<String> lines)
      throws Failure {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (UsedRelay each : home.relays().of(store)) {
      Map<String, Object> row = new LinkedHashMap<>();
      Statement last = each.last();
      row.put("url", each.url().toString());
      row.put("statement", last == null ? null : last.counter());
      row.put("intentions", last == null ? null : last.count());
      row.put("authors", last == null ? null : last.authors());
      row.put("authors_behind", last == null ? null : behind(home, store, last));
      row.put("owed", each.owed() == null ? null : each.owed().toString());
      rows.add(row);
      lines.add(line(home, store, each, last));
    }
    return rows;
  }

  private static String line(NodeHome home, StoreId store, UsedRelay relay, Statement last)
      throws Failure {
    if (last == null) {
      return relay.url() + ": has signed nothing here yet; sync with it";
    }
    long behind = behind(home, store, last);
    return relay.url()
        + ": statement "
        + last.counter()
        + " of "
        + Instant.ofEpochMilli(last.timeMs())
        + ", "
        + Units.count(last.count(), "intention")
        + " by "
        + Units.count(last.authors(), "author")
        + (behind == 0
            ? ", all that is here among them"
            : "; of " + Units.count(behind, "author") + " more is here by now");
  }

  /** Of how many authors more is in this node's log than the relay listed. */
  private static long behind(NodeHome home, StoreId store, Statement last) throws Failure {
    try {
      long behind = 0;
      for (Audit.Stand each : MembersManifest.stands(home.node().dag(store))) {
        int at = last.find(each.author());
        behind += at < 0 || last.height(at) < each.height() ? 1 : 0;
      }
      return behind;
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  /** A line for each relay that owes what it had agreed to, which nobody else can check. */
  static boolean owed(NodeHome home, StoreId store, List<String> lines) {
    boolean found = false;
    for (UsedRelay each : home.relays().of(store)) {
      boolean owes = each.owed() != null && !home.relays().isForked(store, each.owed());
      if (owes) {
        found = true;
        lines.add(
            "! "
                + each.url()
                + " agreed with this node and then listed less of "
                + each.owed().shortText()
                + " ("
                + Verdict.RELAY_OWES
                + "); nobody who was not there can check that");
      }
    }
    return found;
  }

  /** What a lie is. */
  static String sentence(Audit.Finding lie) {
    String change =
        lie.before() == lie.after() ? "" : ": " + lie.before() + ", then " + lie.after();
    String of = lie.author() == null ? "" : " of author " + lie.author().shortText();
    return switch (lie.verdict()) {
      case RELAY_FORKED ->
          lie.author() == null
              ? "forked: it signed two different things with one counter"
              : "forked: it listed two intentions" + of + " at height " + lie.before();
      case RELAY_ROLLED_BACK -> "rolled back: it counted backwards" + of + change;
      case RELAY_WITHHELD -> "withheld: it listed intentions" + of + " and lists fewer" + change;
      case RELAY_DROPPED -> "dropped in silence: no receipt says that a floor rose" + of + change;
      default -> lie.verdict() + of + change;
    };
  }
}
