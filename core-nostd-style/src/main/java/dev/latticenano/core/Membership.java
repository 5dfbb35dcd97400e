package dev.latticenano.core;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.InviteToken;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.SystemOpWriter;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.seal.KeyWrap;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.state.Invite;
import dev.latticenano.core.state.Members;
import dev.latticenano.core.state.Right;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.state.Standing;
import dev.latticenano.core.state.SystemState;
import dev.latticenano.core.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What this node does about who takes part in one store. Every step is an intention of its own, or
 * several, and every node judges by them alike; a step that this node has no right to is refused.
 * Rules: docs/members.md.
 */
public final class Membership {
  private static final int ACTIVE = 2;
  private static final int DORMANT = 3;
  private static final int REVOKED = 4;

  private final Node node;
  private final Replica replica;
  private final AuthorId self;
  private final String ownName;

  /** What {@code node}, which calls itself {@code ownName}, does about {@code replica}. */
  Membership(Node node, byte[] ownName, Replica replica) {
    this.node = node;
    this.replica = replica;
    this.self = node.key();
    this.ownName =
        new String(ownName, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?").strip();
  }

  /** Who may do what, by all that is known here; for reading only. */
  public Members members() {
    return replica.projection().authority().members();
  }

  /** The epoch under which this node seals now; null in a store that is not sealed. */
  public SystemState.Epoch epoch() throws StoreException {
    return replica.projection().epochs().current();
  }

  /**
   * Begins the store, which was opened empty and is named after this node's key and the nonce of
   * {@code genesis}: its beginning; the first epoch, if it is to be sealed; then that this node is
   * its owner, and what both are called. If power fails in between, the next start goes on.
   *
   * @param name what the store is called
   * @param sealed false for a store that everybody who carries it may read
   */
  public void begin(GenesisOp genesis, String name, boolean sealed, long nowMs)
      throws StoreException, RefusedException {
    StoreId id = StoreId.derive(Blake3.plain(), self, genesis.nonce());
    if (!id.equals(replica.id()) || replica.dag().sequence() > 0) {
      throw new IllegalArgumentException("store " + replica.id() + " is not this node's to begin");
    }
    // A key that is kept says that the store is meant to be sealed, whatever happens.
    EpochKey key = sealed ? replica.seal().fresh() : null;
    node.write(id, genesis.toOps(), List.of(), nowMs);
    if (sealed) {
      change(key, List.of(self), List.of(), nowMs);
    }
    List<byte[]> ops = owner();
    ops.add(SystemOpWriter.storeName(name));
    submit(ops, List.of(), nowMs);
  }

  /** Goes on with a beginning that was cut short: nothing is ever written that should be sealed. */
  void resume(long nowMs) throws StoreException {
    if (replica.seal().ring().count() != 1
        || replica.projection().isSealed()
        || !replica.isBegunBy(self)) {
      return;
    }
    try {
      change(replica.seal().ring().key(0), List.of(self), List.of(), nowMs);
      submit(owner(), List.of(), nowMs);
    } catch (RefusedException e) {
      // A forked identity writes nothing, here as elsewhere.
      assert e.verdict() != Verdict.OK;
    } catch (StoreException full) {
      if (full.kind() != StoreException.Kind.FULL) {
        throw full;
      }
    }
  }

  private List<byte[]> owner() {
    List<byte[]> ops = new ArrayList<>();
    ops.add(SystemOpWriter.peerStatus(self, ACTIVE));
    ops.add(SystemOpWriter.peerRole(self, Role.OWNER.number()));
    if (!ownName.isEmpty()) {
      ops.add(SystemOpWriter.peerName(self, ownName));
    }
    return ops;
  }

  /**
   * Makes an invite. The store keeps what its secret proves, never the secret.
   *
   * @param expiresMs Unix ms after which nobody is let in; 0: never
   * @param once true if it serves one joiner, who must then ask this very node
   * @param role what it makes of whoever comes
   * @return what the guest is given, in private
   */
  public InviteToken invite(long expiresMs, boolean once, Role role, long nowMs)
      throws StoreException, RefusedException {
    InviteToken token = InviteToken.of(replica.id(), replica.seal().secret(), self);
    Hash name = name(token);
    byte[] key = new byte[AuthorId.BYTES];
    token.invite().publicKey(key, 0);
    AuthorId by = AuthorId.of(key, 0);
    submit(
        List.of(
            SystemOpWriter.inviteStatus(name, Invite.VALID),
            SystemOpWriter.inviteInvitedBy(name, self),
            SystemOpWriter.inviteTerms(name, expiresMs, once ? 1 : 0, role.number(), by)),
        unseenDepartures(),
        nowMs);
    return token;
  }

  // Who is out comes back only by an invite that was made knowing it.
  private List<Hash> unseenDepartures() throws StoreException {
    List<Hash> cited = new ArrayList<>();
    Members members = members();
    for (AuthorId peer : members.peers()) {
      Standing standing = members.standing(peer);
      if (standing.status() == REVOKED && !isSeen(standing.op())) {
        cited.add(standing.op());
      }
    }
    return cited;
  }

  /** What the store calls an invite: the BLAKE3 of its secret. */
  public static Hash name(InviteToken token) {
    byte[] name = new byte[Hash.BYTES];
    byte[] secret = token.secret();
    Blake3.plain().hash(secret, 0, secret.length, name, 0);
    return Hash.of(name, 0);
  }

  /** Takes an invite back: nobody comes in by it any more. */
  public void revokeInvite(Hash invite, long nowMs) throws StoreException, RefusedException {
    submit(
        List.of(SystemOpWriter.inviteStatus(invite, Invite.REVOKED)),
        heads("invite/" + invite + "/status"),
        nowMs);
  }

  /** Gives a member another role. */
  public void setRole(AuthorId peer, Role role, long nowMs)
      throws StoreException, RefusedException {
    boolean read = reads(peer);
    submit(
        List.of(
            SystemOpWriter.peerStatus(peer, statusOf(peer)),
            SystemOpWriter.peerRole(peer, role.number())),
        headsOf(peer),
        nowMs);
    // Whoever had a key and loses the right to it gets no other; whoever gains it gets the next.
    if (read != role.reads()) {
      rotateIfSealed(nowMs);
    }
  }

  private boolean reads(AuthorId peer) {
    Standing standing = members().standing(peer);
    return standing != null && standing.reads();
  }

  private int statusOf(AuthorId peer) {
    Standing standing = members().standing(peer);
    return standing != null && standing.status() == DORMANT ? DORMANT : ACTIVE;
  }

  /** Says that nobody waits for a member's vote, or that all do again. */
  public void setDormant(AuthorId peer, boolean dormant, long nowMs)
      throws StoreException, RefusedException {
    submit(
        List.of(SystemOpWriter.peerStatus(peer, dormant ? DORMANT : ACTIVE)),
        heads("peer/" + peer + "/status"),
        nowMs);
  }

  /**
   * Throws a member out: what is witnessed of it here stays, nothing later ever counts; then, in a
   * sealed store, the others get a new epoch key.
   */
  public void revoke(AuthorId peer, long nowMs) throws StoreException, RefusedException {
    List<Hash> cited = new ArrayList<>(heads("peer/" + peer + "/status"));
    Dag dag = replica.dag();
    byte[] name = peer.toBytes();
    int author = dag.findAuthor(name, 0);
    for (int i = 0; author != Dag.NONE && i < dag.tipCount(author); i++) {
      dag.copyHash(dag.tip(author, i), name, 0);
      cited.add(i, Hash.of(name, 0));
    }
    submit(List.of(SystemOpWriter.peerStatus(peer, REVOKED)), cited, nowMs);
    rotateIfSealed(nowMs);
  }

  /** Says that this node is no member any more. */
  public void leave(long nowMs) throws StoreException, RefusedException {
    submit(
        List.of(SystemOpWriter.peerStatus(self, REVOKED)),
        heads("peer/" + self + "/status"),
        nowMs);
  }

  /** Says what this node is called in the store. */
  public void rename(String name, long nowMs) throws StoreException, RefusedException {
    submit(List.of(SystemOpWriter.peerName(self, name)), heads("peer/" + self + "/name"), nowMs);
  }

  /** Gives all who may read a new epoch key: what is written from now on is sealed under it. */
  public void rotate(long nowMs) throws StoreException, RefusedException {
    Verdict allowed = replica.projection().authority().allows(self, Right.GOVERN);
    if (allowed != Verdict.OK) {
      throw new RefusedException(allowed);
    }
    List<Hash> cited = new ArrayList<>();
    change(replica.seal().fresh(), readers(cited), cited, nowMs);
  }

  /**
   * Gives the present epoch key to members who may read and were not given it; nothing happens if
   * there are none, or if it is not held here.
   */
  public void share(long nowMs) throws StoreException, RefusedException {
    SystemState.Epoch current = replica.projection().epochs().current();
    EpochKey key = current == null ? null : replica.seal().ring().find(current.id());
    List<Hash> cited = new ArrayList<>();
    Set<AuthorId> readers = readers(cited);
    if (key != null && !current.recipients().containsAll(readers)) {
      change(key, readers, cited, nowMs);
    }
  }

  /** This node and all who may read; adds to {@code cited} what took it from others. */
  private Set<AuthorId> readers(List<Hash> cited) throws StoreException {
    Set<AuthorId> recipients = new TreeSet<>(Set.of(self));
    Members members = members();
    for (AuthorId peer : members.peers()) {
      Standing standing = members.standing(peer);
      if (standing.reads() && KeyWrap.reaches(peer)) {
        recipients.add(peer);
      } else if (!standing.reads() && !isSeen(standing.op())) {
        cited.add(standing.op());
      }
    }
    return recipients;
  }

  private void rotateIfSealed(long nowMs) throws StoreException, RefusedException {
    if (replica.projection().isSealed()) {
      rotate(nowMs);
    }
  }

  private boolean isSeen(Hash op) throws StoreException {
    Dag dag = replica.dag();
    int author = dag.findAuthor(self.toBytes(), 0);
    int row = dag.find(op.toBytes(), 0);
    boolean written = author != Dag.NONE && dag.tipCount(author) > 0;
    return row == Dag.NONE || written && dag.isAncestor(row, dag.tip(author, 0));
  }

  /**
   * Epoch keys of the store came in confidence, as in a join: the host keeps them, and what was
   * sealed under them is projected.
   *
   * @return true if one of them is new
   */
  public boolean give(List<EpochKey> keys) throws StoreException {
    boolean any = false;
    for (EpochKey key : keys) {
      any |= replica.seal().add(key);
    }
    node.unsettle();
    return any;
  }

  /** Lets {@code peer} in by {@code invite}; returns the intention that says so. */
  Hash grant(AuthorId peer, String name, Invite invite, long nowMs)
      throws StoreException, RefusedException {
    List<byte[]> ops = new ArrayList<>();
    ops.add(SystemOpWriter.peerStatus(peer, ACTIVE));
    ops.add(SystemOpWriter.peerRole(peer, invite.role().number()));
    ops.add(SystemOpWriter.peerAddedBy(peer, self));
    ops.add(SystemOpWriter.peerAddedAt(peer, nowMs));
    if (!name.isEmpty()) {
      ops.add(SystemOpWriter.peerName(peer, name));
    }
    List<Hash> cited = headsOf(peer);
    if (invite.uses() == 1) {
      ops.add(SystemOpWriter.inviteStatus(invite.token(), Invite.CLAIMED));
      ops.add(SystemOpWriter.inviteClaimedBy(invite.token(), peer));
      cited.addAll(heads("invite/" + invite.token() + "/status"));
    }
    return submit(ops, cited, nowMs);
  }

  private List<Hash> headsOf(AuthorId peer) throws StoreException {
    List<Hash> heads = new ArrayList<>(heads("peer/" + peer + "/status"));
    heads.addAll(heads("peer/" + peer + "/role"));
    return heads;
  }

  private List<Hash> heads(String key) throws StoreException {
    List<Hash> hashes = new ArrayList<>();
    for (Head head : replica.system().heads(key)) {
      hashes.add(head.hash());
    }
    return hashes;
  }

  private void change(
      EpochKey key, Collection<AuthorId> recipients, List<Hash> condition, long nowMs)
      throws StoreException, RefusedException {
    byte[] content = replica.seal().change(key, recipients);
    write(new UniversalOpWriter().epochChange(content, 0, content.length), condition, nowMs);
  }

  private Hash submit(List<byte[]> systemOps, List<Hash> condition, long nowMs)
      throws StoreException, RefusedException {
    byte[] content = systemOps.size() == 1 ? systemOps.get(0) : SystemOpWriter.batch(systemOps);
    return write(new UniversalOpWriter().system(content, 0, content.length), condition, nowMs);
  }

  private Hash write(UniversalOpWriter writer, List<Hash> condition, long nowMs)
      throws StoreException, RefusedException {
    byte[] ops = new byte[writer.length()];
    writer.write(ops, 0, ops.length);
    Set<Hash> cited = new LinkedHashSet<>(condition);
    List<Hash> most = cited.stream().limit(Limits.CONDITION_HASHES_EMITTED).toList();
    return node.write(replica.id(), ops, most, nowMs);
  }
}
