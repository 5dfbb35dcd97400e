package dev.latticenano.relay.cli;

import com.grack.nanojson.JsonObject;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.text.Units;
import dev.latticenano.relay.control.ControlCall;
import dev.latticenano.relay.home.RelayHome;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What of the stores held is of no use any more, and who keeps more from going. */
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    description = {
      "Say what the next prune of each store drops, or have it done now.",
      "",
      "A relay prunes by itself, a minute after something came: this is never needed. Only",
      "what all voters of a store have seen goes; a member who stays away keeps the rest.",
      "--dry-run works on a relay that does not serve, too.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice-relay prune --dry-run",
      "  lattice-relay prune --dry-run --store a1b2 --json",
      "  lattice-relay prune --store a1b2"
    })
final class PruneCommand implements Callable<Integer> {
  private static final int NAME_DIGITS = 8;
  private static final int DATE_CHARS = 10;

  @Mixin private HomeOption home;
  @Mixin private JsonOption json;

  @Option(names = "--dry-run", description = "Say what would go; drop nothing.")
  private boolean dryRun;

  @Option(
      names = "--store",
      paramLabel = "ID",
      description = "One store, by its id or its first digits. Default: all.")
  private String beginning;

  @Override
  public Integer call() throws Failure {
    RelayHome relay = home.open();
    List<StoreId> stores = Asking.stores(relay, beginning);
    if (dryRun) {
      List<JsonObject> plans = Asking.plans(relay, stores);
      if (json.wanted()) {
        json.print(home.out(), new ArrayList<Object>(plans));
      } else {
        plans.forEach(each -> print(each, home.out()));
        if (plans.isEmpty()) {
          home.out().println(StoresCommand.NONE);
        }
      }
      return 0;
    }
    if (stores.isEmpty() && !json.wanted()) {
      home.out().println(StoresCommand.NONE);
      return 0;
    }
    List<Object> begun = new ArrayList<>();
    for (StoreId store : stores) {
      if (ControlCall.ask(relay.root(), "prune " + store) == null) {
        throw new Failure(
            Failure.NOT_FOUND,
            "no relay serves from "
                + relay.root()
                + ", and one that serves prunes by itself; start it: lattice-relay serve");
      }
      begun.add(Map.of("pruning", store.toString()));
    }
    if (json.wanted()) {
      json.print(home.out(), begun);
    } else {
      home.out().println("pruning " + Units.count(begun.size(), "store") + "; the log says what");
    }
    return 0;
  }

  private static void print(JsonObject plan, PrintWriter out) {
    out.println(
        plan.getString("store").substring(0, NAME_DIGITS)
            + "  would drop "
            + Units.count(plan.getLong("intentions"), "intention")
            + ", "
            + Units.bytes(plan.getLong("bytes")));
    for (Object each : plan.getArray("held_back")) {
      JsonObject member = (JsonObject) each;
      String wrote = member.getString("last_wrote");
      out.println(
          "  held back by "
              + member.getString("member").substring(0, NAME_DIGITS)
              + ": "
              + Units.count(member.getLong("intentions"), "intention")
              + ", "
              + Units.bytes(member.getLong("bytes"))
              + "; "
              + (wrote == null ? "it never wrote" : "it wrote last on " + date(wrote)));
    }
  }

  private static String date(String time) {
    return time.substring(0, Math.min(DATE_CHARS, time.length()));
  }
}
