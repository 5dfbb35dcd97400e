package dev.latticenano.relay.home;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.noise.TransportKey;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.SmallFile;
import dev.latticenano.storage.disk.FileDisk;
import dev.latticenano.storage.disk.WholeFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What other relays proved themselves with when they were called last: {@code peers/KEY}, 32 bytes
 * each. A call that knows it says nothing in clear; without it, or with an old one, a call takes a
 * round trip more and nothing else, so what cannot be read or written is passed over. Source:
 * docs/noise.md.
 */
public final class PeerKeys {
  private static final String NAME = "peers";

  private final Path folder;

  /** Those of a relay's directory. */
  public PeerKeys(Path root) {
    folder = root.resolve(NAME);
  }

  /** What a relay proved itself with last; null if that is not known. */
  public byte[] key(AuthorId relay) {
    try {
      Path file = folder.resolve(relay.toString());
      byte[] key = WholeFile.read(new FileDisk(), file, TransportKey.BYTES);
      return key != null && key.length == TransportKey.BYTES ? key : null;
    } catch (StoreException e) {
      return null;
    }
  }

  /**
   * Remembers what a relay proved itself with.
   *
   * @return false if the disk does not take it: it is for this run, then
   */
  public boolean keep(AuthorId relay, byte[] key) {
    try {
      SmallFile.folder(folder);
      WholeFile.write(new FileDisk(), folder.resolve(relay.toString()), key);
      return true;
    } catch (IOException | StoreException e) {
      return false;
    }
  }
}
