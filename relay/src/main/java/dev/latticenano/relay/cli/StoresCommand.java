package dev.latticenano.relay.cli;

import com.grack.nanojson.JsonObject;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.text.Units;
import dev.latticenano.relay.RelayServer;
import dev.latticenano.relay.control.ControlCall;
import dev.latticenano.relay.home.RelayHome;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a relay holds. */
@Command(
    name = "stores",
    mixinStandardHelpOptions = true,
    description = "List the stores held here, or remove one.",
    subcommands = {StoresCommand.Remove.class},
    footer = {"", "Examples:", "  lattice-relay stores --json", "  lattice-relay stores remove ID"})
final class StoresCommand implements Callable<Integer> {
  /** What is said where there are none. */
  static final String NONE = "no stores yet; hand out a ticket: lattice-relay ticket create --help";

  private static final int NAME_DIGITS = 8;

  @Mixin private HomeOption home;
  @Mixin private JsonOption json;

  @Override
  public Integer call() throws Failure {
    List<Object> stores = Asking.figures(home.open()).getArray("stores");
    if (json.wanted()) {
      json.print(home.out(), stores);
    } else if (stores.isEmpty()) {
      home.out().println(NONE);
    }
    for (Object each : json.wanted() ? List.of() : stores) {
      home.out().println(line((JsonObject) each));
    }
    return 0;
  }

  private static String line(JsonObject store) {
    String until = store.getString("serves_until");
    return String.join(
        "  ",
        store.getString("id").substring(0, NAME_DIGITS),
        Units.padded(Units.count(store.getLong("intentions"), "intention"), 18),
        Units.padded(Units.count(store.getLong("members"), "member"), 10),
        Units.padded(Units.count(store.getLong("links"), "link"), 8),
        Units.padded(
            Units.bytes(store.getLong("taken_bytes"))
                + " of "
                + Units.bytes(store.getLong("quota_bytes")),
            20),
        until == null ? "for ever" : "until " + until);
  }

  /** Takes a store off this relay. */
  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = {
        "Hold a store no more: all of it is deleted here.",
        "",
        "Its members keep what they have and find that the store is not here any more.",
        ""
      })
  static final class Remove implements Callable<Integer> {
    @Mixin private HomeOption home;

    @Parameters(paramLabel = "ID", description = "The store's id, or its first digits.")
    private String beginning;

    @Option(names = "--yes", description = "Do it; without this it says what would go.")
    private boolean yes;

    @Override
    public Integer call() throws Failure {
      RelayHome relay = home.open();
      JsonObject store = Asking.store(Asking.figures(relay).getArray("stores"), beginning);
      if (!yes) {
        throw new Failure(
            Failure.BAD_INPUT,
            store.getLong("intentions")
                + " intentions of store "
                + store.getString("id")
                + " would be gone here; add --yes to remove them");
      }
      String id = store.getString("id");
      if (ControlCall.ask(relay.root(), "remove " + id) == null) {
        try (RelayServer resting = RelayServer.open(relay, true, ReplayProgress.SILENT)) {
          Failure failure = resting.removed(StoreId.parse(id));
          if (failure != null) {
            throw failure;
          }
        }
      }
      home.out().println("removed " + id);
      return 0;
    }
  }
}
