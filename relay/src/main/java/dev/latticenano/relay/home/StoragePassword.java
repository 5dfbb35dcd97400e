package dev.latticenano.relay.home;

import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a relay proves itself with to the server that keeps its stores: the file {@code
 * storage-password} of its directory, which nobody else may read, else a variable of the
 * environment. It is on no command line and in no message.
 */
final class StoragePassword {
  /** The file, one line. */
  static final String NAME = "storage-password";

  /** The variable, for machines that have secrets there. */
  static final String VARIABLE = "LATTICE_RELAY_STORAGE_PASSWORD";

  private static final int BYTES_MAX = 1024;
  private static final Set<PosixFilePermission> OWN =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private StoragePassword() {}

  /** The password for the relay in a directory; empty if there is none. */
  static String read(Path root) throws Failure {
    Path file = root.resolve(NAME);
    try {
      if (!Files.exists(file)) {
        String variable = System.getenv(VARIABLE);
        return variable == null ? "" : variable;
      }
      if (!OWN.containsAll(Files.getPosixFilePermissions(file))) {
        throw new Failure(Failure.BAD_INPUT, "others may use " + file + "; run: chmod 600 " + file);
      }
      if (Files.size(file) > BYTES_MAX) {
        throw new Failure(
            Failure.BAD_INPUT, file + " has " + Files.size(file) + " bytes, beyond " + BYTES_MAX);
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new Failure(Failure.BAD_INPUT, "cannot read " + file + ": " + Reason.of(e), e);
    }
  }
}
