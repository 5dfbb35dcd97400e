package dev.latticenano.edge.cli;

import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import dev.latticenano.host.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where content comes from: the command line, a file, or standard input. */
final class ContentOption {
  /** More than any intention holds. */
  private static final int BYTES_MAX = 1 << 20;

  private ContentOption() {}

  /** The bytes of {@code text}, of {@code file}, or of standard input for {@code -}. */
  static byte[] read(String text, Path file) throws Failure {
    if (file == null) {
      return text.equals("-") ? standardInput() : KvKey.bytes(text);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return bounded(in, Shown.of(file));
    } catch (IOException e) {
      throw new Failure(
          Failure.NOT_FOUND, "cannot read " + Shown.of(file) + ": " + Reason.of(e), e);
    }
  }

  /** All of standard input. */
  static byte[] standardInput() throws Failure {
    try {
      return bounded(System.in, "standard input");
    } catch (IOException e) {
      throw new Failure(Failure.BAD_INPUT, "cannot read standard input: " + Reason.of(e), e);
    }
  }

  private static byte[] bounded(InputStream in, String name) throws IOException, Failure {
    byte[] bytes = in.readNBytes(BYTES_MAX + 1);
    if (bytes.length > BYTES_MAX) {
      throw new Failure(
          Failure.BAD_INPUT,
          name + " is longer than one write can be; put it into a store of files");
    }
    return bytes;
  }
}
