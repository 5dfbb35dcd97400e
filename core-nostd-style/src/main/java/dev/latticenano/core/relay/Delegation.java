package dev.latticenano.core.relay;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.SigningContext;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;

/**
 * A member lets another key speak for it at relays, for a while. Source: docs/relay.md §4.
 *
 * <pre>
 *  0 32 member's key
 * 32 32 the key that may speak for it
 * 64 16 store id
 * 80  8 until, Unix ms, by the relay's clock
 * 88  1 rights: 1 reads, 2 reads and sends
 * 89 64 member's signature of BLAKE3 derive-key(all before)
 * </pre>
 *
 * Numbers are big-endian. A value: it owns its bytes.
 */
public final class Delegation {
  /** Bytes of one. */
  public static final int BYTES = 153;

  /** The other key is shown the store. */
  public static final int READ = 1;

  /** It also brings what is new. */
  public static final int SEND = 2;

  private static final int OTHER_AT = AuthorId.BYTES;
  private static final int STORE_AT = OTHER_AT + AuthorId.BYTES;
  private static final int UNTIL_AT = STORE_AT + StoreId.BYTES;
  private static final int RIGHTS_AT = UNTIL_AT + 8;
  private static final int SIGNED_BYTES = RIGHTS_AT + 1;
  private static final SigningContext CONTEXT =
      new SigningContext("lattice-nano 2026-11 relay delegation");

  private final byte[] bytes;

  private Delegation(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Lets {@code other} speak for whoever signs.
   *
   * @param untilMs Unix ms, by the relay's clock
   * @param rights {@link #READ} or {@link #SEND}
   * @throws IllegalArgumentException the time or the rights are out of their ranges
   */
  public static Delegation sign(
      Signer member, AuthorId other, StoreId store, long untilMs, int rights) {
    byte[] bytes = new byte[BYTES];
    member.publicKey(bytes, 0);
    other.write(bytes, OTHER_AT);
    store.write(bytes, STORE_AT);
    BigEndian.putLong(bytes, UNTIL_AT, untilMs);
    bytes[RIGHTS_AT] = (byte) rights;
    if (!isFormed(bytes)) {
      throw new IllegalArgumentException("until " + untilMs + ", rights " + rights);
    }
    CONTEXT.sign(member, bytes, SIGNED_BYTES);
    return new Delegation(bytes);
  }

  private static boolean isFormed(byte[] bytes) {
    boolean rights =
        bytes.length == BYTES && (bytes[RIGHTS_AT] == READ || bytes[RIGHTS_AT] == SEND);
    return rights && BigEndian.longAt(bytes, UNTIL_AT) >= 0;
  }

  /** The delegation in these bytes, which it keeps; null if they have not the form of one. */
  public static Delegation of(byte[] bytes) {
    return isFormed(bytes) ? new Delegation(bytes) : null;
  }

  /** True if the member signed it, by the strict rule of intentions. */
  public boolean isSigned(Verifier verifier) {
    return CONTEXT.isSigned(verifier, bytes, 0, SIGNED_BYTES);
  }

  /** Who lets the other speak. */
  public AuthorId member() {
    return AuthorId.of(bytes, 0);
  }

  /** Who may speak. */
  public AuthorId other() {
    return AuthorId.of(bytes, OTHER_AT);
  }

  /** About which store. */
  public StoreId store() {
    return StoreId.of(bytes, STORE_AT);
  }

  /** Until when, Unix ms. */
  public long untilMs() {
    return BigEndian.longAt(bytes, UNTIL_AT);
  }

  /** True if the other may bring what is new, too. */
  public boolean sends() {
    return bytes[RIGHTS_AT] == SEND;
  }

  /** A copy of its bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public String toString() {
    return member().shortText() + " lets " + other().shortText() + " speak until " + untilMs();
  }
}
