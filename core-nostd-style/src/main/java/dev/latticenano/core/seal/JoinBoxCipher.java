package dev.latticenano.core.seal;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.bytes.ProtoWriter;
import dev.latticenano.core.crypto.Aead;
import dev.latticenano.core.crypto.ChaCha20Poly1305;
import dev.latticenano.core.crypto.Entropy;
import dev.latticenano.core.crypto.Hkdf;
import dev.latticenano.core.crypto.KeyAgreement;
import dev.latticenano.core.crypto.X25519;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Seals what a joiner is given to its key, and opens it.
 *
 * <pre>
 * box     = ephemeral X25519 key 32 ‖ ciphertext ‖ tag 16
 * secret  = X25519(ephemeral, joiner)
 * box key = HKDF-SHA256(secret, salt = binding 32 of the link's keys,
 *                       info = "lattice-nano join box" ‖ store id ‖ ephemeral ‖ joiner)
 * cipher  = ChaCha20-Poly1305(box key, zero nonce)
 * plain   = { 1 store type, 2 repeated: epoch id 8 ‖ key 32, 3 grant 32, 4 inviter 32,
 *             5 repeated: peer 32, 6 repeated: peer 32 ‖ address, 7 intentions }
 * </pre>
 *
 * Cold; allocates. Not thread-safe. Source: docs/protocol.md §8.3.
 */
public final class JoinBoxCipher {
  private static final byte[] INFO = "lattice-nano join box".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ZERO_NONCE = new byte[ChaCha20Poly1305.NONCE_BYTES];
  private static final int KEY_ENTRY_BYTES = EpochId.BYTES + EpochKey.BYTES;
  private static final int FIELD_BYTES_MAX = 4 + KEY_ENTRY_BYTES;

  private final Aead cipher = new ChaCha20Poly1305();
  private JoinBox box;

  /**
   * Seals a box.
   *
   * @param joiner a key that {@link KeyWrap#reaches} holds for
   * @param binding 32 bytes that name the keys of the link it goes over
   */
  public byte[] seal(
      JoinBox content, StoreId store, AuthorId joiner, Hash binding, Entropy entropy) {
    byte[] secret = new byte[X25519.BYTES];
    entropy.fill(secret, 0, X25519.BYTES);
    byte[] shared = new byte[X25519.BYTES];
    boolean agreed =
        X25519.ofEd25519(joiner.toBytes(), 0, shared, 0)
            && X25519.agree(secret, 0, shared, 0, shared, 0);
    if (!agreed) {
      throw new IllegalArgumentException("no key reaches " + joiner.shortText());
    }
    byte[] plain = encode(content);
    byte[] out = new byte[X25519.BYTES + plain.length + Aead.TAG_BYTES];
    X25519.publicKey(secret, 0, out, 0);
    Arrays.fill(secret, (byte) 0);
    cipher.begin(boxKey(shared, store, out, joiner, binding), 0, ZERO_NONCE, 0);
    cipher.seal(plain, 0, plain.length, out, X25519.BYTES);
    Arrays.fill(plain, (byte) 0);
    return out;
  }

  /**
   * Opens a box that was sealed to {@code own}.
   *
   * @return OK, and {@link #box} is what it holds; JOIN_BOX_BROKEN or JOIN_BOX_MALFORMED
   */
  public Verdict open(byte[] sealed, StoreId store, Hash binding, KeyAgreement own) {
    box = null;
    byte[] shared = new byte[KeyAgreement.SHARED_BYTES];
    if (sealed.length < X25519.BYTES + Aead.TAG_BYTES || !own.agree(sealed, 0, shared, 0)) {
      return Verdict.JOIN_BOX_BROKEN;
    }
    byte[] key = new byte[AuthorId.BYTES];
    own.publicKey(key, 0);
    cipher.begin(boxKey(shared, store, sealed, AuthorId.of(key, 0), binding), 0, ZERO_NONCE, 0);
    byte[] plain = new byte[sealed.length - X25519.BYTES - Aead.TAG_BYTES];
    int opened = cipher.open(sealed, X25519.BYTES, sealed.length - X25519.BYTES, plain, 0);
    return opened < 0 ? Verdict.JOIN_BOX_BROKEN : decode(plain);
  }

  /** What the last {@link #open} took out; null if it took nothing. */
  public JoinBox box() {
    return box;
  }

  private static byte[] encode(JoinBox content) {
    byte[] type = content.storeType().getBytes(StandardCharsets.UTF_8);
    int most = type.length + FIELD_BYTES_MAX * (5 + content.keys().size() + content.peers().size());
    most += (FIELD_BYTES_MAX + Limits.JOIN_PLACE_BYTES_MAX) * content.places().size();
    byte[] out = new byte[most];
    ProtoWriter writer =
        new ProtoWriter().wrap(out, 0, most).bytesUnlessEmpty(1, type, 0, type.length);
    byte[] entry = new byte[KEY_ENTRY_BYTES];
    for (EpochKey key : content.keys()) {
      key.id().write(entry, 0);
      key.write(entry, EpochId.BYTES);
      writer.bytes(2, entry, 0, entry.length);
    }
    writer.bytes(3, content.grant().toBytes(), 0, Hash.BYTES);
    writer.bytes(4, content.inviter().toBytes(), 0, AuthorId.BYTES);
    for (AuthorId peer : content.peers()) {
      writer.bytes(5, peer.toBytes(), 0, AuthorId.BYTES);
    }
    for (PeerPlace place : content.places()) {
      byte[] address = place.address().getBytes(StandardCharsets.UTF_8);
      byte[] both = Arrays.copyOf(place.peer().toBytes(), AuthorId.BYTES + address.length);
      System.arraycopy(address, 0, both, AuthorId.BYTES, address.length);
      writer.bytes(6, both, 0, both.length);
    }
    writer.varintUnlessZero(7, content.intentions());
    return Arrays.copyOf(out, writer.finish());
  }

  private Verdict decode(byte[] plain) {
    String type = "";
    List<EpochKey> keys = new ArrayList<>();
    List<AuthorId> peers = new ArrayList<>();
    List<PeerPlace> places = new ArrayList<>();
    long intentions = 0;
    Hash grant = null;
    AuthorId inviter = null;
    boolean sound = true;
    Cursor fields = new Cursor().wrap(plain, 0, plain.length);
    while (sound && fields.nextField()) {
      int at = fields.dataOffset();
      int length = fields.dataLength();
      switch (fields.fieldNumber()) {
        case 1 -> type = new String(plain, at, length, StandardCharsets.UTF_8);
        case 2 -> sound = length == KEY_ENTRY_BYTES && addKey(keys, plain, at);
        case 3 -> grant = length == Hash.BYTES ? Hash.of(plain, at) : null;
        case 4 -> inviter = length == AuthorId.BYTES ? AuthorId.of(plain, at) : null;
        case 5 -> {
          sound = length == AuthorId.BYTES && peers.size() < Limits.MEMBERS_MAX;
          if (sound) {
            peers.add(AuthorId.of(plain, at));
          }
        }
        case 6 -> sound = addPlace(places, plain, at, length);
        case 7 -> intentions = fields.value();
        default -> {}
      }
    }
    sound &= intentions >>> 31 == 0;
    if (!sound || fields.malformed() || grant == null || inviter == null) {
      return Verdict.JOIN_BOX_MALFORMED;
    }
    box = new JoinBox(type, keys, grant, inviter, peers, places, intentions);
    return Verdict.OK;
  }

  private static boolean addPlace(List<PeerPlace> places, byte[] plain, int at, int length) {
    if (length <= AuthorId.BYTES || places.size() == Limits.JOIN_PLACES_MAX) {
      return false;
    }
    int address = at + AuthorId.BYTES;
    String text = new String(plain, address, length - AuthorId.BYTES, StandardCharsets.UTF_8);
    places.add(new PeerPlace(AuthorId.of(plain, at), text));
    return PeerPlace.isSound(text);
  }

  private static boolean addKey(List<EpochKey> keys, byte[] plain, int at) {
    EpochKey key = EpochKey.of(plain, at + EpochId.BYTES);
    keys.add(key);
    return key.id().matches(plain, at) && keys.size() <= Limits.EPOCH_KEYS_MAX;
  }

  private static byte[] boxKey(
      byte[] shared, StoreId store, byte[] ephemeral, AuthorId joiner, Hash binding) {
    byte[] info =
        ByteBuffer.allocate(INFO.length + StoreId.BYTES + X25519.BYTES + AuthorId.BYTES)
            .put(INFO)
            .put(store.toBytes())
            .put(ephemeral, 0, X25519.BYTES)
            .put(joiner.toBytes())
            .array();
    byte[] boxKey = new byte[Aead.KEY_BYTES];
    Hkdf.sha256(shared, binding.toBytes(), info, boxKey);
    return boxKey;
  }
}
