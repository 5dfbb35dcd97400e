package dev.latticenano.relay.home;

import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import dev.latticenano.host.FreshHome;
import dev.latticenano.host.IdentityFile;
import dev.latticenano.host.Reason;
import dev.latticenano.host.SmallFile;
import dev.latticenano.host.TransportFile;
import dev.latticenano.host.text.Address;
import dev.latticenano.postgres.SiteSettings;
import dev.latticenano.storage.DataDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A relay with its place on disk. Reading who it is and what was chosen takes no lock, so commands
 * work beside a relay that serves; {@link #take} makes this process the one that does.
 *
 * <pre>
 * format, lock, identity.key, transport.key   as every node's (docs/operations.md)
 * kind                                        "relay": no node opens it
 * settings                                    what the operator chose
 * storage-password                            for a server that keeps the stores
 * peers/KEY                                   what other relays proved themselves with last
 * reached                                     when they were reached last
 * tickets/NUMBER                              what the operator promised
 * stores/UUID/                                log and index, and the papers of the store
 * chunks/                                     pieces of files and snapshots, by name
 * </pre>
 */
public final class RelayHome {
  private static final String KIND = "kind";
  private static final String RELAY = "relay\n";

  private final Path root;
  private final IdentityFile identity;
  private final OperatorSettings settings;

  private RelayHome(Path root, IdentityFile identity, OperatorSettings settings) {
    this.root = root;
    this.identity = identity;
    this.settings = settings;
  }

  /** Makes a relay with a fresh identity and the settings given. */
  public static RelayHome create(Path root, OperatorSettings settings) throws Failure {
    FreshHome.create(root, "relay");
    try {
      SmallFile.write(root.resolve(KIND), RELAY.getBytes(StandardCharsets.US_ASCII), "rw-r--r--");
    } catch (IOException e) {
      throw new Failure(
          Failure.DISK, "cannot write " + root.resolve(KIND) + ": " + Reason.of(e), e);
    }
    settings.write(root);
    return open(root);
  }

  /** Reads who the relay in a directory is and what was chosen. */
  public static RelayHome open(Path root) throws Failure {
    if (!isOne(root)) {
      boolean node = DataDirectory.isOne(root);
      throw new Failure(
          Failure.NOT_FOUND,
          root
              + (node ? " is a node's directory, not a relay's" : " is not a relay's directory")
              + "; name the right one with --dir, or run: lattice-relay init");
    }
    IdentityFile identity = IdentityFile.read(root.resolve("identity.key"));
    RelayHome home = new RelayHome(root, identity, OperatorSettings.read(root));
    home.refuseItself(home.settings);
    return home;
  }

  /** True if there is a relay's directory. */
  public static boolean isOne(Path root) {
    try {
      return DataDirectory.isOne(root) && Files.readString(root.resolve(KIND)).equals(RELAY);
    } catch (IOException e) {
      return false;
    }
  }

  /** Takes the directory for this process alone. */
  public DataDirectory take() throws Failure {
    try {
      return DataDirectory.open(root);
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  /** Takes the directory for this process alone, and opens what the stores lie in. */
  public Shelf shelf() throws Failure, StoreException {
    if (!settings.isOnServer()) {
      return DiskShelf.open(root, settings.keepFreePercent());
    }
    Address address = settings.address(OperatorSettings.Key.ADDRESS);
    String holder = (address == null ? settings.listen().get(0) : address).toString();
    return PostgresShelf.open(
        root,
        new SiteSettings(
            settings.value(OperatorSettings.Key.STORAGE),
            settings.value(OperatorSettings.Key.STORAGE_USER),
            StoragePassword.read(root),
            holder,
            settings.leaseMs(),
            SiteSettings.PATIENCE_MS));
  }

  /** Where it is. */
  public Path root() {
    return root;
  }

  /** What signs as this relay. */
  public Ed25519Signer signer() {
    return identity.signer();
  }

  /** Who it is. */
  public AuthorId key() {
    byte[] key = new byte[AuthorId.BYTES];
    signer().publicKey(key, 0);
    return AuthorId.of(key, 0);
  }

  /** Lends {@code user} what proves this relay on links. */
  public void transportKey(Consumer<byte[]> user) throws Failure {
    TransportFile.use(root, user);
  }

  /** What was chosen when this was opened. */
  public OperatorSettings settings() {
    return settings;
  }

  /** What is chosen now. */
  public OperatorSettings chosen() throws Failure {
    OperatorSettings now = OperatorSettings.read(root);
    refuseItself(now);
    return now;
  }

  private void refuseItself(OperatorSettings chosen) throws Failure {
    if (chosen.peers().stream().anyMatch(url -> url.key().equals(key()))) {
      throw new Failure(
          Failure.BAD_INPUT,
          "peers: " + key().shortText() + " is this relay itself, which it does not call");
    }
  }

  /** What the operator promised. */
  public IssuedTickets tickets() {
    return new IssuedTickets(root);
  }

  /** How clients call it, or what to put in the place of the host if that is not set. */
  public String url() {
    Address address = settings.address(OperatorSettings.Key.ADDRESS);
    String place = address == null ? "HOST:" + OperatorSettings.PORT_USUAL : address.toString();
    return "lattice://" + place + "/" + key();
  }
}
