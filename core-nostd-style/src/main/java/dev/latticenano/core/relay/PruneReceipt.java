package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.SigningContext;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;

/**
 * What a relay dropped of one store in one prune, and on whose word, signed and counted. Source:
 * docs/relay.md §6.
 *
 * <pre>
 *   0  1 version, 1
 *   1 32 relay's key
 *  33 16 store id
 *  49  8 counter, from 1, one more than the last
 *  57  8 made at, Unix ms
 *  65  8 intentions dropped
 *  73  8 bytes of them
 *  81  2 authors n whose floor rose, from 1
 *  83  2 acks m
 *  85 68·n author's key 32 ‖ new floor u32 ‖ hash 32 of the intention there, rising by key
 *     32·m hashes of the voters' intentions whose pasts hold all that went, rising
 *     64 signature of BLAKE3 derive-key(all before)
 * </pre>
 *
 * Numbers are big-endian. A value: it owns its bytes.
 */
public final class PruneReceipt {
  /** Bytes of the longest. */
  public static final int BYTES_MAX;

  static final int VERSION = 1;
  static final int RELAY_AT = 1;
  static final int STORE_AT = RELAY_AT + AuthorId.BYTES;
  static final int COUNTER_AT = STORE_AT + StoreId.BYTES;
  static final int TIME_AT = COUNTER_AT + 8;
  static final int INTENTIONS_AT = TIME_AT + 8;
  static final int DROPPED_BYTES_AT = INTENTIONS_AT + 8;
  static final int AUTHORS_AT = DROPPED_BYTES_AT + 8;
  static final int ACKS_AT = AUTHORS_AT + 2;
  static final int FIXED_BYTES = ACKS_AT + 2;
  static final int FLOOR_AT = AuthorId.BYTES;
  static final int HASH_AT = FLOOR_AT + 4;
  static final int ENTRY_BYTES = HASH_AT + Hash.BYTES;
  static final SigningContext CONTEXT =
      new SigningContext("lattice-nano 2026-11 relay prune receipt");

  static {
    int lists = Limits.RECEIPT_AUTHORS_MAX * ENTRY_BYTES + Limits.MEMBERS_MAX * Hash.BYTES;
    BYTES_MAX = FIXED_BYTES + lists + Signer.SIGNATURE_BYTES;
  }

  private final byte[] bytes;

  private PruneReceipt(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Which rule these bytes break as a receipt of the relay in them; OK for none. */
  public static Verdict check(byte[] bytes, Verifier verifier) {
    if (!isFormed(bytes)) {
      return Verdict.RECEIPT_MALFORMED;
    }
    int signed = bytes.length - Signer.SIGNATURE_BYTES;
    boolean right = CONTEXT.isSigned(verifier, bytes, RELAY_AT, signed);
    return right ? Verdict.OK : Verdict.RECEIPT_SIGNATURE_WRONG;
  }

  /**
   * The receipt in these bytes, which it keeps.
   *
   * @throws IllegalArgumentException they have not the form of one
   */
  public static PruneReceipt of(byte[] bytes) {
    if (!isFormed(bytes)) {
      throw new IllegalArgumentException("no prune receipt");
    }
    return new PruneReceipt(bytes);
  }

  private static boolean isFormed(byte[] bytes) {
    if (bytes.length < FIXED_BYTES + Signer.SIGNATURE_BYTES || bytes[0] != VERSION) {
      return false;
    }
    PruneReceipt receipt = new PruneReceipt(bytes);
    int authors = receipt.authors();
    int acks = receipt.acks();
    return authors >= 1
        && authors <= Limits.RECEIPT_AUTHORS_MAX
        && acks >= 1
        && acks <= Limits.MEMBERS_MAX
        && bytes.length == receipt.ackAt(acks) + Signer.SIGNATURE_BYTES
        && receipt.counter() >= 1
        && receipt.timeMs() >= 0
        && receipt.intentions() >= 0
        && receipt.droppedBytes() >= 0
        && receipt.isOrdered();
  }

  private boolean isOrdered() {
    for (int i = 0; i < authors(); i++) {
      if (floor(i) < 1) {
        return false;
      }
    }
    return RisingRows.rise(bytes, entryAt(0), ENTRY_BYTES, authors())
        && RisingRows.rise(bytes, ackAt(0), Hash.BYTES, acks());
  }

  private static int entryAt(int index) {
    return FIXED_BYTES + index * ENTRY_BYTES;
  }

  private int ackAt(int index) {
    return entryAt(authors()) + index * Hash.BYTES;
  }

  /** Who dropped it. */
  public AuthorId relay() {
    return AuthorId.of(bytes, RELAY_AT);
  }

  /** Of which store. */
  public StoreId store() {
    return StoreId.of(bytes, STORE_AT);
  }

  /** From 1, one more than the receipt before of this relay and store. */
  public long counter() {
    return BigEndian.longAt(bytes, COUNTER_AT);
  }

  /** When, by the relay's clock; Unix ms. */
  public long timeMs() {
    return BigEndian.longAt(bytes, TIME_AT);
  }

  /** How many intentions went. */
  public long intentions() {
    return BigEndian.longAt(bytes, INTENTIONS_AT);
  }

  /** Bytes of the signed intentions that went. */
  public long droppedBytes() {
    return BigEndian.longAt(bytes, DROPPED_BYTES_AT);
  }

  /** Authors whose floor rose. */
  public int authors() {
    return BigEndian.shortAt(bytes, AUTHORS_AT);
  }

  /** Key of one of these, by rising key. */
  public AuthorId author(int index) {
    return AuthorId.of(bytes, entryAt(index));
  }

  /** The floor of this one from then on. */
  public int floor(int index) {
    return BigEndian.intAt(bytes, entryAt(index) + FLOOR_AT);
  }

  /** The intention at that floor. */
  public Hash floorHash(int index) {
    return Hash.of(bytes, entryAt(index) + HASH_AT);
  }

  /** Voters on whose word it went. */
  public int acks() {
    return BigEndian.shortAt(bytes, ACKS_AT);
  }

  /** The intention of a voter whose past holds all that went. */
  public Hash ack(int index) {
    return Hash.of(bytes, ackAt(index));
  }

  /** A copy of its bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public String toString() {
    return "prune receipt " + counter() + " of relay " + relay().shortText() + ", store " + store();
  }
}
