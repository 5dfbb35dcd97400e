package dev.latticenano.core;

import dev.latticenano.core.crypto.Aead;
import dev.latticenano.core.crypto.ChaCha20Poly1305;
import dev.latticenano.core.crypto.Entropy;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.link.LinkEnd;
import dev.latticenano.core.noise.NoiseLink;
import dev.latticenano.core.noise.TransportKey;
import dev.latticenano.core.session.Errands;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.session.Peer;

/** How a node's links are opened: each begins with a handshake (docs/noise.md). */
public final class Doors {
  private final Links links;
  private final Signer signer;
  private final Verifier verifier;
  private final Entropy entropy;
  private final Welcome welcome;
  private final PeerOf peers;
  private final OwnName ownName;
  private final Aead cipher = new ChaCha20Poly1305();
  private Vouching vouching = (store, key) -> false;
  private ErrandsOf errands = (link, peer) -> Errands.NONE;
  private TransportKey own;

  /** Makes the peer of one conversation. */
  interface PeerOf {
    Peer fresh(int link, LinkProfile profile);
  }

  /** Makes what is said and heard beside stores in one conversation. */
  public interface ErrandsOf {
    Errands fresh(int link, Peer peer);
  }

  /** Whom this node's owner has named, before members were heard to say anything of it. */
  public interface Vouching {
    /** True if {@code key} is to be shown {@code store} unless it was thrown out. */
    boolean isNamed(StoreId store, AuthorId key);
  }

  Doors(
      Links links,
      Signer signer,
      Verifier verifier,
      Entropy entropy,
      Welcome welcome,
      Replicas replicas,
      PeerOf peers) {
    this.links = links;
    this.signer = signer;
    this.verifier = verifier;
    this.entropy = entropy;
    this.welcome = welcome;
    this.peers = peers;
    this.ownName = new OwnName(replicas, this);
  }

  /**
   * What proves this node on links opened from now on; without it the node makes one for this run.
   *
   * @param secret {@code TransportKey.BYTES} secret bytes that the host keeps as it keeps the
   *     author's key
   */
  public void transportKey(byte[] secret) {
    own = new TransportKey(secret, signer);
  }

  /**
   * From now on whoever this node lets into a store is told where its members can be reached.
   *
   * @param places what the host knows of that
   */
  public void tell(MemberPlaces places) {
    welcome.tell(places);
  }

  /** From now on stores are shown, too, to whom this node's owner has named: relays. */
  public void vouch(Vouching newVouching) {
    vouching = newVouching;
  }

  /** True if this node's owner has named {@code key} for {@code store}. */
  boolean vouches(StoreId store, AuthorId key) {
    return vouching.isNamed(store, key);
  }

  /** From now on conversations have such errands, which are relays' matters. */
  public void errands(ErrandsOf newErrands) {
    errands = newErrands;
  }

  /**
   * Starts a conversation over a new link, numbered by the host.
   *
   * @param calls false if the other end is known to begin
   * @param remembered the transport key that answered at this place before, or null
   */
  public void open(int link, LinkProfile profile, boolean calls, byte[] remembered) {
    if (own == null) {
      byte[] secret = new byte[TransportKey.BYTES];
      entropy.fill(secret, 0, secret.length);
      transportKey(secret);
    }
    NoiseLink noise =
        new NoiseLink(own, verifier, entropy, cipher, calls, remembered, profile.retryMs());
    links.add(link, new LinkEnd(profile, noise, () -> peer(link, profile), key -> {}));
  }

  private Peer peer(int link, LinkProfile profile) {
    Peer peer = peers.fresh(link, profile);
    peer.joining().admitWith(welcome.at(link), verifier);
    peer.takeGrants(verifier);
    peer.nameItTo(ownName);
    peer.errands(errands.fresh(link, peer));
    return peer;
  }

  /**
   * The transport key at the other end of a link, to be remembered; null before there are keys, and
   * for a link that is gone.
   */
  public byte[] peerTransportKey(int link) {
    return links.find(link) == null ? null : links.end(link).peerTransportKey();
  }
}
