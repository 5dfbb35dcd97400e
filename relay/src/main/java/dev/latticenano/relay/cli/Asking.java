package dev.latticenano.relay.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.host.Failure;
import dev.latticenano.relay.RelayServer;
import dev.latticenano.relay.control.ControlCall;
import dev.latticenano.relay.figures.FigureRows;
import dev.latticenano.relay.home.RelayHome;

/** How commands learn what a relay holds: from the one that serves, or from its directory. */
final class Asking {
  private Asking() {}

  /** The relay's figures, as {@link FigureRows} makes them. */
  static JsonObject figures(RelayHome relay) throws Failure {
    String answer = ControlCall.ask(relay.root(), "status");
    if (answer == null) {
      try (RelayServer resting = RelayServer.open(relay, true, ReplayProgress.SILENT)) {
        answer = JsonWriter.string(FigureRows.of(resting.figures(), System.currentTimeMillis()));
      }
    }
    try {
      return JsonParser.object().from(answer);
    } catch (JsonParserException e) {
      throw new Failure(Failure.FAILED, "the relay that serves answers something else", e);
    }
  }
}
