package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.SigningContext;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import java.util.Arrays;

/**
 * Who may do what with a store, as an owner tells a relay that cannot read it. Source:
 * docs/relay.md §3.
 *
 * <pre>
 *  0  1 version, 1
 *  1 16 store id
 * 17 32 creator's key, or zeros
 * 49  4 nonce of the store's id, or 0
 * 53  8 sequence, from 1
 * 61  8 written at, Unix ms
 * 69  1 1 sealed, 2 in the clear
 * 70  2 members m
 * 72  2 those who are out r
 * 74 33·m key 32 ‖ role 1, rising by key
 *    68·r key 32 ‖ height u32 ‖ hash 32, rising by key
 *    32 signer
 *    64 signature of BLAKE3 derive-key(all before)
 * </pre>
 *
 * Numbers are big-endian. A value: it owns its bytes. Looking a key up takes the logarithm of the
 * number of members and allocates nothing.
 */
public final class Manifest {
  /** Added to a role: the member is dormant, so nobody waits for its vote. */
  public static final int DORMANT = 16;

  /** Roles, as members have them: docs/members.md. */
  public static final int OWNER = 1;

  /** Writes and votes. */
  public static final int VOTER = 2;

  /** Keeps and forwards what others wrote. */
  public static final int CARRIER = 3;

  /** Reads. */
  public static final int READER = 4;

  /** Not in a manifest. */
  public static final int NONE = 0;

  /** Bytes of the longest. */
  public static final int BYTES_MAX;

  static final int VERSION = 1;
  static final int STORE_AT = 1;
  static final int CREATOR_AT = STORE_AT + StoreId.BYTES;
  static final int NONCE_AT = CREATOR_AT + AuthorId.BYTES;
  static final int SEQUENCE_AT = NONCE_AT + 4;
  static final int WRITTEN_AT = SEQUENCE_AT + 8;
  static final int SEALED_AT = WRITTEN_AT + 8;
  static final int MEMBERS_AT = SEALED_AT + 1;
  static final int OUT_AT = MEMBERS_AT + 2;
  static final int FIXED_BYTES = OUT_AT + 2;
  static final int MEMBER_BYTES = AuthorId.BYTES + 1;
  static final int OUT_BYTES = AuthorId.BYTES + 4 + Hash.BYTES;
  static final int SIGNER_BYTES = AuthorId.BYTES + Signer.SIGNATURE_BYTES;
  static final SigningContext CONTEXT = new SigningContext("lattice-nano 2026-11 relay manifest");

  static {
    int lists = Limits.MEMBERS_MAX * MEMBER_BYTES + Limits.MANIFEST_OUT_MAX * OUT_BYTES;
    BYTES_MAX = FIXED_BYTES + lists + SIGNER_BYTES;
  }

  private final byte[] bytes;
  private final int members;
  private final int out;

  private Manifest(byte[] bytes) {
    this.bytes = bytes;
    this.members = BigEndian.shortAt(bytes, MEMBERS_AT);
    this.out = BigEndian.shortAt(bytes, OUT_AT);
  }

  /** Which rule these bytes break as a manifest of whoever signed it; OK for none. */
  public static Verdict check(byte[] bytes, Verifier verifier) {
    if (!isFormed(bytes)) {
      return Verdict.MANIFEST_MALFORMED;
    }
    Manifest manifest = new Manifest(bytes);
    if (!manifest.hasOwner()) {
      return Verdict.MANIFEST_NO_OWNER;
    }
    if (!manifest.namesItsStore()) {
      return Verdict.MANIFEST_STORE_WRONG;
    }
    int signed = bytes.length - Signer.SIGNATURE_BYTES;
    boolean right = CONTEXT.isSigned(verifier, bytes, signed - AuthorId.BYTES, signed);
    return right ? Verdict.OK : Verdict.MANIFEST_SIGNATURE_WRONG;
  }

  /**
   * The manifest in these bytes, which it keeps.
   *
   * @throws IllegalArgumentException they have not the form of one
   */
  public static Manifest of(byte[] bytes) {
    if (!isFormed(bytes)) {
      throw new IllegalArgumentException("no manifest");
    }
    return new Manifest(bytes);
  }

  private static boolean isFormed(byte[] bytes) {
    if (bytes.length < FIXED_BYTES + SIGNER_BYTES || bytes[0] != VERSION) {
      return false;
    }
    Manifest manifest = new Manifest(bytes);
    boolean counted =
        manifest.members >= 1
            && manifest.members <= Limits.MEMBERS_MAX
            && manifest.out <= Limits.MANIFEST_OUT_MAX
            && bytes.length == manifest.outAt(manifest.out) + SIGNER_BYTES;
    return counted
        && manifest.sequence() >= 1
        && manifest.writtenMs() >= 0
        && (bytes[SEALED_AT] == 1 || bytes[SEALED_AT] == 2)
        && manifest.isOrdered();
  }

  private boolean isOrdered() {
    for (int i = 0; i < members; i++) {
      int role = bytes[memberAt(i) + AuthorId.BYTES] & ~DORMANT;
      if (role < OWNER || role > READER) {
        return false;
      }
    }
    for (int i = 0; i < out; i++) {
      int at = outAt(i);
      if (find(bytes, at, memberAt(0), MEMBER_BYTES, members) >= 0 || !isCut(at)) {
        return false;
      }
    }
    return RisingRows.rise(bytes, memberAt(0), MEMBER_BYTES, members)
        && RisingRows.rise(bytes, outAt(0), OUT_BYTES, out);
  }

  // Nothing stays, and then no hash is named; or something does, at a height from 1.
  private boolean isCut(int at) {
    int height = BigEndian.intAt(bytes, at + AuthorId.BYTES);
    boolean named = !AuthorId.isZero(bytes, at + AuthorId.BYTES + 4);
    return height >= 0 && named == height > 0;
  }

  private boolean hasOwner() {
    for (int i = 0; i < members; i++) {
      if (bytes[memberAt(i) + AuthorId.BYTES] == OWNER) {
        return true;
      }
    }
    return false;
  }

  private boolean namesItsStore() {
    if (!store().isDerived()) {
      return creator().equals(AuthorId.ZERO) && BigEndian.intAt(bytes, NONCE_AT) == 0;
    }
    int nonce = BigEndian.intAt(bytes, NONCE_AT);
    return StoreId.derive(Blake3.plain(), creator(), nonce).equals(store());
  }

  /**
   * Whether this one may take the place of what a relay has. It is sound by itself: {@link #check}.
   *
   * @param last what the relay has; null if it has none
   * @param named the owner that the ticket names; null if it names none
   */
  public Verdict follows(Manifest last, AuthorId named) {
    boolean may;
    if (last != null) {
      if (Arrays.equals(bytes, last.bytes)) {
        return Verdict.OK;
      }
      may = last.role(signer()) == OWNER;
    } else {
      AuthorId expected = named == null ? creator() : named;
      may = signer().equals(expected);
    }
    if (!may || last != null && !store().equals(last.store())) {
      return Verdict.MANIFEST_NOT_OWNER;
    }
    boolean newer = last == null || sequence() > last.sequence();
    return newer ? Verdict.OK : Verdict.MANIFEST_OLD;
  }

  /** True if both say the same of members; cuts, which only rise, may be others. */
  public boolean saysTheSame(Manifest other) {
    boolean same =
        members == other.members
            && out == other.out
            && isSealed() == other.isSealed()
            && Arrays.equals(
                bytes, memberAt(0), memberAt(members), other.bytes, memberAt(0), memberAt(members));
    for (int i = 0; same && i < out; i++) {
      same = other.cutHeight(bytes, outAt(i)) >= 0;
    }
    return same;
  }

  /** How many who are out it names. */
  public int outs() {
    return out;
  }

  /** The key of one who is out, 0 to {@link #outs} − 1, by rising key. */
  public AuthorId out(int index) {
    return AuthorId.of(bytes, outAt(index));
  }

  /** The store. */
  public StoreId store() {
    return StoreId.of(bytes, STORE_AT);
  }

  /** Who made it; zeros if its id does not say. */
  public AuthorId creator() {
    return AuthorId.of(bytes, CREATOR_AT);
  }

  /** From 1; the greater replaces the less. */
  public long sequence() {
    return BigEndian.longAt(bytes, SEQUENCE_AT);
  }

  /** When it was written, by its writer's clock; Unix ms. */
  public long writtenMs() {
    return BigEndian.longAt(bytes, WRITTEN_AT);
  }

  /** True if what the store's members say is sealed. */
  public boolean isSealed() {
    return bytes[SEALED_AT] == 1;
  }

  /** Who signed it. */
  public AuthorId signer() {
    return AuthorId.of(bytes, bytes.length - SIGNER_BYTES);
  }

  /** How many members it lists. */
  public int members() {
    return members;
  }

  /** The key of a member, 0 to {@link #members} − 1, by rising key. */
  public AuthorId member(int index) {
    return AuthorId.of(bytes, memberAt(index));
  }

  /** The role of {@code key} without {@link #DORMANT}; {@link #NONE} if it is no member. */
  public int role(AuthorId key) {
    return role(key.toBytes(), 0) & ~DORMANT;
  }

  /** The role of the key at {@code keys[offset]}, with {@link #DORMANT}; or {@link #NONE}. */
  public int role(byte[] keys, int offset) {
    int index = find(keys, offset, memberAt(0), MEMBER_BYTES, members);
    return index < 0 ? NONE : bytes[memberAt(index) + AuthorId.BYTES];
  }

  /** True if nothing that every voter has not seen may be dropped before this member has. */
  public boolean votes(byte[] keys, int offset) {
    int role = role(keys, offset);
    return role == OWNER || role == VOTER;
  }

  /**
   * Up to what height the chain of somebody who is out stays; −1 if the key at {@code keys[offset]}
   * is not named as out.
   */
  public int cutHeight(byte[] keys, int offset) {
    int index = find(keys, offset, outAt(0), OUT_BYTES, out);
    return index < 0 ? -1 : BigEndian.intAt(bytes, outAt(index) + AuthorId.BYTES);
  }

  /** The intention at that height; null if the key is not named, or nothing of it stays. */
  public Hash cut(byte[] keys, int offset) {
    int index = find(keys, offset, outAt(0), OUT_BYTES, out);
    boolean stays = index >= 0 && cutHeight(keys, offset) > 0;
    return stays ? Hash.of(bytes, outAt(index) + AuthorId.BYTES + 4) : null;
  }

  private int find(byte[] keys, int offset, int from, int width, int count) {
    return RisingRows.find(bytes, from, width, count, keys, offset);
  }

  private int memberAt(int index) {
    return FIXED_BYTES + index * MEMBER_BYTES;
  }

  private int outAt(int index) {
    return memberAt(members) + index * OUT_BYTES;
  }

  /** A copy of its bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public String toString() {
    return "manifest " + sequence() + " of store " + store() + ", " + members + " members";
  }
}
