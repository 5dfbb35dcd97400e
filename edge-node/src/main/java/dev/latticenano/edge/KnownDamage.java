package dev.latticenano.edge;

import dev.latticenano.storage.log.Recovery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The damage in a store's log that a person has been told of and had repaired: the file {@code
 * damage} in the store's directory, a line for each with the segment, its first byte and how many.
 * Damaged bytes stay in the log for good; only this tells old damage from new. A file that is lost
 * or cut costs a second telling.
 */
public final class KnownDamage {
  private static final String NAME = "damage";

  private final Path file;
  private final Set<String> lines = new LinkedHashSet<>();

  /** What is known of the store in {@code place}. */
  public KnownDamage(Path place) {
    file = place.resolve(NAME);
    if (Files.isRegularFile(file)) {
      try {
        lines.addAll(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** True if it is known. */
  public boolean contains(Recovery.Damage damage) {
    return lines.contains(line(damage));
  }

  /** Remembers one more. */
  public void add(Recovery.Damage damage) throws IOException {
    lines.add(line(damage));
    Path partial = file.resolveSibling(NAME + ".partial");
    Files.deleteIfExists(partial);
    Files.createFile(
        partial,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(partial, List.copyOf(lines), StandardCharsets.ISO_8859_1);
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String line(Recovery.Damage damage) {
    return damage.file().getFileName() + " " + damage.offset() + " " + damage.bytes();
  }
}
