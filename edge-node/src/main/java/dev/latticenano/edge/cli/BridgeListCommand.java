package dev.latticenano.edge.cli;

import dev.latticenano.edge.bridge.OpenBridge;
import dev.latticenano.edge.bridge.UsbBridges;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists bridges. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "List the bridges that are plugged in, by asking each.",
      "",
      "USB devices that call themselves a bridge are asked, and those that are named. One",
      "that another program uses, like lattice serve, stands there with that reason.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice bridge list",
      "  lattice bridge list /dev/ttyS1 --baud 921600 --json"
    })
final class BridgeListCommand implements Callable<Integer> {
  @Mixin private BridgeOptions bridge;
  @Mixin private JsonOption json;

  @Parameters(
      paramLabel = "DEVICE",
      arity = "0..*",
      description = "Devices to ask besides, like /dev/ttyS1.")
  private List<String> devices = List.of();

  @Override
  public Integer call() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (UsbBridges.Found each : UsbBridges.here().now()) {
      rows.add(ask(each.device()));
    }
    devices.forEach(each -> rows.add(ask(each)));
    if (json.wanted()) {
      json.print(bridge.out(), rows);
    } else if (rows.isEmpty()) {
      bridge.out().println("no bridge is plugged in");
    } else {
      rows.forEach(row -> bridge.out().println(line(row)));
    }
    boolean any = rows.stream().anyMatch(row -> row.containsKey("id"));
    return any || rows.isEmpty() ? 0 : Failure.LINK;
  }

  private Map<String, Object> ask(String device) {
    try (OpenBridge open = OpenBridge.open(device, bridge.baud())) {
      return BridgeRows.of(device, open.identity());
    } catch (Failure e) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("device", device);
      row.put("trouble", e.getMessage());
      return row;
    }
  }

  private static String line(Map<String, Object> row) {
    if (row.containsKey("trouble")) {
      return row.get("device") + "  " + row.get("trouble");
    }
    return row.get("device")
        + "  "
        + row.get("board")
        + "  "
        + row.get("id")
        + "  "
        + row.get("firmware")
        + "  ports "
        + row.get("ports").toString().replaceAll("[\\[\\]]", "");
  }
}
