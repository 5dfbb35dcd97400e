package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import java.util.TreeMap;

/**
 * Gathers the members of one store and signs a {@link Manifest} of them. Order does not matter;
 * whoever is named twice counts as named last. Cold.
 */
public final class ManifestWriter {
  private final StoreId store;
  private final TreeMap<AuthorId, Integer> members = new TreeMap<>();
  private final TreeMap<AuthorId, Cut> out = new TreeMap<>();
  private AuthorId creator = AuthorId.ZERO;
  private int nonce;
  private boolean clear;

  private record Cut(int height, Hash tip) {}

  /** A manifest of a sealed store, without members. */
  public ManifestWriter(StoreId store) {
    this.store = store;
  }

  /** Who made the store, and the nonce that its id is derived from. */
  public ManifestWriter creator(AuthorId newCreator, int newNonce) {
    creator = newCreator;
    nonce = newNonce;
    return this;
  }

  /** What members say is not sealed. */
  public ManifestWriter clear() {
    clear = true;
    return this;
  }

  /** A member of one of the roles of {@link Manifest}. */
  public ManifestWriter member(AuthorId key, int role, boolean dormant) {
    out.remove(key);
    members.put(key, dormant ? role | Manifest.DORMANT : role);
    return this;
  }

  /** Somebody of whom nothing stays. */
  public ManifestWriter out(AuthorId key) {
    return out(key, new Cut(0, null));
  }

  /** Somebody whose chain stays up to {@code tip} at {@code height}, from 1. */
  public ManifestWriter out(AuthorId key, int height, Hash tip) {
    return out(key, new Cut(height, tip));
  }

  private ManifestWriter out(AuthorId key, Cut cut) {
    members.remove(key);
    out.put(key, cut);
    return this;
  }

  /**
   * Signs it.
   *
   * @param sequence from 1, greater than that of any manifest before
   * @throws IllegalArgumentException there are more members, or more who are out, than fit
   */
  public Manifest sign(long sequence, long writtenMs, Signer signer) {
    if (members.size() > Limits.MEMBERS_MAX || out.size() > Limits.MANIFEST_OUT_MAX) {
      throw new IllegalArgumentException(
          members.size() + " members and " + out.size() + " who are out");
    }
    int lists = members.size() * Manifest.MEMBER_BYTES + out.size() * Manifest.OUT_BYTES;
    byte[] bytes = new byte[Manifest.FIXED_BYTES + lists + Manifest.SIGNER_BYTES];
    bytes[0] = Manifest.VERSION;
    store.write(bytes, Manifest.STORE_AT);
    creator.write(bytes, Manifest.CREATOR_AT);
    BigEndian.putInt(bytes, Manifest.NONCE_AT, nonce);
    BigEndian.putLong(bytes, Manifest.SEQUENCE_AT, sequence);
    BigEndian.putLong(bytes, Manifest.WRITTEN_AT, writtenMs);
    bytes[Manifest.SEALED_AT] = (byte) (clear ? 2 : 1);
    BigEndian.putShort(bytes, Manifest.MEMBERS_AT, members.size());
    BigEndian.putShort(bytes, Manifest.OUT_AT, out.size());
    int at = writeLists(bytes);
    signer.publicKey(bytes, at);
    at += AuthorId.BYTES;
    Manifest.CONTEXT.sign(signer, bytes, at);
    return Manifest.of(bytes);
  }

  private int writeLists(byte[] bytes) {
    int at = Manifest.FIXED_BYTES;
    for (var member : members.entrySet()) {
      member.getKey().write(bytes, at);
      bytes[at + AuthorId.BYTES] = member.getValue().byteValue();
      at += Manifest.MEMBER_BYTES;
    }
    for (var gone : out.entrySet()) {
      gone.getKey().write(bytes, at);
      Cut cut = gone.getValue();
      BigEndian.putInt(bytes, at + AuthorId.BYTES, cut.height);
      if (cut.tip != null) {
        cut.tip.write(bytes, at + AuthorId.BYTES + 4);
      }
      at += Manifest.OUT_BYTES;
    }
    return at;
  }
}
