package dev.latticenano.core;

/**
 * Every answer to "here are bytes": one constant per numbered rule of docs/protocol.md. A verdict
 * other than {@link #OK} that breaks a rule is the sender's fault; it is counted and reported,
 * never thrown.
 *
 * <p>Codes travel and are never reused: 1–99 data, 100–199 ingest and order, 200–299 session,
 * 300–399 files.
 */
public enum Verdict {
  /** The bytes keep every rule. */
  OK(0, ""),

  /** The bytes end before the intention does. */
  INTENTION_TOO_SHORT(1, "intention-1"),
  /** The condition is of a kind other than V1. */
  CONDITION_TAG_UNKNOWN(2, "intention-2"),
  /** The condition has more hashes than are accepted. */
  CONDITION_TOO_LONG(3, "intention-3"),
  /** The ops are longer than accepted. */
  OPS_TOO_LONG(4, "intention-4"),
  /** Bytes follow the intention's end. */
  TRAILING_BYTES(5, "intention-5"),

  /** Not the protobuf of a signed intention. */
  SIGNED_MALFORMED(10, "signed-1"),
  /** Longer than any signed intention. */
  SIGNED_TOO_LONG(11, "signed-2"),
  /** The signature is not 64 bytes. */
  SIGNATURE_LENGTH(12, "signed-3"),
  /** The signature is not the author's over this hash, by the strict rule. */
  SIGNATURE_WRONG(13, "signed-4"),

  /** Not the protobuf of a witness content. */
  WITNESS_MALFORMED(20, "witness-1"),
  /** A store id or hash in a witness content has the wrong length. */
  WITNESS_ID_LENGTH(21, "witness-2"),
  /** Not the protobuf of a witness record. */
  WITNESS_RECORD_MALFORMED(22, "witness-3"),
  /** The signature of a witness record is not 64 bytes. */
  WITNESS_SIGNATURE_LENGTH(23, "witness-4"),
  /** The signature is not the witness's over this content. */
  WITNESS_SIGNATURE_WRONG(24, "witness-5"),

  /** Not the protobuf of a universal op. */
  OPS_MALFORMED(30, "ops-1"),
  /** A key, id or hash inside a system op has the wrong length. */
  OPS_ID_LENGTH(31, "ops-2"),
  /** Not the protobuf of a key-value payload. */
  KV_MALFORMED(35, "kv-1"),

  /** Not the protobuf of an envelope. */
  ENVELOPE_MALFORMED(40, "envelope-1"),
  /** The mark of superseded history is not a hash. */
  SUPERSEDES_LENGTH(41, "envelope-2"),
  /** A sealed part's epoch id, nonce or ciphertext has the wrong length. */
  SEALED_LENGTH(42, "envelope-3"),
  /** An envelope lies inside an envelope. */
  ENVELOPE_NESTED(43, "envelope-4"),

  /** Not the text of a token: a character outside the Base58 alphabet, or far too long or short. */
  TOKEN_TEXT(50, "token-1"),
  /** The token's checksum does not match: mistyped or cut. */
  TOKEN_CHECKSUM(51, "token-2"),
  /** The token is of another kind or version. */
  TOKEN_VERSION(52, "token-3"),
  /** The token does not hold the protobuf of an invite token. */
  TOKEN_MALFORMED(53, "token-4"),
  /** The token's store, secret or inviter has the wrong length. */
  TOKEN_FIELD_LENGTH(54, "token-5"),

  /** An identity file is not 32 bytes. */
  IDENTITY_LENGTH(60, "identity-1"),
  /** An identity file holds only zeros: what a power cut leaves, not a key. */
  IDENTITY_ZERO(61, "identity-2"),

  /** Text that should be hexadecimal is not. */
  TEXT_NOT_HEX(65, "text-1");

  private final int code;
  private final String rule;

  Verdict(int code, String rule) {
    this.code = code;
    this.rule = rule;
  }

  /** The number that travels on the wire; never reused. */
  public int code() {
    return code;
  }

  /** The rule's anchor in docs/protocol.md, like {@code intention-3}; empty for {@link #OK}. */
  public String rule() {
    return rule;
  }
}
