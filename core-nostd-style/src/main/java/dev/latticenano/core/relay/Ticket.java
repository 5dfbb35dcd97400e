package dev.latticenano.core.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.crypto.Base58Check;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.SigningContext;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import java.util.Arrays;

/**
 * A relay's promise of space, as its operator hands it over: whoever has the text may bring stores.
 * Source: docs/relay.md §2.
 *
 * <pre>
 *  0  1 version, 1
 *  1 32 relay's key
 * 33 16 number, random
 * 49  8 bytes of all its stores together
 * 57  8 to be redeemed before, Unix ms; 0: whenever
 * 65  8 serves until, Unix ms; 0: for ever
 * 73  2 stores, 1 to 4096
 * 75  1 kind: 1 any store, 2 the one that follows
 * 76 48 of kind 2: store id 16 ‖ its owner's key 32
 *    64 signature of BLAKE3 derive-key(all before)
 * </pre>
 *
 * Numbers are big-endian. A value: it owns its bytes.
 */
public final class Ticket {
  /** Stores that one ticket may be good for. */
  public static final int STORES_MAX = 4096;

  /** Bytes of a ticket's number. */
  public static final int NUMBER_BYTES = 16;

  /** Bytes of space that a ticket may promise. */
  public static final long SPACE_MAX = 1L << 62;

  /** Bytes of the longest. */
  public static final int BYTES_MAX = 76 + StoreId.BYTES + AuthorId.BYTES + Signer.SIGNATURE_BYTES;

  private static final String PREFIX = "ltk";
  private static final int TEXT_VERSION = 0x52;
  private static final SigningContext CONTEXT =
      new SigningContext("lattice-nano 2026-11 relay ticket");
  private static final int TEXT_MAX = 512;
  private static final int VERSION = 1;
  private static final int RELAY_AT = 1;
  private static final int NUMBER_AT = RELAY_AT + AuthorId.BYTES;
  private static final int SPACE_AT = NUMBER_AT + NUMBER_BYTES;
  private static final int REDEEM_AT = SPACE_AT + 8;
  private static final int UNTIL_AT = REDEEM_AT + 8;
  private static final int STORES_AT = UNTIL_AT + 8;
  private static final int KIND_AT = STORES_AT + 2;
  private static final int STORE_AT = KIND_AT + 1;
  private static final int OWNER_AT = STORE_AT + StoreId.BYTES;
  private static final int ANY_STORE = 1;
  private static final int ONE_STORE = 2;

  private final byte[] bytes;

  private Ticket(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * What a ticket promises.
   *
   * @param space bytes of all its stores together, 1 to {@link #SPACE_MAX}
   * @param redeemBeforeMs Unix ms, or 0 for whenever
   * @param untilMs Unix ms, or 0 for ever
   * @param stores 1 to {@link #STORES_MAX}
   */
  public record Promise(long space, long redeemBeforeMs, long untilMs, int stores) {
    private boolean isSound() {
      return space >= 1
          && space <= SPACE_MAX
          && redeemBeforeMs >= 0
          && untilMs >= 0
          && stores >= 1
          && stores <= STORES_MAX;
    }
  }

  /**
   * A ticket for any stores.
   *
   * @param number {@link #NUMBER_BYTES} fresh random bytes
   * @throws IllegalArgumentException the promise is out of its ranges
   */
  public static Ticket sign(Signer relay, byte[] number, Promise promise) {
    byte[] bytes = new byte[STORE_AT + Signer.SIGNATURE_BYTES];
    bytes[KIND_AT] = ANY_STORE;
    return finish(relay, number, promise, bytes);
  }

  /**
   * A ticket for one store whose owner the operator vouches for.
   *
   * @param number {@link #NUMBER_BYTES} fresh random bytes
   * @throws IllegalArgumentException the promise is out of its ranges, or for several stores
   */
  public static Ticket sign(
      Signer relay, byte[] number, Promise promise, StoreId store, AuthorId owner) {
    byte[] bytes = new byte[OWNER_AT + AuthorId.BYTES + Signer.SIGNATURE_BYTES];
    bytes[KIND_AT] = ONE_STORE;
    store.write(bytes, STORE_AT);
    owner.write(bytes, OWNER_AT);
    return finish(relay, number, promise, bytes);
  }

  private static Ticket finish(Signer relay, byte[] number, Promise promise, byte[] bytes) {
    bytes[0] = VERSION;
    relay.publicKey(bytes, RELAY_AT);
    System.arraycopy(number, 0, bytes, NUMBER_AT, NUMBER_BYTES);
    BigEndian.putLong(bytes, SPACE_AT, promise.space);
    BigEndian.putLong(bytes, REDEEM_AT, promise.redeemBeforeMs);
    BigEndian.putLong(bytes, UNTIL_AT, promise.untilMs);
    BigEndian.putShort(bytes, STORES_AT, promise.stores);
    if (!promise.isSound() || bytes[KIND_AT] == ONE_STORE && promise.stores != 1) {
      throw new IllegalArgumentException("no ticket promises " + promise);
    }
    int signed = bytes.length - Signer.SIGNATURE_BYTES;
    CONTEXT.sign(relay, bytes, signed);
    return new Ticket(bytes);
  }

  /** Which rule {@code text} breaks as a ticket; OK for none. */
  public static Verdict check(String text, Verifier verifier) {
    byte[] bytes = decode(text);
    return bytes == null ? Verdict.TICKET_TEXT_WRONG : check(bytes, verifier);
  }

  /** Which rule these bytes break as a ticket; OK for none. */
  public static Verdict check(byte[] bytes, Verifier verifier) {
    if (!isFormed(bytes)) {
      return Verdict.TICKET_MALFORMED;
    }
    int signed = bytes.length - Signer.SIGNATURE_BYTES;
    boolean right = CONTEXT.isSigned(verifier, bytes, RELAY_AT, signed);
    return right ? Verdict.OK : Verdict.TICKET_SIGNATURE_WRONG;
  }

  private static boolean isFormed(byte[] bytes) {
    if (bytes.length < STORE_AT + Signer.SIGNATURE_BYTES || bytes[0] != VERSION) {
      return false;
    }
    Ticket ticket = new Ticket(bytes);
    int named = OWNER_AT + AuthorId.BYTES + Signer.SIGNATURE_BYTES;
    boolean kind =
        switch (bytes[KIND_AT]) {
          case ANY_STORE -> bytes.length == STORE_AT + Signer.SIGNATURE_BYTES;
          case ONE_STORE -> bytes.length == named && ticket.promise().stores == 1;
          default -> false;
        };
    return kind && ticket.promise().isSound();
  }

  private static byte[] decode(String text) {
    if (!text.startsWith(PREFIX) || text.length() > TEXT_MAX) {
      return null;
    }
    try {
      return Base58Check.decode(TEXT_VERSION, text.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * The ticket that {@code text} spells.
   *
   * @throws IllegalArgumentException {@link #check} does not say OK
   */
  public static Ticket parse(String text, Verifier verifier) {
    Verdict verdict = check(text, verifier);
    if (verdict != Verdict.OK) {
      throw new IllegalArgumentException("not a ticket: " + verdict);
    }
    return new Ticket(decode(text));
  }

  /**
   * The ticket in these bytes, which it keeps.
   *
   * @throws IllegalArgumentException they have not the form of one
   */
  public static Ticket of(byte[] bytes) {
    if (!isFormed(bytes)) {
      throw new IllegalArgumentException("no ticket");
    }
    return new Ticket(bytes);
  }

  /** Bytes of the ticket that {@code bytes} begin with, by its kind. */
  static int length(byte[] bytes) {
    int named = bytes[KIND_AT] == ONE_STORE ? OWNER_AT + AuthorId.BYTES : STORE_AT;
    return named + Signer.SIGNATURE_BYTES;
  }

  /** The ticket as people copy it. */
  public String text() {
    return PREFIX + Base58Check.encode(TEXT_VERSION, bytes);
  }

  /** Whose promise this is: the relay's key. */
  public AuthorId relay() {
    return AuthorId.of(bytes, RELAY_AT);
  }

  /** Its number, {@link #NUMBER_BYTES}, as a new array. */
  public byte[] number() {
    return Arrays.copyOfRange(bytes, NUMBER_AT, SPACE_AT);
  }

  /** What it promises. */
  public Promise promise() {
    return new Promise(
        BigEndian.longAt(bytes, SPACE_AT),
        BigEndian.longAt(bytes, REDEEM_AT),
        BigEndian.longAt(bytes, UNTIL_AT),
        BigEndian.shortAt(bytes, STORES_AT));
  }

  /** The one store it is good for; null if it is good for any. */
  public StoreId store() {
    return bytes[KIND_AT] == ONE_STORE ? StoreId.of(bytes, STORE_AT) : null;
  }

  /** The owner of that store, by the operator's word; null if it is good for any. */
  public AuthorId owner() {
    return bytes[KIND_AT] == ONE_STORE ? AuthorId.of(bytes, OWNER_AT) : null;
  }

  /** A copy of its bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public String toString() {
    return "ticket of relay " + relay().shortText() + " for " + promise();
  }
}
