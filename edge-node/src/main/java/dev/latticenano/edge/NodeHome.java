package dev.latticenano.edge;

import dev.latticenano.core.Bundles;
import dev.latticenano.core.EpochKeys;
import dev.latticenano.core.Node;
import dev.latticenano.core.RefusedException;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.KnownTypes;
import dev.latticenano.core.state.StateMachine;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import dev.latticenano.host.FreshHome;
import dev.latticenano.host.IdentityFile;
import dev.latticenano.host.Shown;
import dev.latticenano.host.SystemEntropy;
import dev.latticenano.host.TransportFile;
import dev.latticenano.host.checks.CheckChoice;
import dev.latticenano.host.checks.CheckFigures;
import dev.latticenano.host.checks.SharedChecks;
import dev.latticenano.storage.DataDirectory;
import dev.latticenano.storage.chunk.ChunkFiles;
import dev.latticenano.storage.log.Damages;
import dev.latticenano.storage.log.Recovery;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.FlashTables;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;

/**
 * A node with its place on disk: the data directory, the identity and every store in it. Owns the
 * directory until closed; one at a time may.
 */
public final class NodeHome implements AutoCloseable {
  private final DataDirectory directory;
  private final IdentityFile identity;
  private final ChunkFiles chunks;
  private final Settings settings;
  private final Wear earlier;
  private final CheckChoice choice = CheckChoice.make();
  private final SharedChecks checks = SharedChecks.overAllProcessors(choice);
  private final Node node;
  private final OpenFiles files;
  private final Places places;
  private final Relays relays;
  private final Invitations invitations = new Invitations(this);
  private final StoreTree tree;

  private NodeHome(
      DataDirectory directory, IdentityFile identity, ChunkFiles chunks, Settings settings)
      throws Failure {
    this.tree = new StoreTree(this, new StoreMarks(directory.root()));
    this.directory = directory;
    this.files = new OpenFiles(directory);
    this.identity = identity;
    this.chunks = chunks;
    this.settings = settings;
    this.earlier = WearFile.read(directory.root());
    this.node =
        new Node(
            identity.signer(),
            identity.signer(),
            checks,
            new SystemEntropy(),
            identity.name().getBytes(StandardCharsets.UTF_8),
            chunks,
            new KnownTypes());
    this.places = Places.read(directory.root());
    node.doors().tell(places);
    TransportFile.use(directory.root(), node.doors()::transportKey);
    settings.apply(node, directory);
    node.snapshots().scratch(id -> new Scratch(place(id), uuid(id)));
    node.acks().outOf(invitations::isOut);
    this.relays = new Relays(this, identity.signer(), directory.root());
  }

  /** Makes a data directory with a fresh identity. */
  public static void create(Path root, String name) throws Failure {
    FreshHome.create(root, name);
  }

  /** Opens a data directory and every store in it. */
  public static NodeHome open(Path root) throws Failure {
    return open(root, ReplayProgress.SILENT);
  }

  /** As above; {@code progress} is told how far the logs have been read. */
  public static NodeHome open(Path root, ReplayProgress progress) throws Failure {
    NodePlace.check(root);
    AutoCloseable opened = () -> {};
    try {
      DataDirectory directory = DataDirectory.open(root);
      opened = directory;
      IdentityFile identity = IdentityFile.read(directory.identityFile());
      Settings settings = SettingsFile.read(root);
      NodeHome home = new NodeHome(directory, identity, directory.openChunks(), settings);
      opened = home;
      for (StoreId store : home.tree.roots()) {
        home.openStore(store, progress);
      }
      home.tree.begin();
      return home;
    } catch (StoreException e) {
      closeQuietly(opened, e);
      throw Failure.of(e);
    } catch (Failure e) {
      closeQuietly(opened, e);
      throw e;
    }
  }

  private static void closeQuietly(AutoCloseable opened, Exception why) {
    try {
      opened.close();
    } catch (Exception e) {
      why.addSuppressed(e);
    }
  }

  /** Closes a store: nobody is offered it any more, and its files stay. */
  void closeStore(StoreId id) throws StoreException {
    node.close(id, System.currentTimeMillis());
    invitations.bootstraps().closed(id);
    files.close(id);
  }

  /** True if the store is open. */
  boolean isOpen(StoreId id) {
    return files.holds(id);
  }

  /** Which stores are open, and in which others they lie. */
  public StoreTree tree() {
    return tree;
  }

  void openStore(StoreId id, ReplayProgress progress) throws StoreException, Failure {
    StoreFiles opened = files.open(id);
    EpochKeys keys = FamilyKeys.open(this, id);
    invitations.bootstraps().restore(id);
    node.open(id, opened.log(), opened.tables(), keys, System.currentTimeMillis(), progress);
  }

  Path place(StoreId id) {
    return directory.root().resolve("stores").resolve(uuid(id).toString());
  }

  static UUID uuid(StoreId id) {
    return new UUID(id.high(), id.low());
  }

  /** The node. */
  public Node node() {
    return node;
  }

  /** Syncs that travel as files. */
  public Bundles bundles() {
    return new Bundles(node, identity.signer(), checks, new SystemEntropy(), chunks);
  }

  /** Who checks signatures for it. */
  public CheckFigures checks() {
    return CheckFigures.of(choice, checks);
  }

  /** What the node calls itself. */
  public String name() {
    return identity.name();
  }

  /** What its owner has chosen. */
  public Settings settings() {
    return settings;
  }

  /** The data directory. */
  public DataDirectory directory() {
    return directory;
  }

  /** Who was met where over links. */
  Places places() {
    return places;
  }

  /** The relays of its stores. */
  public Relays relays() {
    return relays;
  }

  /** The chunks on disk. */
  public ChunkFiles chunks() {
    return chunks;
  }

  /** A store's log. */
  SegmentLog log(StoreId id) {
    return files.of(id).log();
  }

  /** A store's tables. */
  FlashTables tables(StoreId id) {
    return files.of(id).tables();
  }

  /** Why a store's tables were made anew when it was opened; empty if they were not. */
  public String rebuildReason(StoreId id) {
    String ofFiles = files.of(id).tables().rebuildReason();
    return ofFiles == null ? node.dag(id).rebuildReason() : ofFiles;
  }

  /** A store's tables cannot be trusted: they go when the node closes, and are made anew. */
  void renewIndex(StoreId id) {
    files.renewTables(id);
  }

  /** What opening a store's log found. */
  public Recovery recovery(StoreId id) {
    return files.of(id).log().recovery();
  }

  /** What fails its checksum in a store's log, as far as has been found. */
  public Damages damages(StoreId id) {
    return files.of(id).log().damages();
  }

  /** What has been written since the directory was opened. */
  public Wear wear() {
    return Wear.of(directory.counters());
  }

  /** What earlier runs have written, those excepted that were killed. */
  public Wear earlierWear() {
    return earlier;
  }

  /** Makes a store of a type that whoever carries it may read. */
  public StoreId createStore(String name, String type) throws Failure {
    return createStore(name, type, false);
  }

  /** Makes a store of a type, sealed for its members or in the clear. */
  public StoreId createStore(String name, String type, boolean sealed) throws Failure {
    return createStore(name, type, sealed, null);
  }

  /** As above, as a child of {@code parent}, which does not declare it yet; null: a root. */
  StoreId createStore(String name, String type, boolean sealed, StoreId parent) throws Failure {
    byte[] random = new byte[4];
    new SecureRandom().nextBytes(random);
    GenesisOp genesis = new GenesisOp(type, LittleEndian.intAt(random, 0));
    StoreId id = StoreId.derive(Blake3.plain(), node.key(), genesis.nonce());
    try {
      if (parent != null) {
        tree.marks().child(id, parent);
      }
      openStore(id, ReplayProgress.SILENT);
      node.membership(id).begin(genesis, name, sealed, System.currentTimeMillis());
      return id;
    } catch (RefusedException e) {
      throw new Failure(Failure.FAILED, Notices.refused(e.verdict()), e);
    } catch (StoreException e) {
      forgetIfEmpty(id, e);
      throw Failure.of(e);
    } catch (Failure e) {
      forgetIfEmpty(id, e);
      throw e;
    }
  }

  // A store that could not get even its genesis would stand in every listing for ever.
  private void forgetIfEmpty(StoreId id, Exception why) {
    if (node.stores().contains(id) && node.dag(id).sequence() > 0) {
      return;
    }
    try {
      files.close(id);
      tree.marks().remove(id);
    } catch (StoreException | Failure e) {
      why.addSuppressed(e);
    }
  }

  /** Takes a place for a store that peers will bring, if it is not here. */
  public void joinStore(StoreId id) throws Failure {
    try {
      if (!node.stores().contains(id)) {
        tree.marks().decline(id, false);
        invitations.bootstraps().begin(id);
        openStore(id, ReplayProgress.SILENT);
      }
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  /** The invites nobody has let this node in by yet. */
  public Invitations invitations() {
    return invitations;
  }

  /** Writes an intention of our own; durable when it returns. */
  public Hash submit(StoreId id, byte[] ops, List<Hash> condition) throws Failure {
    try {
      return node.submit(id, ops, condition, System.currentTimeMillis());
    } catch (RefusedException e) {
      throw new Failure(Failure.FAILED, Notices.refused(e.verdict()), e);
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  /**
   * Says again what forked authors wrote on their branches; returns how many intentions that took.
   */
  public int resolveForks(StoreId id) throws Failure {
    try {
      return node.resolveForks(id, System.currentTimeMillis());
    } catch (RefusedException e) {
      throw new Failure(Failure.FAILED, Notices.refused(e.verdict()), e);
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  /**
   * The store that a person means by a name, an id, or the beginning of an id; null: the only one.
   */
  public StoreId store(String text) throws Failure {
    return store(text, StateMachine.class);
  }

  /** As above; null: the only one that shows a state of this {@code kind}, if several are here. */
  public StoreId store(String text, Class<? extends StateMachine> kind) throws Failure {
    return StoreNames.find(this, text, kind);
  }

  /** What a person calls a store: its name, or its id while it has none. */
  String called(StoreId id) throws Failure {
    String name = storeName(id);
    return name.isEmpty() ? id.toString() : name;
  }

  /** A store's name; empty while it has none. */
  public String storeName(StoreId id) throws Failure {
    try {
      return nameOf(id);
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  /** The same for the loop, which deals with disks itself. */
  String nameOf(StoreId id) throws StoreException {
    String name = node.system(id).name();
    return name == null ? "" : Shown.of(name);
  }

  /** The files of a store. */
  public FileState files(StoreId id) throws Failure {
    return Contents.of(this, id, FileState.class, "files");
  }

  @Override
  public void close() throws Failure {
    StoreException first = null;
    try {
      tree.finish();
      node.checkpoint();
    } catch (StoreException e) {
      first = e;
    }
    StoreException ofFiles = files.closeAll();
    first = first == null ? ofFiles : first;
    if (wear().bytes() > 0) {
      WearFile.write(directory.root(), earlier.plus(wear()));
    }
    try {
      directory.close();
    } catch (StoreException e) {
      first = first == null ? e : first;
    }
    checks.close();
    if (first != null) {
      throw Failure.of(first);
    }
  }
}
