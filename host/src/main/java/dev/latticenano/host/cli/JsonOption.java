package dev.latticenano.host.cli;

import com.grack.nanojson.JsonWriter;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** The option {@code --json} of every listing: one JSON value on standard output. Mixed in. */
public final class JsonOption {
  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean wanted;

  /** True if JSON is asked for. */
  public boolean wanted() {
    return wanted;
  }

  /** Prints maps, lists, texts, numbers and truth values as JSON, indented by two spaces. */
  public void print(PrintWriter out, Object value) {
    out.println(JsonWriter.indent("  ").string().value(value).done());
  }
}
