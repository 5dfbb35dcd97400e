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
 * What a relay says that it holds of one store, signed and counted: two of them can prove that it
 * withheld, rolled back or forked. Source: docs/relay.md §7.
 *
 * <pre>
 *   0  1 version, 1
 *   1 32 relay's key
 *  33 16 store id
 *  49  8 counter, from 1, rising
 *  57  8 made at, Unix ms
 *  65  8 sequence of the manifest in force
 *  73  8 prune receipts so far
 *  81  8 intentions in its set
 *  89 32 digest of its set
 * 121 32 BLAKE3 of the list
 * 153  4 authors n in the list
 * 157 64 signature of BLAKE3 derive-key(all before)
 * 221 72·n list: author's key 32 ‖ floor u32 ‖ height u32 ‖ tip 32, rising by key
 * </pre>
 *
 * Numbers are big-endian. A value: it owns its bytes. The head alone proves what the list is.
 */
public final class Statement {
  /** Bytes before the list. */
  public static final int HEAD_BYTES;

  /** Bytes of the longest. */
  public static final int BYTES_MAX;

  static final int VERSION = 1;
  static final int RELAY_AT = 1;
  static final int STORE_AT = RELAY_AT + AuthorId.BYTES;
  static final int COUNTER_AT = STORE_AT + StoreId.BYTES;
  static final int TIME_AT = COUNTER_AT + 8;
  static final int MANIFEST_AT = TIME_AT + 8;
  static final int RECEIPTS_AT = MANIFEST_AT + 8;
  static final int COUNT_AT = RECEIPTS_AT + 8;
  static final int DIGEST_AT = COUNT_AT + 8;
  static final int LIST_AT = DIGEST_AT + Hash.BYTES;
  static final int AUTHORS_AT = LIST_AT + Hash.BYTES;
  static final int SIGNATURE_AT = AUTHORS_AT + 4;
  static final int FLOOR_AT = AuthorId.BYTES;
  static final int HEIGHT_AT = FLOOR_AT + 4;
  static final int TIP_AT = HEIGHT_AT + 4;
  static final int ENTRY_BYTES = TIP_AT + Hash.BYTES;
  static final SigningContext CONTEXT = new SigningContext("lattice-nano 2026-11 relay statement");

  static {
    HEAD_BYTES = SIGNATURE_AT + Signer.SIGNATURE_BYTES;
    BYTES_MAX = HEAD_BYTES + Limits.AUTHORS_MAX * ENTRY_BYTES;
  }

  private final byte[] bytes;

  private Statement(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Which rule these bytes break as a statement of the relay in them; OK for none. */
  public static Verdict check(byte[] bytes, Verifier verifier) {
    if (!isFormed(bytes)) {
      return Verdict.STATEMENT_MALFORMED;
    }
    byte[] list = new byte[Hash.BYTES];
    Blake3.plain().hash(bytes, HEAD_BYTES, bytes.length - HEAD_BYTES, list, 0);
    boolean right =
        Arrays.equals(list, 0, Hash.BYTES, bytes, LIST_AT, LIST_AT + Hash.BYTES)
            && CONTEXT.isSigned(verifier, bytes, RELAY_AT, SIGNATURE_AT);
    return right ? Verdict.OK : Verdict.STATEMENT_SIGNATURE_WRONG;
  }

  /**
   * The statement in these bytes, which it keeps.
   *
   * @throws IllegalArgumentException they have not the form of one
   */
  public static Statement of(byte[] bytes) {
    if (!isFormed(bytes)) {
      throw new IllegalArgumentException("no statement");
    }
    return new Statement(bytes);
  }

  private static boolean isFormed(byte[] bytes) {
    if (bytes.length < HEAD_BYTES || bytes[0] != VERSION) {
      return false;
    }
    Statement statement = new Statement(bytes);
    long authors = BigEndian.unsignedIntAt(bytes, AUTHORS_AT);
    return authors <= Limits.AUTHORS_MAX
        && bytes.length == HEAD_BYTES + authors * ENTRY_BYTES
        && statement.counter() >= 1
        && statement.timeMs() >= 0
        && statement.manifestSequence() >= 1
        && statement.receipts() >= 0
        && statement.count() >= 0
        && statement.isOrdered();
  }

  private boolean isOrdered() {
    for (int i = 0; i < authors(); i++) {
      boolean named = !Hash.isZero(bytes, entryAt(i) + TIP_AT);
      if (floor(i) < 0 || height(i) < floor(i) || named != height(i) > 0) {
        return false;
      }
    }
    return RisingRows.rise(bytes, HEAD_BYTES, ENTRY_BYTES, authors());
  }

  private static int entryAt(int index) {
    return HEAD_BYTES + index * ENTRY_BYTES;
  }

  /** Who says it. */
  public AuthorId relay() {
    return AuthorId.of(bytes, RELAY_AT);
  }

  /** Of which store. */
  public StoreId store() {
    return StoreId.of(bytes, STORE_AT);
  }

  /** From 1; no two statements of one relay and store have the same. */
  public long counter() {
    return BigEndian.longAt(bytes, COUNTER_AT);
  }

  /** When it was made, by the relay's clock; Unix ms. */
  public long timeMs() {
    return BigEndian.longAt(bytes, TIME_AT);
  }

  /** Sequence of the manifest that was in force. */
  public long manifestSequence() {
    return BigEndian.longAt(bytes, MANIFEST_AT);
  }

  /** Counter of the last prune receipt; 0: nothing was ever pruned. */
  public long receipts() {
    return BigEndian.longAt(bytes, RECEIPTS_AT);
  }

  /** Intentions in the set, what was pruned included. */
  public long count() {
    return BigEndian.longAt(bytes, COUNT_AT);
  }

  /** Digest of the set: docs/protocol.md §13. */
  public Hash digest() {
    return Hash.of(bytes, DIGEST_AT);
  }

  /** Authors listed. */
  public int authors() {
    return BigEndian.intAt(bytes, AUTHORS_AT);
  }

  /** Key of an author, 0 to {@link #authors} − 1, by rising key. */
  public AuthorId author(int index) {
    return AuthorId.of(bytes, entryAt(index));
  }

  /** Up to which height this author's chain was pruned; 0: not at all. */
  public int floor(int index) {
    return BigEndian.intAt(bytes, entryAt(index) + FLOOR_AT);
  }

  /** Height of this author's sound chain; 0 if two of its intentions are first. */
  public int height(int index) {
    return BigEndian.intAt(bytes, entryAt(index) + HEIGHT_AT);
  }

  /** The intention at that height; {@link Hash#ZERO} at height 0. */
  public Hash tip(int index) {
    return Hash.of(bytes, entryAt(index) + TIP_AT);
  }

  /** The place of {@code key} among the authors, or a negative number. */
  public int find(AuthorId key) {
    return RisingRows.find(bytes, HEAD_BYTES, ENTRY_BYTES, authors(), key.toBytes(), 0);
  }

  /** A copy of its bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public String toString() {
    return "statement " + counter() + " of relay " + relay().shortText() + " on store " + store();
  }
}
