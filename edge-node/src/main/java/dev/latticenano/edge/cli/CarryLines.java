package dev.latticenano.edge.cli;

import dev.latticenano.core.Carrying.Load;
import dev.latticenano.host.text.Units;
import java.io.PrintWriter;
import java.util.Map;

/** What {@code status} says of the content that a node carries and cannot read. */
final class CarryLines {
  private CarryLines() {}

  /** Adds it to the row of a store. */
  static void put(Map<String, Object> row, Load load) {
    row.put("carried_chunks", load.chunks());
    row.put("carried_bytes", load.bytes());
    row.put("carried_awaited", load.awaited());
    row.put("carry_full", load.full());
  }

  /** Says it, if there is any. */
  static void print(PrintWriter out, Map<String, Object> row) {
    int chunks = (int) row.get("carried_chunks");
    int awaited = (int) row.get("carried_awaited");
    if (chunks > 0 || awaited > 0) {
      String more = awaited > 0 ? "; " + awaited + " more are not here" : "";
      out.println(
          "       carries "
              + Units.count(chunks, "chunk")
              + " for others ("
              + Units.bytes((long) row.get("carried_bytes"))
              + ")"
              + more);
    }
    if (Boolean.TRUE.equals(row.get("carry_full"))) {
      out.println(
          "       ! what may be carried for others is used up; see carry in: lattice settings");
    }
  }
}
