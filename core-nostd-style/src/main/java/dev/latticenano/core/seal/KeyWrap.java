package dev.latticenano.core.seal;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Aead;
import dev.latticenano.core.crypto.ChaCha20Poly1305;
import dev.latticenano.core.crypto.Entropy;
import dev.latticenano.core.crypto.Hkdf;
import dev.latticenano.core.crypto.KeyAgreement;
import dev.latticenano.core.crypto.X25519;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.EpochChangeView;
import dev.latticenano.core.intention.EpochChangeWriter;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.StoreId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.TreeSet;

/**
 * How an epoch key reaches the members of a store, inside an epoch change.
 *
 * <pre>
 * secret   = X25519(ephemeral, recipient)
 * wrap key = HKDF-SHA256(secret, salt = epoch id,
 *                        info = "lattice-nano epoch wrap" ‖ store id ‖ ephemeral ‖ recipient)
 * wrapped  = ChaCha20-Poly1305(wrap key, zero nonce, epoch key)
 * </pre>
 *
 * The ephemeral key serves one change, so every wrap key serves once and its nonce may be zero.
 * Cold; allocates. Not thread-safe. Source: docs/protocol.md §8.2.
 */
public final class KeyWrap {
  private static final byte[] INFO = "lattice-nano epoch wrap".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ZERO_NONCE = new byte[ChaCha20Poly1305.NONCE_BYTES];

  private final Aead cipher = new ChaCha20Poly1305();
  private EpochKey key;

  /** Whether a key can be wrapped for {@code member}: it is a point that somebody can hold. */
  public static boolean reaches(AuthorId member) {
    return X25519.ofEd25519(member.toBytes(), 0, new byte[X25519.BYTES], 0);
  }

  /**
   * The bytes of an epoch change that gives {@code key} to {@code members}.
   *
   * @param members 1 to {@link Limits#MEMBERS_MAX} different ones that {@link #reaches} holds for
   */
  public byte[] wrap(EpochKey key, StoreId store, Collection<AuthorId> members, Entropy entropy) {
    TreeSet<AuthorId> recipients = new TreeSet<>(members);
    if (recipients.isEmpty() || recipients.size() > Limits.MEMBERS_MAX) {
      throw new IllegalArgumentException(recipients.size() + " members");
    }
    byte[] secret = new byte[X25519.BYTES];
    entropy.fill(secret, 0, X25519.BYTES);
    byte[] ephemeral = new byte[X25519.BYTES];
    X25519.publicKey(secret, 0, ephemeral, 0);
    byte[] epochId = new byte[EpochId.BYTES];
    key.id().write(epochId, 0);
    byte[] wraps = new byte[EpochChangeView.WRAP_BYTES * recipients.size()];
    byte[] shared = new byte[X25519.BYTES];
    int at = 0;
    for (AuthorId recipient : recipients) {
      recipient.write(wraps, at);
      boolean agreed =
          X25519.ofEd25519(wraps, at, shared, 0) && X25519.agree(secret, 0, shared, 0, shared, 0);
      if (!agreed) {
        throw new IllegalArgumentException("no key reaches " + recipient.shortText());
      }
      byte[] wrapKey = wrapKey(shared, epochId, store, ephemeral, 0, recipient);
      cipher.begin(wrapKey, 0, ZERO_NONCE, 0);
      cipher.seal(key.bytes(), 0, EpochKey.BYTES, wraps, at + AuthorId.BYTES);
      at += EpochChangeView.WRAP_BYTES;
    }
    Arrays.fill(secret, (byte) 0);
    EpochChangeWriter writer =
        new EpochChangeWriter()
            .epochId(epochId, 0)
            .ephemeral(ephemeral, 0)
            .wraps(wraps, 0, recipients.size());
    byte[] change = new byte[writer.length()];
    writer.write(change, 0, change.length);
    return change;
  }

  /**
   * Takes the key for {@code own} out of a checked epoch change.
   *
   * @return OK, and {@link #key} is the key; SEALED_NO_KEY if it is not wrapped for this node;
   *     WRAP_BROKEN if what is wrapped for it is not this epoch's key
   */
  public Verdict unwrap(EpochChangeView change, StoreId store, KeyAgreement own) {
    key = null;
    byte[] recipient = new byte[AuthorId.BYTES];
    own.publicKey(recipient, 0);
    int index = change.find(recipient, 0);
    if (index < 0) {
      return Verdict.SEALED_NO_KEY;
    }
    byte[] bytes = change.bytes();
    byte[] shared = new byte[KeyAgreement.SHARED_BYTES];
    if (!own.agree(bytes, change.ephemeralOffset(), shared, 0)) {
      return Verdict.WRAP_BROKEN;
    }
    byte[] epochId =
        Arrays.copyOfRange(bytes, change.epochIdOffset(), change.epochIdOffset() + EpochId.BYTES);
    byte[] wrapKey =
        wrapKey(shared, epochId, store, bytes, change.ephemeralOffset(), AuthorId.of(recipient, 0));
    cipher.begin(wrapKey, 0, ZERO_NONCE, 0);
    byte[] plain = new byte[EpochKey.BYTES];
    int opened =
        cipher.open(bytes, change.wrappedOffset(index), EpochChangeView.WRAPPED_BYTES, plain, 0);
    if (opened < 0) {
      return Verdict.WRAP_BROKEN;
    }
    EpochKey found = EpochKey.of(plain, 0);
    if (!found.id().matches(epochId, 0)) {
      return Verdict.WRAP_BROKEN;
    }
    key = found;
    return Verdict.OK;
  }

  /** The key that the last {@link #unwrap} took out; null if it took none. */
  public EpochKey key() {
    return key;
  }

  private static byte[] wrapKey(
      byte[] shared,
      byte[] epochId,
      StoreId store,
      byte[] ephemeral,
      int ephemeralOffset,
      AuthorId recipient) {
    byte[] info =
        ByteBuffer.allocate(INFO.length + StoreId.BYTES + X25519.BYTES + AuthorId.BYTES)
            .put(INFO)
            .put(store.toBytes())
            .put(ephemeral, ephemeralOffset, X25519.BYTES)
            .put(recipient.toBytes())
            .array();
    byte[] wrapKey = new byte[Aead.KEY_BYTES];
    Hkdf.sha256(shared, epochId, info, wrapKey);
    return wrapKey;
  }
}
