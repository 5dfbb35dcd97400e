package dev.latticenano.edge;

import dev.latticenano.core.MemberPlaces;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.noise.TransportKey;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.text.NetworkPlace;
import dev.latticenano.storage.disk.FileDisk;
import dev.latticenano.storage.disk.WholeFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who answered at which place, an address or a device: {@code places}, a line each with the
 * transport key, the author if it was known then, and the place; the latest last. Whoever is met
 * where it was met before is spared half a handshake, and called again while a store is wanted of
 * it; what is wrong, damaged or gone costs that and nothing else.
 */
public final class Places implements MemberPlaces {
  private static final String NAME = "places";
  private static final int PLACES_MAX = 64;
  private static final int PLACE_CHARACTERS_MAX = 255;
  private static final int BYTES_MAX =
      PLACES_MAX * (2 * TransportKey.BYTES + 2 * AuthorId.BYTES + 3 + 4 * PLACE_CHARACTERS_MAX);
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) (?:([0-9a-f]{64}) )?(.*)");

  private final Path file;
  private final Map<String, Answer> answers = new LinkedHashMap<>();

  /** Who answered: the key, and the author or null. */
  private static final class Answer {
    private final byte[] key;
    private final AuthorId author;

    private Answer(byte[] key, AuthorId author) {
      this.key = key;
      this.author = author;
    }

    private boolean is(Answer other) {
      return other != null
          && Arrays.equals(key, other.key)
          && (author == null || author.equals(other.author));
    }
  }

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
      Matcher words = LINE.matcher(line);
      if (words.matches()) {
        AuthorId author = words.group(2) == null ? null : AuthorId.parse(words.group(2));
        put(words.group(3), new Answer(Hex.decode(words.group(1)), author));
      }
    }
  }

  private void put(String place, Answer answer) {
    answers.remove(place);
    answers.put(place, answer);
    if (answers.size() > PLACES_MAX) {
      answers.remove(answers.keySet().iterator().next());
    }
  }

  /** The key that answered at {@code place} the last time, or null. */
  byte[] key(String place) {
    return answers.containsKey(place) ? answers.get(place).key : null;
  }

  /** Where {@code author} answered on a network, the latest first. */
  List<String> of(AuthorId author) {
    List<String> found = new ArrayList<>();
    answers.forEach(
        (place, answer) -> {
          if (author.equals(answer.author) && NetworkPlace.of(place) != null) {
            found.add(0, place);
          }
        });
    return found;
  }

  /** A node that does not listen tells of others, and of none at what means the asker itself. */
  @Override
  public List<String> of(AuthorId member, int link) {
    List<String> told = of(member);
    told.removeIf(place -> NetworkPlace.of(place).isOwnMachine());
    return told;
  }

  /** Keeps that {@code key} answered at {@code place}, and of which author, null: not known. */
  void remember(String place, byte[] key, AuthorId author) {
    Answer answer = new Answer(key.clone(), author);
    boolean known = answer.is(answers.get(place));
    if (known || place.length() > PLACE_CHARACTERS_MAX || place.indexOf('\n') >= 0) {
      return;
    }
    put(place, answer);
    StringBuilder text = new StringBuilder();
    answers.forEach(
        (each, its) -> {
          String by = its.author == null ? "" : its.author + " ";
          text.append(Hex.encode(its.key)).append(' ').append(by).append(each).append('\n');
        });
    try {
      WholeFile.write(new FileDisk(), file, text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (StoreException e) {
      // Whoever fills the disk is told so by what matters more.
      return;
    }
  }
}
