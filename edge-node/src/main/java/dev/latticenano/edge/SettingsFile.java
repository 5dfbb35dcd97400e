package dev.latticenano.edge;

import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import dev.latticenano.host.SmallFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file {@code settings} of a data directory, mode 0600: a text that its owner may edit. A node
 * reads it when it starts.
 */
public final class SettingsFile {
  /** Bytes of the largest file that is read. */
  static final int BYTES_MAX = 4096;

  private static final String NAME = "settings";

  private SettingsFile() {}

  /** What is set in a data directory; all defaults if nothing is. */
  public static Settings read(Path root) throws Failure {
    Path file = root.resolve(NAME);
    try {
      if (!Files.exists(file)) {
        return new Settings();
      }
      long bytes = Files.size(file);
      if (bytes > BYTES_MAX) {
        throw new Failure(
            Failure.BAD_INPUT, file + " has " + bytes + " bytes, beyond " + BYTES_MAX);
      }
      ByteBuffer text = ByteBuffer.wrap(Files.readAllBytes(file));
      return Settings.of(StandardCharsets.UTF_8.newDecoder().decode(text).toString(), "" + file);
    } catch (CharacterCodingException e) {
      throw new Failure(Failure.BAD_INPUT, file + " is not a text in UTF-8", e);
    } catch (IOException e) {
      throw new Failure(Failure.BAD_INPUT, "cannot read " + file + ": " + Reason.of(e), e);
    }
  }

  /** Sets everything in a data directory. */
  public static void write(Path root, Settings settings) throws Failure {
    Path file = root.resolve(NAME);
    try {
      SmallFile.write(file, settings.text().getBytes(StandardCharsets.UTF_8), "rw-------");
    } catch (IOException e) {
      throw new Failure(Failure.DISK, "cannot write " + file + ": " + Reason.of(e), e);
    }
  }
}
