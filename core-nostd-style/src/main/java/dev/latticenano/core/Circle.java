package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.session.Audience;
import dev.latticenano.core.state.GrantReading;
import dev.latticenano.core.state.Members;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.state.Standing;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whom a store is shown to, by its members as this node knows them. A node that cannot judge shows
 * it to all but those it knows to be revoked: one without the key of the present epoch, and one
 * that has not come as far as its own grant yet. So can nobody in a store that is open to all.
 * Rules: docs/members.md, docs/protocol.md §14.
 */
final class Circle implements Audience {
  private static final byte[] REMEMBERED = {'j'};

  private final Replica replica;
  private final AuthorId self;
  private final Doors doors;
  private final Table local;
  private final GrantReading reading = new GrantReading();
  private final SignedIntentionView signed = new SignedIntentionView();
  private final byte[] name = new byte[Hash.BYTES];

  /** The audience of {@code replica} on the node whose key is {@code self}. */
  Circle(Replica replica, AuthorId self, Doors doors) throws StoreException {
    this.replica = replica;
    this.self = self;
    this.doors = doors;
    this.local = replica.tables().table(LocalRows.SHAPE);
  }

  private Members members() {
    return replica.projection().authority().members();
  }

  @Override
  public Answer of(byte[] key) throws StoreException {
    AuthorId peer = AuthorId.of(key, 0);
    if (peer.equals(self)) {
      return Answer.SHOWN;
    }
    Members members = members();
    Standing standing = members.standing(peer);
    if (standing == null) {
      boolean named = doors.vouches(replica.id(), peer);
      return judges(members) && !named ? Answer.UNKNOWN : Answer.SHOWN;
    }
    // A revoked owner's word may still count for more than that of whoever revoked it.
    boolean out = standing.status() == Standing.REVOKED && members.admits(peer) != Verdict.OK;
    return out ? Answer.BARRED : Answer.SHOWN;
  }

  private boolean judges(Members members) throws StoreException {
    if (!members.isStrict() || !members.isKnown() || members.standing(self) == null) {
      return false;
    }
    Epochs epochs = replica.projection().epochs();
    return !epochs.isSealed() || replica.seal().ring().find(epochs.current().id()) != null;
  }

  @Override
  public long version() {
    long known = replica.projection().authority().changes() + members().version();
    return known + replica.seal().ring().count();
  }

  /** A join gave this node the name of what lets it in: it can be shown once it has come. */
  void remember(Hash grant) throws StoreException {
    local.put(REMEMBERED, 0, REMEMBERED.length, grant.toBytes(), 0, Hash.BYTES);
  }

  /** What was remembered; null for nothing. */
  Hash remembered() throws StoreException {
    int length = local.get(REMEMBERED, 0, REMEMBERED.length, name, 0);
    return length == Hash.BYTES ? Hash.of(name, 0) : null;
  }

  @Override
  public List<byte[]> grants(byte[] key) throws StoreException {
    Members members = members();
    Set<Hash> named = new LinkedHashSet<>();
    Standing standing = members.standing(self);
    if (standing != null) {
      named.add(standing.op());
      named.addAll(members.newest(self));
    }
    Hash remembered = remembered();
    if (remembered != null) {
      named.add(remembered);
    }
    List<byte[]> grants = new ArrayList<>();
    for (Hash grant : members.isStrict() ? named : Set.<Hash>of()) {
      byte[] bytes = read(grant);
      if (bytes != null && hasSeen(key, grant)) {
        return List.of();
      }
      if (bytes != null) {
        grants.add(bytes);
      }
    }
    return grants;
  }

  /** The signed intention; null if it is not here, or this node's own word. */
  private byte[] read(Hash grant) throws StoreException {
    Dag dag = replica.dag();
    int row = find(grant);
    if (row == Dag.NONE || dag.pruning().isBelowFloor(row) || dag.isLost(row)) {
      return null;
    }
    dag.copyAuthorKey(dag.author(row), name, 0);
    if (AuthorId.of(name, 0).equals(self)) {
      return null;
    }
    byte[] bytes = new byte[dag.length(row)];
    dag.read(row, bytes, 0);
    return bytes;
  }

  private int find(Hash intention) throws StoreException {
    intention.write(name, 0);
    return replica.dag().find(name, 0);
  }

  private boolean hasSeen(byte[] key, Hash grant) throws StoreException {
    Dag dag = replica.dag();
    int peer = dag.findAuthor(key, 0);
    boolean seen = false;
    for (int i = 0; peer != Dag.NONE && i < dag.tipCount(peer); i++) {
      seen |= dag.isAncestor(find(grant), dag.tip(peer, i));
    }
    return seen;
  }

  @Override
  public boolean isGrant(byte[] bytes, int length, byte[] key) throws StoreException {
    if (signed.wrap(bytes, 0, length).check() != Verdict.OK) {
      throw new IllegalArgumentException("not a signed intention that was checked");
    }
    IntentionView intention = signed.intention();
    AuthorId author = intention.author();
    Standing standing = members().standing(author);
    boolean owns = standing != null && standing.isMember() && standing.role() == Role.OWNER;
    if (!intention.store().equals(replica.id()) || !owns) {
      return false;
    }
    OpsReader ops = new OpsReader(replica.seal());
    return ops.open(intention) == Verdict.OK
        && reading.letsIn(ops.ops(), author, AuthorId.of(key, 0));
  }
}
