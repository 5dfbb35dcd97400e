package dev.latticenano.core;

import dev.latticenano.core.crypto.Entropy;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.seal.JoinBox;
import dev.latticenano.core.seal.JoinBoxCipher;
import dev.latticenano.core.seal.KeyWrap;
import dev.latticenano.core.seal.Keyring;
import dev.latticenano.core.seal.PeerPlace;
import dev.latticenano.core.session.Admission;
import dev.latticenano.core.session.JoinRequest;
import dev.latticenano.core.state.Invite;
import dev.latticenano.core.state.Members;
import dev.latticenano.core.state.Right;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.state.Standing;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Lets into this node's stores whoever comes with an invite that holds: an owner's node writes the
 * grant and gives the epoch keys that go with the role. An invite that serves once is only taken by
 * the node that made it, so that it serves once whatever is out of touch. Whether it has expired
 * this node's clock says, and no other.
 */
final class Welcome {
  private final Node node;
  private final Replicas replicas;
  private final Entropy entropy;
  private final JoinBoxCipher cipher = new JoinBoxCipher();
  private Hash granted = Hash.ZERO;
  private MemberPlaces places = (member, link) -> List.of();

  Welcome(Node node, Replicas replicas, Entropy entropy) {
    this.node = node;
    this.replicas = replicas;
    this.entropy = entropy;
  }

  /** From now on whoever is let in is told where members can be reached. */
  void tell(MemberPlaces newPlaces) {
    places = newPlaces;
  }

  /** Who lets in whoever comes over {@code link}. */
  Admission at(int link) {
    return new Entrance(link);
  }

  /** One link's. */
  private final class Entrance implements Admission {
    private final int link;
    private byte[] box = {};

    private Entrance(int link) {
      this.link = link;
    }

    @Override
    public byte[] box() {
      return box;
    }

    @Override
    public Verdict judge(JoinRequest request, long nowMs) throws StoreException {
      Verdict verdict = Welcome.this.judge(request, nowMs);
      box = verdict == Verdict.OK ? sealed(request, link) : box;
      return verdict;
    }
  }

  private Verdict judge(JoinRequest request, long nowMs) throws StoreException {
    Replica replica = node.replica(request.store());
    Authority authority = replica.projection().authority();
    Invite invite = find(replica, request.invite());
    if (invite == null
        || !KeyWrap.reaches(request.joiner())
        || authority.allows(node.key(), Right.GOVERN) != Verdict.OK) {
      return Verdict.INVITE_UNKNOWN;
    }
    Standing standing = authority.members().standing(request.joiner());
    boolean in = standing != null && standing.isMember();
    Verdict verdict = judge(replica, invite, request.joiner(), standing, nowMs);
    if (verdict != Verdict.OK) {
      return verdict;
    }
    try {
      granted =
          in
              ? standing.op()
              : node.membership(request.store())
                  .grant(request.joiner(), request.name(), invite, nowMs);
      return Verdict.OK;
    } catch (RefusedException e) {
      return Verdict.INVITE_UNKNOWN;
    }
  }

  private static Invite find(Replica replica, AuthorId key) throws StoreException {
    for (Invite invite : replica.system().invites()) {
      if (invite.key().equals(key)) {
        return invite;
      }
    }
    return null;
  }

  private Verdict judge(
      Replica replica, Invite invite, AuthorId joiner, Standing standing, long nowMs)
      throws StoreException {
    boolean in = standing != null && standing.isMember();
    if (invite.status() == Invite.REVOKED) {
      return Verdict.INVITE_REVOKED;
    }
    // Whoever was thrown out does not come back by what it had before.
    if (replica.projection().authority().isRevoked(joiner)
        && !replica.past().holds(standing.op(), invite.terms())) {
      return Verdict.INVITE_REVOKED;
    }
    if (in && invite.status() == Invite.CLAIMED && joiner.equals(invite.claimedBy())) {
      return Verdict.OK;
    }
    if (invite.uses() == 1 && !node.key().equals(invite.by())) {
      return Verdict.INVITE_UNKNOWN;
    }
    if (invite.status() == Invite.CLAIMED) {
      return Verdict.INVITE_USED;
    }
    boolean expired = invite.expiresMs() != 0 && nowMs >= invite.expiresMs();
    return expired ? Verdict.INVITE_EXPIRED : Verdict.OK;
  }

  private byte[] sealed(JoinRequest request, int link) throws StoreException {
    Replica replica = node.replica(request.store());
    Invite invite = find(replica, request.invite());
    Members members = replica.projection().authority().members();
    Standing standing = members.standing(request.joiner());
    Role role = standing == null ? invite.role() : standing.role();
    List<EpochKey> keys = new ArrayList<>();
    if (role.reads()) {
      add(replica, keys);
      // Whoever is let in is a member of these, too, and could not read what is there already.
      List<Replica> heirs = new ArrayList<>();
      replicas.heirs(replica, heirs);
      for (Replica heir : heirs) {
        add(heir, keys);
      }
    }
    List<AuthorId> peers = new ArrayList<>(members.peers());
    peers.removeIf(peer -> !members.standing(peer).isMember() || peer.equals(request.joiner()));
    String type = replica.projection().type();
    AuthorId by = invite.by() == null ? node.key() : invite.by();
    List<PeerPlace> told = places(peers, by, link);
    long count = replica.dag().shown().count();
    JoinBox content = new JoinBox(type, keys, granted, by, peers, told, count);
    StoreId store = request.store();
    return cipher.seal(content, store, request.joiner(), request.binding(), entropy);
  }

  /** This node's own first, then the inviter's, then the others'. */
  private List<PeerPlace> places(List<AuthorId> peers, AuthorId inviter, int link) {
    Set<AuthorId> members = new LinkedHashSet<>(List.of(node.key(), inviter));
    members.retainAll(peers);
    members.addAll(peers);
    List<PeerPlace> told = new ArrayList<>();
    for (AuthorId member : members) {
      for (String address : places.of(member, link)) {
        if (told.size() < Limits.JOIN_PLACES_MAX && PeerPlace.isSound(address)) {
          told.add(new PeerPlace(member, address));
        }
      }
    }
    return told;
  }

  private static void add(Replica replica, List<EpochKey> keys) {
    Keyring ring = replica.seal().ring();
    for (int i = 0; i < ring.count() && keys.size() < Limits.EPOCH_KEYS_MAX; i++) {
      keys.add(ring.key(i));
    }
  }
}
