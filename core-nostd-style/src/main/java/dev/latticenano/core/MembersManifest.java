package dev.latticenano.core;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.Audit;
import dev.latticenano.core.relay.Manifest;
import dev.latticenano.core.relay.ManifestWriter;
import dev.latticenano.core.state.Members;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.state.Standing;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * What an owner's node tells relays of a store's members: written from the member table, so that
 * nobody keeps two lists. Cold. Rules: docs/relay.md §3, docs/members.md.
 */
public final class MembersManifest {
  private final Node node;
  private final StoreId store;
  private final Members members;
  private final Dag dag;

  /** Of a store that is open. */
  public MembersManifest(Node node, StoreId store) {
    this.node = node;
    this.store = store;
    this.members = node.membership(store).members();
    this.dag = node.dag(store);
  }

  /** True if this node is an owner whose word relays take, and knows how the store began. */
  public boolean mayWrite() throws StoreException {
    Standing own = members.standing(node.key());
    boolean owns = own != null && own.status() == Standing.ACTIVE && own.role() == Role.OWNER;
    return owns && (!store.isDerived() || creator() != null);
  }

  /** Changes whenever what it would say may have changed. */
  public long version() {
    return ((long) members.count() << 32) + members.version();
  }

  private AuthorId creator() throws StoreException {
    return node.system(store).founder(store, Blake3.plain());
  }

  /**
   * The manifest that holds from now on, by all that is known here: {@code last} itself if it says
   * the same, else a newer one. Whoever it has put out at a time when nothing newer was said of it
   * here stays out: what put it out may not have come yet.
   *
   * @param last the newest that is known here; null if there is none
   * @param above a sequence that the manifest is to exceed; 0: {@code last} will do
   * @throws RefusedException more members than fit, or none that is an owner
   */
  public Manifest after(Manifest last, long above, long nowMs, Signer signer)
      throws StoreException, RefusedException {
    ManifestWriter writer = new ManifestWriter(store);
    if (store.isDerived()) {
      writer.creator(creator(), node.system(store).genesis(store, Blake3.plain()).nonce());
    }
    if (node.membership(store).epoch() == null) {
      writer.clear();
    }
    for (AuthorId peer : members.peers()) {
      Standing standing = members.standing(peer);
      if (standing.isMember() && !isOutSince(last, peer, standing)) {
        boolean dormant = standing.status() == Standing.DORMANT;
        writer.member(peer, role(standing.role()), dormant);
      } else if (standing.isMember()) {
        keepOut(writer, last, peer);
      } else if (standing.status() == Standing.REVOKED) {
        out(writer, peer);
      }
    }
    Manifest next;
    try {
      long least = last == null ? 0 : last.sequence();
      next = writer.sign(Math.max(least, above) + 1, nowMs, signer);
    } catch (IllegalArgumentException tooMany) {
      throw new RefusedException(Verdict.MANIFEST_MALFORMED);
    }
    boolean same = last != null && last.saysTheSame(next) && last.sequence() > above;
    return same ? last : next;
  }

  private static int role(Role role) {
    return switch (role) {
      case OWNER -> Manifest.OWNER;
      case VOTER -> Manifest.VOTER;
      case READER -> Manifest.READER;
      case CARRIER, UNKNOWN -> Manifest.CARRIER;
    };
  }

  private boolean isOutSince(Manifest last, AuthorId peer, Standing standing) {
    return last != null
        && last.cutHeight(peer.toBytes(), 0) >= 0
        && standing.since().wallMs() <= last.writtenMs()
        && !last.signer().equals(node.key());
  }

  private static void keepOut(ManifestWriter writer, Manifest last, AuthorId peer) {
    Hash cut = last.cut(peer.toBytes(), 0);
    if (cut == null) {
      writer.out(peer);
    } else {
      writer.out(peer, last.cutHeight(peer.toBytes(), 0), cut);
    }
  }

  /** Of whom nothing stays here need not be named, but then nothing would say that it is out. */
  private void out(ManifestWriter writer, AuthorId peer) throws StoreException {
    Audit.Stand stand = stand(dag, peer);
    if (stand == null) {
      writer.out(peer);
    } else {
      writer.out(peer, stand.height(), stand.tip());
    }
  }

  private static Audit.Stand stand(Dag dag, AuthorId peer) throws StoreException {
    int author = dag.findAuthor(peer.toBytes(), 0);
    return author == Dag.NONE ? null : stand(dag, author);
  }

  private static Audit.Stand stand(Dag dag, int author) throws StoreException {
    int height = dag.shown().authorHeight(author);
    if (height == 0) {
      return null;
    }
    byte[] name = new byte[Hash.BYTES];
    dag.copyHash(dag.rowAtHeight(author, height), name, 0);
    Hash tip = Hash.of(name, 0);
    dag.copyAuthorKey(author, name, 0);
    return new Audit.Stand(AuthorId.of(name, 0), height, tip);
  }

  /** What a node shows of a store: of each author that did not fork, height and tip. */
  public static List<Audit.Stand> stands(Dag dag) throws StoreException {
    List<Audit.Stand> stands = new ArrayList<>();
    for (int author = 0; author < dag.authorCount(); author++) {
      Audit.Stand stand = dag.isForked(author) ? null : stand(dag, author);
      if (stand != null) {
        stands.add(stand);
      }
    }
    return stands;
  }
}
