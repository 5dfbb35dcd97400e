package dev.latticenano.edge.cli;

import dev.latticenano.edge.bridge.OpenBridge;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.text.Units;
import dev.latticenano.link.bridge.BridgePort;
import dev.latticenano.link.bridge.BridgeRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a bridge has counted. */
@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    description = {
      "Show what each port of a bridge has counted since it started.",
      "",
      "Frames and bytes that went through, and what was dropped and why, at the port that",
      "it came from. Text leaves out what is 0. Counters begin again after 4294967295.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice bridge stats --json",
      "  lattice bridge stats /dev/ttyACM0 --echo 100"
    })
final class BridgeStatsCommand implements Callable<Integer> {
  private static final int ECHOES_MAX = 10_000;

  @Spec private CommandSpec spec;
  @Mixin private BridgeOptions bridge;
  @Mixin private JsonOption json;

  @Parameters(
      paramLabel = "DEVICE",
      arity = "0..1",
      description = "Its device; not needed when one is plugged in.")
  private String device;

  @Option(
      names = "--echo",
      paramLabel = "N",
      defaultValue = "0",
      description = "First send 1000 bytes there and back so many times.")
  private int echoes;

  @Override
  public Integer call() throws Failure {
    if (echoes < 0 || echoes > ECHOES_MAX) {
      throw new ParameterException(
          spec.commandLine(), "--echo takes 0 to " + ECHOES_MAX + " times");
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    try (OpenBridge open = bridge.open(device)) {
      echo(open);
      for (BridgePort each : open.ports()) {
        rows.add(BridgeRows.of(open.counters(each.number())));
      }
    }
    if (json.wanted()) {
      json.print(bridge.out(), rows);
    } else {
      rows.forEach(this::print);
    }
    return 0;
  }

  private void echo(OpenBridge open) throws Failure {
    byte[] sent = new byte[BridgeRequest.ECHO_BYTES_MAX];
    for (int i = 0; i < sent.length; i++) {
      sent[i] = (byte) i;
    }
    long startNs = System.nanoTime();
    for (int i = 0; i < echoes; i++) {
      sent[0] = (byte) (i >>> 8);
      sent[1] = (byte) i;
      if (!Arrays.equals(sent, open.ask(BridgeRequest.ECHO, sent))) {
        throw new Failure(Failure.FINDINGS, "echo " + (i + 1) + " came back changed");
      }
    }
    if (echoes > 0) {
      double ms = (System.nanoTime() - startNs) / 1e6 / echoes;
      String words = String.format(java.util.Locale.ROOT, "%.1f ms each", ms);
      spec.commandLine().getErr().println("lattice: " + echoes + " echoes came back, " + words);
    }
  }

  private void print(Map<String, Object> row) {
    bridge.out().println("port " + row.get("port"));
    row.forEach(
        (name, count) -> {
          if (!name.equals("port") && !count.equals(0L)) {
            bridge.out().println("  " + Units.padded(name, 16) + count);
          }
        });
  }
}
