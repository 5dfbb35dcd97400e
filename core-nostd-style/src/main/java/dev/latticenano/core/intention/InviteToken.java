package dev.latticenano.core.intention;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Base58;
import dev.latticenano.core.crypto.Base58Check;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import java.util.Arrays;

/**
 * What an inviter hands over out of band: which store, whom to ask, and the secret that opens the
 * door once. As text it is Base58Check, 124 characters that begin with {@code ubq}.
 *
 * <pre>
 * version 0x4C ‖ protobuf { 1 store_id 16, 2 secret 32, 3 inviter_pubkey 32 } ‖ checksum 4
 * </pre>
 *
 * The checksum is the first four bytes of SHA-256 of SHA-256 of all before it. Cold. Source:
 * docs/protocol.md §9, Rust engine {@code token.rs}.
 */
public final class InviteToken {
  /** Bytes of the secret. */
  public static final int SECRET_BYTES = 32;

  /** First byte of the text's bytes. */
  public static final int VERSION = 0x4C;

  private static final String INVITE_CONTEXT = "lattice-nano 2026-11 invite key";
  private static final int CHECKSUM_BYTES = 4;
  private static final int STORE = 1;
  private static final int SECRET = 2;
  private static final int INVITER = 3;

  private final StoreId store;
  private final byte[] secret;
  private final AuthorId inviter;

  private InviteToken(StoreId store, byte[] secret, AuthorId inviter) {
    this.store = store;
    this.secret = secret;
    this.inviter = inviter;
  }

  /** A token with the 32 bytes of {@code secret}, which are copied. */
  public static InviteToken of(StoreId store, byte[] secret, AuthorId inviter) {
    if (secret.length != SECRET_BYTES) {
      throw new IllegalArgumentException("a secret of " + secret.length + " bytes");
    }
    return new InviteToken(store, secret.clone(), inviter);
  }

  /** Whether {@code text} is a token. */
  public static Verdict check(String text) {
    byte[] raw = raw(text);
    if (raw == null) {
      return Verdict.TOKEN_TEXT;
    }
    int end = raw.length - CHECKSUM_BYTES;
    // Base58 has one text for each row of bytes, so a fitting checksum gives the same text again.
    if (end < 1
        || !Base58Check.encode(raw[0] & 0xFF, Arrays.copyOfRange(raw, 1, end)).equals(text)) {
      return Verdict.TOKEN_CHECKSUM;
    }
    if (raw[0] != VERSION) {
      return Verdict.TOKEN_VERSION;
    }
    if (!ProtoSchema.INVITE_TOKEN.accepts(raw, 1, end - 1)) {
      return Verdict.TOKEN_MALFORMED;
    }
    return read(raw, end) == null ? Verdict.TOKEN_FIELD_LENGTH : Verdict.OK;
  }

  /**
   * The token that {@code text} spells.
   *
   * @throws IllegalArgumentException {@link #check} does not say OK
   */
  public static InviteToken parse(String text) {
    if (check(text) != Verdict.OK) {
      throw new IllegalArgumentException("not a token: " + check(text));
    }
    byte[] raw = raw(text);
    return read(raw, raw.length - CHECKSUM_BYTES);
  }

  /** The bytes of Base58 text; null if it is none. */
  private static byte[] raw(String text) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Base58.decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The token in the decodable message before {@code end}; null if a length is wrong. */
  private static InviteToken read(byte[] raw, int end) {
    int[] offsets = new int[4];
    int[] lengths = new int[4];
    ProtoFields fields = new ProtoFields().wrap(raw, 1, end - 1);
    while (fields.next()) {
      if (fields.tag() <= INVITER) {
        offsets[fields.tag()] = fields.offset();
        lengths[fields.tag()] = fields.length();
      }
    }
    if (lengths[STORE] != StoreId.BYTES
        || lengths[SECRET] != SECRET_BYTES
        || lengths[INVITER] != AuthorId.BYTES) {
      return null;
    }
    return new InviteToken(
        StoreId.of(raw, offsets[STORE]),
        Arrays.copyOfRange(raw, offsets[SECRET], offsets[SECRET] + SECRET_BYTES),
        AuthorId.of(raw, offsets[INVITER]));
  }

  /** The store to join. */
  public StoreId store() {
    return store;
  }

  /** The 32 bytes of the secret, as a new array; never logged. */
  public byte[] secret() {
    return secret.clone();
  }

  /**
   * The invite's key pair, which the secret alone gives: a store knows its public half, and whoever
   * joins signs with it. Source: docs/protocol.md §14.
   */
  public Ed25519Signer invite() {
    byte[] seed = new byte[Ed25519Signer.SEED_BYTES];
    Blake3 blake3 = Blake3.deriving(INVITE_CONTEXT);
    blake3.hash(secret, 0, SECRET_BYTES, seed, 0);
    Ed25519Signer invite = new Ed25519Signer(seed, 0);
    Arrays.fill(seed, (byte) 0);
    return invite;
  }

  /** Whom to ask. */
  public AuthorId inviter() {
    return inviter;
  }

  /** The token as people copy it. */
  public String text() {
    byte[] message =
        new byte
            [ProtoOut.fieldBytes(STORE, StoreId.BYTES)
                + ProtoOut.fieldBytes(SECRET, SECRET_BYTES)
                + ProtoOut.fieldBytes(INVITER, AuthorId.BYTES)];
    int at = ProtoOut.putBytes(message, 0, STORE, store.toBytes(), 0, StoreId.BYTES);
    at = ProtoOut.putBytes(message, at, SECRET, secret, 0, SECRET_BYTES);
    ProtoOut.putBytes(message, at, INVITER, inviter.toBytes(), 0, AuthorId.BYTES);
    return Base58Check.encode(VERSION, message);
  }

  @Override
  public String toString() {
    return "token for store " + store + " from " + inviter.shortText();
  }
}
