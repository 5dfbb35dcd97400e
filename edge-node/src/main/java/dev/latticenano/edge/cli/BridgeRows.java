package dev.latticenano.edge.cli;

import dev.latticenano.link.bridge.BridgeCounters;
import dev.latticenano.link.bridge.BridgeFault;
import dev.latticenano.link.bridge.BridgeIdentity;
import dev.latticenano.link.bridge.BridgeKept;
import dev.latticenano.link.bridge.BridgePort;
import dev.latticenano.link.bridge.BridgeSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is printed of a bridge, as rows with names. */
final class BridgeRows {
  private static final long SECOND_MS = 1000;

  private BridgeRows() {}

  static Map<String, Object> of(String device, BridgeIdentity who) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("device", device);
    row.put("id", who.id());
    row.put("board", lower(who.board()));
    row.put("version", who.version());
    row.put("firmware", who.firmware());
    row.put("ports", who.outerPorts());
    row.put("node_port", who.nodePort());
    row.put("uptime_s", who.uptimeMs() / SECOND_MS);
    row.put("start", lower(who.start()));
    row.put("starts", who.starts());
    row.put("fault", who.faulted());
    return row;
  }

  static Map<String, Object> of(BridgePort port) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("port", port.number());
    row.put("kind", lower(port.kind()));
    row.put("leads", port.ofNode() ? "to the node" : "out");
    row.put("present", port.present());
    row.put("paused", port.paused());
    row.put("line", port.line().baud() == 0 ? null : port.line().toString());
    row.put("frames_to_node", port.toNode());
    row.put("frames_from_node", port.fromNode());
    return row;
  }

  static Map<String, Object> of(BridgeKept kept) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("frames", kept.frames());
    row.put("bytes", kept.bytes());
    row.put("age_ms", kept.ageMs());
    row.put("pushed_out", kept.pushedOut());
    return row;
  }

  static Map<String, Object> of(BridgeSettings settings, List<Integer> ports) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("generation", settings.generation());
    row.put("node_port", settings.nodePort());
    row.put("flash_ring", settings.flashRing());
    for (int port : ports) {
      if (port > 0 && port <= settings.lines().size()) {
        row.put("line_" + port, settings.lines().get(port - 1).toString());
      }
    }
    return row;
  }

  static Map<String, Object> of(BridgeFault fault) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("kind", lower(fault.kind()));
    row.put("file", String.format("%08x", fault.file()));
    row.put("line", fault.line());
    row.put("program_counter", String.format("%08x", fault.counter()));
    row.put("link_register", String.format("%08x", fault.link()));
    row.put("status", String.format("%08x", fault.status()));
    row.put("uptime_ms", fault.uptimeMs());
    return row;
  }

  static Map<String, Object> of(BridgeCounters counters) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("port", counters.port());
    counters.counts().forEach((each, count) -> row.put(lower(each), count));
    return row;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
