package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;

/**
 * A member's word that a store needs the chunks of one list and no others, as far as it knows: what
 * lets a relay let go of those that nobody names. The names travel apart. Source: docs/relay.md §6.
 *
 * <pre>
 *   0  1 version, 1
 *   1 16 store id
 *  17 32 member's key
 *  49  8 sequence, from 1, rising
 *  57 32 digest of the set that it was read from
 *  89  4 names in the list
 *  93 32 BLAKE3 of all names, one after the other, rising
 * 125 64 signature of BLAKE3 derive-key(all before)
 * </pre>
 *
 * Numbers are big-endian. A value: it owns its bytes.
 */
public final class ChunkList {
  /** Bytes of one. */
  public static final int BYTES;

  /** State is not where the log is: what is needed can be said a little later. */
  public static final Content NOT_YET = new Content(Hash.ZERO, 0, Hash.ZERO);

  static final int STORE_AT = 1;
  static final int MEMBER_AT = STORE_AT + StoreId.BYTES;
  static final int SEQUENCE_AT = MEMBER_AT + AuthorId.BYTES;
  static final int DIGEST_AT = SEQUENCE_AT + 8;
  static final int COUNT_AT = DIGEST_AT + Hash.BYTES;
  static final int NAMES_AT = COUNT_AT + 4;
  static final int SIGNATURE_AT = NAMES_AT + Hash.BYTES;
  private static final byte VERSION = 1;
  private static final String CONTEXT = "lattice-nano 2026-11 chunk list";

  static {
    BYTES = SIGNATURE_AT + Signer.SIGNATURE_BYTES;
  }

  private final byte[] bytes;

  private ChunkList(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * What a member reads from its state.
   *
   * @param digest of the set that the state follows from
   * @param count names in the list, at most {@code Limits.CARRIED_NAMES_MAX}
   * @param names the BLAKE3 of all of them, rising
   */
  public record Content(Hash digest, int count, Hash names) {}

  /** Signs one; {@code sequence} is greater than that of any before. */
  public static ChunkList sign(StoreId store, long sequence, Content content, Signer member) {
    byte[] bytes = new byte[BYTES];
    bytes[0] = VERSION;
    store.write(bytes, STORE_AT);
    member.publicKey(bytes, MEMBER_AT);
    BigEndian.putLong(bytes, SEQUENCE_AT, sequence);
    content.digest.write(bytes, DIGEST_AT);
    BigEndian.putInt(bytes, COUNT_AT, content.count);
    content.names.write(bytes, NAMES_AT);
    byte[] digest = digest(bytes);
    member.sign(digest, 0, digest.length, bytes, SIGNATURE_AT);
    return new ChunkList(bytes);
  }

  private static byte[] digest(byte[] bytes) {
    Blake3 blake3 = Blake3.deriving(CONTEXT);
    blake3.update(bytes, 0, SIGNATURE_AT);
    byte[] digest = new byte[Blake3.DIGEST_BYTES];
    blake3.digest(digest, 0);
    return digest;
  }

  /** Which rule these bytes break as the list of the member in them; OK for none. */
  public static Verdict check(byte[] bytes, Verifier verifier) {
    if (!isFormed(bytes)) {
      return Verdict.CHUNK_LIST_MALFORMED;
    }
    byte[] digest = digest(bytes);
    boolean right =
        verifier.verifyStrict(bytes, MEMBER_AT, digest, 0, digest.length, bytes, SIGNATURE_AT);
    return right ? Verdict.OK : Verdict.CHUNK_LIST_SIGNATURE_WRONG;
  }

  private static boolean isFormed(byte[] bytes) {
    if (bytes.length != BYTES || bytes[0] != VERSION) {
      return false;
    }
    long count = BigEndian.unsignedIntAt(bytes, COUNT_AT);
    return BigEndian.longAt(bytes, SEQUENCE_AT) >= 1 && count <= Limits.CARRIED_NAMES_MAX;
  }

  /**
   * The list in these bytes, which it keeps.
   *
   * @throws IllegalArgumentException they have not the form of one
   */
  public static ChunkList of(byte[] bytes) {
    if (!isFormed(bytes)) {
      throw new IllegalArgumentException("no chunk list");
    }
    return new ChunkList(bytes);
  }

  /** Of which store. */
  public StoreId store() {
    return StoreId.of(bytes, STORE_AT);
  }

  /** Who signed it. */
  public AuthorId member() {
    return AuthorId.of(bytes, MEMBER_AT);
  }

  /** From 1; the greater replaces the less. */
  public long sequence() {
    return BigEndian.longAt(bytes, SEQUENCE_AT);
  }

  /** What it says. */
  public Content content() {
    return new Content(
        Hash.of(bytes, DIGEST_AT), BigEndian.intAt(bytes, COUNT_AT), Hash.of(bytes, NAMES_AT));
  }

  /** A copy of its bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public String toString() {
    return "chunk list " + sequence() + " of " + member().shortText() + " on store " + store();
  }
}
