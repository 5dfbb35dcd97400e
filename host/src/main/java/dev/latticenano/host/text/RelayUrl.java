package dev.latticenano.host.text;

import dev.latticenano.core.intention.AuthorId;
import java.util.Locale;

/**
 * What a relay is called by: {@code lattice://HOST:PORT/KEY}. The key is 64 hexadecimal digits;
 * whoever answers there and does not prove it is somebody else. Source: docs/relay.md §1.
 */
public record RelayUrl(NetworkPlace place, AuthorId key) {
  private static final String SCHEME = "lattice://";

  /** The URL of a text; null if it is none. */
  public static RelayUrl of(String text) {
    int slash = text.lastIndexOf('/');
    if (!text.startsWith(SCHEME) || slash < SCHEME.length()) {
      return null;
    }
    NetworkPlace place = NetworkPlace.of(text.substring(SCHEME.length(), slash));
    String key = text.substring(slash + 1).toLowerCase(Locale.ROOT);
    boolean sound = place != null && key.matches("[0-9a-f]{64}");
    return sound ? new RelayUrl(place, AuthorId.parse(key)) : null;
  }

  @Override
  public String toString() {
    return SCHEME + place + "/" + key;
  }
}
