package dev.latticenano.core;

import dev.latticenano.core.bundle.BundleCipher;
import dev.latticenano.core.bundle.BundleInput;
import dev.latticenano.core.bundle.BundleOutput;
import dev.latticenano.core.bundle.BundleReader;
import dev.latticenano.core.bundle.BundleWriter;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Entropy;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/** What a sync carries, as one file: docs/bundles.md. For the host of a node, beside it. */
public final class Bundles {
  private final Node node;
  private final Ed25519Signer own;
  private final Verifier verifier;
  private final Entropy entropy;
  private final ChunkStore chunks;

  /** Of {@code node}, whose key {@code own} is and whose chunks lie in {@code chunks}. */
  public Bundles(
      Node node, Ed25519Signer own, Verifier verifier, Entropy entropy, ChunkStore chunks) {
    this.node = node;
    this.own = own;
    this.verifier = verifier;
    this.entropy = entropy;
    this.chunks = chunks;
  }

  /**
   * Writes what {@code peer} is not known to have of {@code stores}, sealed to its key.
   *
   * @return what went into it, by store
   */
  public List<BundleTally> forPeer(
      AuthorId peer, List<StoreId> stores, long nowMs, BundleOutput out) throws StoreException {
    return write(BundleCipher.forPeer(peer, entropy), peer, stores, nowMs, out);
  }

  /** True if the store is sealed: a bundle for all its members is, too. */
  public boolean isSealed(StoreId store) throws StoreException {
    return node.projection(store).epoch() != null;
  }

  /** True unless the store is sealed under a key that is not here. */
  public boolean canSealForAll(StoreId store) throws StoreException {
    EpochId epoch = node.projection(store).epoch();
    return epoch == null || node.replica(store).seal().ring().find(epoch) != null;
  }

  /**
   * Writes all of a store for all its members: sealed under its present epoch key, or in the clear
   * if it is a clear store. {@link #canSealForAll} holds for it.
   *
   * @return what went into it
   */
  public BundleTally forAll(StoreId store, long nowMs, BundleOutput out) throws StoreException {
    EpochId epoch = node.projection(store).epoch();
    EpochKey key = epoch == null ? null : node.replica(store).seal().ring().find(epoch);
    if (epoch != null && key == null) {
      throw new IllegalStateException("no key of " + epoch);
    }
    BundleCipher cipher =
        key == null ? BundleCipher.clear(entropy) : BundleCipher.forMembers(key, entropy);
    return write(cipher, null, List.of(store), nowMs, out).get(0);
  }

  private List<BundleTally> write(
      BundleCipher cipher, AuthorId peer, List<StoreId> stores, long nowMs, BundleOutput out)
      throws StoreException {
    BundleWriter writer = new BundleWriter(cipher, out);
    List<BundleTally> tallies = new ArrayList<>();
    for (StoreId store : stores) {
      Replica replica = node.replica(store);
      replica.held().sync(nowMs);
      tallies.add(new BundleExport(replica, chunks).write(peer, own, nowMs, writer));
    }
    writer.end();
    return tallies;
  }

  /** Opens a bundle to see what is in it; its verdict says whether a key here opens it. */
  public BundleLook look(BundleInput in) throws StoreException {
    return new BundleLook(node, verifier, read(in));
  }

  /** Opens a bundle to be taken in; its verdict says whether a key here opens it. */
  public BundleImport take(BundleInput in) throws StoreException {
    return new BundleImport(node, chunks, verifier, read(in));
  }

  private BundleReader read(BundleInput in) throws StoreException {
    BundleReader reader = new BundleReader(in);
    reader.open(own, this::find);
    return reader;
  }

  private EpochKey find(EpochId epoch) {
    for (StoreId store : node.stores()) {
      EpochKey key = node.replica(store).seal().ring().find(epoch);
      if (key != null) {
        return key;
      }
    }
    return null;
  }
}
