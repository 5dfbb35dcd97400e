package dev.latticenano.host.cli;

import com.grack.nanojson.JsonWriter;
import java.io.PrintWriter;
import java.util.Map;

/** A JSON array that is printed as its rows come, so that a long listing takes no memory. */
public final class JsonRows implements AutoCloseable {
  private final PrintWriter out;
  private boolean any;

  /** Begins an array on {@code out}; closing ends it. */
  public JsonRows(PrintWriter out) {
    this.out = out;
    out.print("[");
  }

  /** Prints one row. */
  public void add(Map<String, Object> row) {
    out.print(any ? ",\n" : "\n");
    out.print(JsonWriter.indent("  ").string().value(row).done());
    any = true;
  }

  @Override
  public void close() {
    out.println(any ? "\n]" : "]");
  }
}
