package dev.latticenano.edge;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.noise.TransportKey;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.FileDisk;
import dev.latticenano.storage.disk.WholeFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which transport key answered at which place, an address or a device: {@code places}, a key and a
 * place a line, the latest last. Whoever is met where it was met before is spared half a handshake;
 * what is wrong, damaged or gone costs that and nothing else.
 */
public final class Places {
  private static final String NAME = "places";
  private static final int PLACES_MAX = 64;
  private static final int PLACE_CHARACTERS_MAX = 255;
  private static final int BYTES_MAX =
      PLACES_MAX * (2 * TransportKey.BYTES + 2 + 4 * PLACE_CHARACTERS_MAX);

  private final Path file;
  private final Map<String, byte[]> keys = new LinkedHashMap<>();

  private Places(Path file) {
    this.file = file;
  }

  /** The places of a data directory. */
  static Places read(Path root) {
    Places places = new Places(root.resolve(NAME));
    try {
      byte[] text = WholeFile.read(new FileDisk(), places.file, BYTES_MAX);
      places.take(text == null ? "" : new String(text, StandardCharsets.UTF_8));
      return places;
    } catch (StoreException e) {
      return new Places(places.file);
    }
  }

  private void take(String text) {
    for (String line : text.split("\n")) {
      String[] words = line.split(" ", 2);
      if (words.length == 2 && words[0].matches("[0-9a-f]{" + 2 * TransportKey.BYTES + "}")) {
        put(words[1], Hex.decode(words[0]));
      }
    }
  }

  private void put(String place, byte[] key) {
    keys.remove(place);
    keys.put(place, key);
    if (keys.size() > PLACES_MAX) {
      keys.remove(keys.keySet().iterator().next());
    }
  }

  /** The key that answered at {@code place} the last time, or null. */
  byte[] key(String place) {
    return keys.get(place);
  }

  /** Keeps that {@code key} answered at {@code place}. */
  void remember(String place, byte[] key) {
    boolean known = Arrays.equals(keys.get(place), key);
    if (known || place.length() > PLACE_CHARACTERS_MAX || place.indexOf('\n') >= 0) {
      return;
    }
    put(place, key.clone());
    StringBuilder text = new StringBuilder();
    keys.forEach((each, its) -> text.append(Hex.encode(its)).append(' ').append(each).append('\n'));
    try {
      WholeFile.write(new FileDisk(), file, text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (StoreException e) {
      // Whoever fills the disk is told so by what matters more.
      return;
    }
  }
}
