package dev.latticenano.relay.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import dev.latticenano.host.Failure;
import dev.latticenano.host.checks.CheckFigures;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.text.Units;
import dev.latticenano.relay.home.RelayHome;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says how a relay is. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Say how the relay is: whether it serves, how full it is, and what needs you.",
      "",
      "Lines that begin with ! need somebody. Works beside a relay that serves.",
      ""
    },
    footer = {"", "Examples:", "  lattice-relay status", "  lattice-relay status --json"})
final class StatusCommand implements Callable<Integer> {
  @Mixin private HomeOption home;
  @Mixin private JsonOption json;

  @Override
  public Integer call() throws Failure {
    RelayHome relay = home.open();
    JsonObject figures = Asking.status(relay);
    figures.put("url", relay.url());
    if (json.wanted()) {
      json.print(home.out(), figures);
    } else {
      print(relay, figures, home.out());
    }
    return 0;
  }

  private static void print(RelayHome relay, JsonObject figures, PrintWriter out) {
    out.println("relay   " + relay.root());
    out.println("url     " + relay.url());
    JsonObject links = figures.getObject("links");
    if (links == null) {
      out.println("serves  no; start it: lattice-relay serve");
    } else {
      out.println("serves  for " + Units.span(figures.getLong("uptime_seconds")));
      out.println(
          "links   "
              + links.getLong("up")
              + " up, "
              + Units.bytes(links.getLong("received_bytes"))
              + " in, "
              + Units.bytes(links.getLong("sent_bytes"))
              + " out");
    }
    figures.getArray("peers").forEach(each -> print((JsonObject) each, out));
    CheckFigures checks = checks(figures);
    out.println("checks  " + checks.sentence());
    JsonArray stores = figures.getArray("stores");
    out.println("stores  " + stores.size());
    JsonObject disk = figures.getObject("disk");
    out.println(
        "disk    "
            + Units.bytes(disk.getLong("free_bytes"))
            + " free, of which "
            + Units.bytes(disk.getLong("kept_bytes"))
            + " stay free");
    if (!checks.finding().isEmpty()) {
      out.println("! " + checks.finding());
    }
    for (Object sentence : figures.getArray("health")) {
      out.println("! " + sentence);
    }
  }

  /** Who checks signatures, as a status says it. */
  static CheckFigures checks(JsonObject status) {
    JsonObject row = status.getObject("checks");
    return new CheckFigures(
        row.getString("by"), row.getInt("threads"), row.getString("finding", ""));
  }

  private static void print(JsonObject peer, PrintWriter out) {
    String state = "up since " + peer.getString("since");
    state += peer.getBoolean("it_called") ? "; it called" : "";
    if (!peer.getBoolean("up")) {
      String next = peer.getString("next");
      state = "down: " + peer.getString("why");
      state += next == null ? "; being called" : "; called again at " + next;
    }
    out.println("peer    " + peer.getString("url") + "  " + state);
  }
}
