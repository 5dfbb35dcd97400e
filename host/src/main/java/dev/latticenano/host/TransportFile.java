package dev.latticenano.host;

import dev.latticenano.core.noise.TransportKey;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.FileDisk;
import dev.latticenano.storage.disk.WholeFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * What proves this node on links: {@code transport.key}, exactly the 32 bytes of an X25519 secret,
 * mode 0600. It is made when there is none; a new one costs whoever remembers the old one a round
 * trip and nothing else, so one that is damaged is replaced. Never logged. Source: docs/noise.md.
 */
public final class TransportFile {
  private static final String NAME = "transport.key";

  private TransportFile() {}

  /** Lends {@code user} the secret of a data directory, which is forgotten afterwards. */
  public static void use(Path root, Consumer<byte[]> user) throws Failure {
    byte[] secret = read(root);
    if (secret == null) {
      secret = fresh();
      keep(root, secret);
    }
    user.accept(secret);
    Arrays.fill(secret, (byte) 0);
  }

  // A full disk keeps nobody from reading and giving away: the secret is for this run, then.
  private static boolean keep(Path root, byte[] secret) {
    try {
      write(root, secret);
      return true;
    } catch (StoreException full) {
      return false;
    }
  }

  /** Writes a fresh secret into a data directory that has none. */
  public static void create(Path root) throws Failure {
    try {
      write(root, fresh());
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  private static byte[] fresh() {
    byte[] secret = new byte[TransportKey.BYTES];
    new SystemEntropy().fill(secret, 0, secret.length);
    return secret;
  }

  private static void write(Path root, byte[] secret) throws StoreException {
    WholeFile.write(new FileDisk(), root.resolve(NAME), secret);
  }

  private static byte[] read(Path root) throws Failure {
    try {
      byte[] secret = WholeFile.read(new FileDisk(), root.resolve(NAME), TransportKey.BYTES);
      return secret != null && secret.length == TransportKey.BYTES ? secret : null;
    } catch (StoreException e) {
      if (e.kind() == StoreException.Kind.CORRUPT) {
        return null;
      }
      throw Failure.of(e);
    }
  }
}
