package dev.latticenano.relay.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.host.Failure;
import dev.latticenano.relay.RelayServer;
import dev.latticenano.relay.control.ControlCall;
import dev.latticenano.relay.figures.FigureRows;
import dev.latticenano.relay.figures.PlanRows;
import dev.latticenano.relay.home.RelayHome;
import java.util.ArrayList;
import java.util.List;

/** How commands learn what a relay holds: from the one that serves, or from its directory. */
final class Asking {
  private Asking() {}

  /** The relay's figures, as {@link FigureRows} makes them; cheap. */
  static JsonObject figures(RelayHome relay) throws Failure {
    String answer = ControlCall.ask(relay.root(), "figures");
    if (answer == null) {
      try (RelayServer resting = resting(relay)) {
        answer = JsonWriter.string(FigureRows.of(resting.figures()));
      }
    }
    return parsed(answer);
  }

  /** The same with what needs somebody, for which all stores are looked through. */
  static JsonObject status(RelayHome relay) throws Failure {
    String answer = ControlCall.ask(relay.root(), "status");
    if (answer == null) {
      try (RelayServer resting = resting(relay)) {
        answer = JsonWriter.string(resting.status());
      }
    }
    return parsed(answer);
  }

  /** What a prune of each of these stores would drop, as {@link PlanRows} makes it. */
  static List<JsonObject> plans(RelayHome relay, List<StoreId> stores) throws Failure {
    List<JsonObject> plans = new ArrayList<>();
    for (StoreId store : stores) {
      String answer = ControlCall.ask(relay.root(), "plan " + store);
      if (answer == null) {
        return restingPlans(relay, stores);
      }
      plans.add(parsed(answer));
    }
    return plans;
  }

  private static List<JsonObject> restingPlans(RelayHome relay, List<StoreId> stores)
      throws Failure {
    List<JsonObject> plans = new ArrayList<>();
    try (RelayServer resting = resting(relay)) {
      for (StoreId store : stores) {
        plans.add(parsed(JsonWriter.string(PlanRows.of(store, resting.plan(store)))));
      }
    }
    return plans;
  }

  /** The stores held; with {@code beginning} the one whose id begins so, else all. */
  static List<StoreId> stores(RelayHome relay, String beginning) throws Failure {
    List<Object> held = figures(relay).getArray("stores");
    List<StoreId> ids = new ArrayList<>();
    for (Object each : beginning == null ? held : List.of(store(held, beginning))) {
      ids.add(StoreId.parse(((JsonObject) each).getString("id")));
    }
    return ids;
  }

  /** Of these stores the one whose id begins so. */
  static JsonObject store(List<Object> stores, String beginning) throws Failure {
    List<JsonObject> found =
        stores.stream()
            .map(JsonObject.class::cast)
            .filter(each -> each.getString("id").startsWith(beginning))
            .toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new Failure(
        Failure.NOT_FOUND,
        found.isEmpty()
            ? "no store's id begins with " + beginning + "; see: lattice-relay stores"
            : found.size() + " stores' ids begin with " + beginning + "; give more digits");
  }

  private static RelayServer resting(RelayHome relay) throws Failure {
    return RelayServer.open(relay, true, ReplayProgress.SILENT);
  }

  private static JsonObject parsed(String answer) throws Failure {
    try {
      return JsonParser.object().from(answer);
    } catch (JsonParserException e) {
      throw new Failure(Failure.FAILED, "the relay that serves answers something else", e);
    }
  }
}
