package dev.latticenano.core;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.SystemOpWriter;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.store.StoreException;
import java.util.Collection;
import java.util.List;

/**
 * What this node does about who takes part in a store: every step is an intention of its own, or
 * several, and every node judges by them alike.
 */
public final class Membership {
  private static final int ACTIVE = 2;
  private static final int OWNER = 1;

  private final Replica replica;
  private final AuthorId self;
  private final Writer writer;

  /** Writes an intention of this node, as {@link Node#submit} does. */
  interface Writer {
    Hash submit(byte[] ops, List<Hash> condition, long nowMs)
        throws StoreException, RefusedException;
  }

  Membership(Replica replica, AuthorId self, Writer writer) {
    this.replica = replica;
    this.self = self;
    this.writer = writer;
  }

  /**
   * Begins the store, which is empty and named after this node's key and {@code nonce}: its
   * beginning; the first epoch, if it is to be sealed; then that this node is its owner, and what
   * it is called. If power fails in between, the next start goes on.
   *
   * @param sealed false for a store that whoever carries it may read
   */
  void begin(GenesisOp genesis, String name, boolean sealed, long nowMs)
      throws StoreException, RefusedException {
    // A key that is kept says that the store is meant to be sealed, whatever happens.
    EpochKey key = sealed ? replica.seal().fresh() : null;
    writer.submit(genesis.toOps(), List.of(), nowMs);
    if (sealed) {
      change(key, List.of(self), nowMs);
    }
    submit(
        List.of(
            SystemOpWriter.peerStatus(self, ACTIVE),
            SystemOpWriter.peerRole(self, OWNER),
            SystemOpWriter.storeName(name)),
        nowMs);
  }

  /** Goes on with a beginning that was cut short: nothing is ever written that should be sealed. */
  void resume(long nowMs) throws StoreException, RefusedException {
    if (replica.seal().ring().count() == 1
        && !replica.projection().epochs().isSealed()
        && replica.isBegunBy(self)) {
      change(replica.seal().ring().key(0), List.of(self), nowMs);
      submit(
          List.of(SystemOpWriter.peerStatus(self, ACTIVE), SystemOpWriter.peerRole(self, OWNER)),
          nowMs);
    }
  }

  private Hash change(EpochKey key, Collection<AuthorId> members, long nowMs)
      throws StoreException, RefusedException {
    byte[] content = replica.seal().change(key, members);
    return writer.submit(
        ops(new UniversalOpWriter().epochChange(content, 0, content.length)), List.of(), nowMs);
  }

  private Hash submit(List<byte[]> systemOps, long nowMs) throws StoreException, RefusedException {
    byte[] content = systemOps.size() == 1 ? systemOps.get(0) : SystemOpWriter.batch(systemOps);
    return writer.submit(
        ops(new UniversalOpWriter().system(content, 0, content.length)), List.of(), nowMs);
  }

  private static byte[] ops(UniversalOpWriter writer) {
    byte[] out = new byte[writer.length()];
    writer.write(out, 0, out.length);
    return out;
  }
}
