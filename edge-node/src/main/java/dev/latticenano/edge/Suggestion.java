package dev.latticenano.edge;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.host.text.RelayUrl;

/**
 * A relay that somebody says holds a store; nobody calls it before this node's owner has added it.
 *
 * @param by who says so
 */
public record Suggestion(RelayUrl url, AuthorId by) {
  /** Of a line that {@link #toString} made; null if it is none. */
  static Suggestion of(String line) {
    String[] words = line.split(" ");
    RelayUrl url = RelayUrl.of(words[0]);
    boolean sound = url != null && words.length == 2 && words[1].matches("[0-9a-f]{64}");
    return sound ? new Suggestion(url, AuthorId.parse(words[1])) : null;
  }

  @Override
  public String toString() {
    return url + " " + by;
  }
}
