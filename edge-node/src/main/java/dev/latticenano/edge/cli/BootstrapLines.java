package dev.latticenano.edge.cli;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.edge.BootstrapMark;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Shown;
import dev.latticenano.host.text.Units;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How far a store has come that was joined, for people and for scripts. */
final class BootstrapLines {
  /** Peers named in a sentence. */
  private static final int NAMED_MAX = 5;

  private BootstrapLines() {}

  /** What is known of a store's bootstrap; null if none is under way. */
  static Map<String, Object> row(NodeHome home, StoreId store) throws Failure {
    BootstrapMark mark = home.invitations().bootstraps().of(store);
    if (mark == null) {
      return null;
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("intentions", home.node().dag(store).sequence());
    row.put("intentions_about", mark.intentions() == 0 ? null : mark.intentions());
    row.put("let_in", !home.invitations().isOut(store));
    row.put("last_peer", mark.last() == null ? null : mark.last().toString());
    row.put("last_ms", mark.last() == null ? null : mark.lastMs());
    row.put("ask", askable(home, store));
    row.put("trouble", mark.trouble() == Verdict.OK ? null : mark.trouble().name());
    row.put("text", sentence(home, store));
    return row;
  }

  /** The line of a row of {@code status}. */
  static void print(PrintWriter out, Map<String, Object> status) {
    if (status.get("bootstrap") instanceof Map<?, ?> row) {
      out.println("       " + row.get("text"));
    }
  }

  private static List<String> askable(NodeHome home, StoreId store) throws Failure {
    AuthorNames names = new AuthorNames(home, store);
    return home.invitations().bootstraps().askable(store).stream().map(names::of).toList();
  }

  /** The same in a sentence without its beginning; null if none is under way. */
  static String sentence(NodeHome home, StoreId store) throws Failure {
    BootstrapMark mark = home.invitations().bootstraps().of(store);
    if (mark == null) {
      return null;
    }
    int here = home.node().dag(store).sequence();
    StringBuilder text = new StringBuilder("being fetched, ");
    if (mark.intentions() > here) {
      text.append(here + " of about " + mark.intentions() + " intentions");
    } else {
      text.append(Units.count(here, "intention"));
    }
    if (mark.last() != null) {
      AuthorId last = mark.last();
      String name = new AuthorNames(home, store).of(last);
      boolean nameless = name.equals(last.shortText()) && !mark.lastName().isEmpty();
      long ms = Math.max(0, System.currentTimeMillis() - mark.lastMs());
      String ago = LagLines.ago(ms / 1000);
      String by = nameless ? Shown.of(mark.lastName()) : name;
      text.append(", last from " + by + " " + (ago.equals("now") ? "just now" : ago));
    }
    List<String> peers = askable(home, store);
    if (!peers.isEmpty()) {
      boolean more = peers.size() > NAMED_MAX;
      List<String> some = more ? peers.subList(0, NAMED_MAX) : peers;
      text.append("; ask any of: " + String.join(", ", some) + (more ? ", …" : ""));
    } else if (home.invitations().isOut(store)) {
      text.append("; nobody has let this node in yet");
    }
    return text.toString();
  }

  /** What is wrong with all that has come; null if nothing is. */
  static String trouble(NodeHome home, StoreId store) {
    BootstrapMark mark = home.invitations().bootstraps().of(store);
    return mark == null || mark.trouble() == Verdict.OK
        ? null
        : "nobody began this store: nothing that has come gives its id ("
            + mark.trouble()
            + "); nothing is written in it";
  }
}
