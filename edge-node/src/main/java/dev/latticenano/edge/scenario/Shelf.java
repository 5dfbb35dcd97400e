package dev.latticenano.edge.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The scenarios that come with the program, by name. */
public final class Shelf {
  /** Their names, in the order of a listing. */
  public static final List<String> NAMES =
      List.of("carry", "carry-all", "attackers", "clocks", "files", "partition", "power", "radio");

  private Shelf() {}

  /** The text of one of them; null if there is none of that name. */
  public static String text(String name) {
    if (!NAMES.contains(name)) {
      return null;
    }
    try (InputStream in = Shelf.class.getResourceAsStream("/scenarios/" + name + ".sim")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
