package dev.latticenano.core.relay;

import dev.latticenano.core.crypto.Aead;
import dev.latticenano.core.crypto.ChaCha20Poly1305;
import dev.latticenano.core.crypto.Entropy;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.link.Ends;
import dev.latticenano.core.link.LinkEnd;
import dev.latticenano.core.noise.NoiseLink;
import dev.latticenano.core.noise.TransportKey;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.session.Wanted;
import java.nio.charset.StandardCharsets;

/** How a relay's links are opened, and who speaks at this end of each. */
final class Entrance {
  private static final byte[] NAME = "relay".getBytes(StandardCharsets.US_ASCII);

  private final Signer signer;
  private final Verifier verifier;
  private final Entropy entropy;
  private final Ends ends;
  private final Holdings holdings;
  private final Admissions admissions;
  private final Guests guests;
  private final Statements statements;
  private final Aead cipher = new ChaCha20Poly1305();
  private final Wanted wanted;
  private final byte[] key = new byte[Signer.KEY_BYTES];
  private TransportKey own;

  Entrance(
      Signer signer,
      Verifier verifier,
      Entropy entropy,
      Ends ends,
      Holdings holdings,
      Admissions admissions,
      Guests guests,
      Statements statements,
      Wanted wanted) {
    this.statements = statements;
    this.wanted = wanted;
    this.signer = signer;
    this.verifier = verifier;
    this.entropy = entropy;
    this.ends = ends;
    this.holdings = holdings;
    this.admissions = admissions;
    this.guests = guests;
    signer.publicKey(key, 0);
  }

  void transportKey(byte[] secret) {
    own = new TransportKey(secret, signer);
  }

  /** A conversation begins over a new link. */
  void open(int link, LinkProfile profile, boolean calls, byte[] remembered, long nowMs) {
    if (own == null) {
      byte[] secret = new byte[TransportKey.BYTES];
      entropy.fill(secret, 0, secret.length);
      transportKey(secret);
    }
    NoiseLink noise =
        new NoiseLink(own, verifier, entropy, cipher, calls, remembered, profile.retryMs());
    Guest guest = guests.add(link, nowMs);
    LinkEnd end =
        new LinkEnd(
            profile,
            noise,
            () -> peer(guest, profile),
            proven -> guests.proven(guest, AuthorId.of(proven, 0)));
    ends.add(link, end);
  }

  private Peer peer(Guest guest, LinkProfile profile) {
    SharedChunks chunks = new SharedChunks(guest);
    Peer peer = new Peer(guest.link(), profile, key, NAME, guest.shown(), chunks, wanted);
    ListDesk lists = new ListDesk(guest, holdings, verifier);
    guest.desk(new Desk(guest, holdings, admissions, guests, statements, lists).at(peer));
    return peer;
  }
}
