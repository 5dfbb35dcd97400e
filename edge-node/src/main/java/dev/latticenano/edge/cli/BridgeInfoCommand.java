package dev.latticenano.edge.cli;

import dev.latticenano.edge.bridge.OpenBridge;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.text.Units;
import dev.latticenano.link.bridge.BridgeFault;
import dev.latticenano.link.bridge.BridgePort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one bridge. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    description = {
      "Show a bridge: firmware, ports, lines, settings, its last fault.",
      "",
      "What it keeps for a node that is away stands at each port: frames, bytes, and how",
      "old the oldest is. A fault stays there until lattice bridge set --forget-fault.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice bridge info",
      "  lattice bridge info /dev/ttyACM0 --json"
    })
final class BridgeInfoCommand implements Callable<Integer> {
  @Mixin private BridgeOptions bridge;
  @Mixin private JsonOption json;

  @Parameters(
      paramLabel = "DEVICE",
      arity = "0..1",
      description = "Its device; not needed when one is plugged in.")
  private String device;

  @Override
  public Integer call() throws Failure {
    String at = bridge.device(device);
    Map<String, Object> shown;
    try (OpenBridge open = bridge.open(at)) {
      shown = BridgeRows.of(at, open.identity());
      List<Map<String, Object>> ports = new ArrayList<>();
      for (BridgePort each : open.ports()) {
        Map<String, Object> row = BridgeRows.of(each);
        if (!each.ofNode()) {
          row.put("kept", BridgeRows.of(open.kept(each.number())));
        }
        ports.add(row);
      }
      shown.put("at_ports", ports);
      List<Integer> numbers = open.ports().stream().map(BridgePort::number).toList();
      shown.put("settings", BridgeRows.of(open.settings(), numbers));
      BridgeFault fault = open.fault();
      shown.put("last_fault", fault.any() ? BridgeRows.of(fault) : null);
    }
    if (json.wanted()) {
      json.print(bridge.out(), shown);
    } else {
      print("", shown);
    }
    return 0;
  }

  private void print(String indent, Map<?, ?> rows) {
    for (Map.Entry<?, ?> each : rows.entrySet()) {
      Object value = each.getValue();
      if (value instanceof Map<?, ?> inner) {
        bridge.out().println(indent + each.getKey());
        print(indent + "  ", inner);
      } else if (each.getKey().equals("at_ports")) {
        for (Object port : (List<?>) value) {
          print(indent, (Map<?, ?>) port, "port");
        }
      } else {
        String text = value == null ? "-" : value.toString().replaceAll("[\\[\\]]", "");
        bridge.out().println(indent + Units.padded(each.getKey().toString(), 18) + text);
      }
    }
  }

  private void print(String indent, Map<?, ?> row, String title) {
    bridge.out().println(indent + title + " " + row.get(title));
    Map<Object, Object> rest = new LinkedHashMap<>(row);
    rest.remove(title);
    print(indent + "  ", rest);
  }
}
