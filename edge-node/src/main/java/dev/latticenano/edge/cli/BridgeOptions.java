package dev.latticenano.edge.cli;

import dev.latticenano.edge.bridge.OpenBridge;
import dev.latticenano.edge.bridge.UsbBridges;
import dev.latticenano.host.Failure;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands for bridges share: how to reach one and where to print. Mixed in. */
public final class BridgeOptions {
  @Option(
      names = "--baud",
      paramLabel = "N",
      defaultValue = "921600",
      description = {
        "Bits per second, for a bridge at the end of a UART; USB has its own.",
        "Default: ${DEFAULT-VALUE}."
      })
  private int baud;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  int baud() {
    return baud;
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** The device that was typed, or that of the only bridge. */
  String device(String typed) throws Failure {
    if (typed != null) {
      return typed;
    }
    List<UsbBridges.Found> found = UsbBridges.here().now();
    if (found.size() == 1) {
      return found.get(0).device();
    }
    throw new Failure(
        Failure.NOT_FOUND,
        found.isEmpty()
            ? "no bridge is plugged in; one at the end of a UART is named by its device"
            : "several bridges are plugged in, say which: "
                + found.stream().map(UsbBridges.Found::device).collect(Collectors.joining(", ")));
  }

  OpenBridge open(String typed) throws Failure {
    return OpenBridge.open(device(typed), baud);
  }
}
