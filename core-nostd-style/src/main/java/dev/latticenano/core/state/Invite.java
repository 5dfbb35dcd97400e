package dev.latticenano.core.state;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;

/**
 * One invite into a store, as the store's own table has it.
 *
 * @param token the BLAKE3 of its secret, which names it
 * @param status 1 valid, 2 revoked, 3 claimed
 * @param by who made it; null if nobody says
 * @param claimedBy who came in by it, of one that serves once; null if nobody did
 * @param expiresMs Unix ms after which nobody is let in; 0: never
 * @param uses 1: it serves once; 0: any number
 * @param role what it makes of whoever comes
 * @param key the public half of its key pair, by which a joiner proves to hold it
 * @param terms the intention that said all this
 */
public record Invite(
    Hash token,
    int status,
    AuthorId by,
    AuthorId claimedBy,
    long expiresMs,
    int uses,
    Role role,
    AuthorId key,
    Hash terms) {
  /** May be used. */
  public static final int VALID = 1;

  /** Was taken back. */
  public static final int REVOKED = 2;

  /** Was used up. */
  public static final int CLAIMED = 3;

  static Invite of(Hash token, int status, byte[] by, byte[] claimedBy, Head terms) {
    byte[] value = terms.array();
    return new Invite(
        token,
        status,
        by == null ? null : AuthorId.of(by, 0),
        claimedBy == null ? null : AuthorId.of(claimedBy, 0),
        LittleEndian.longAt(value, 0),
        LittleEndian.intAt(value, 8),
        Role.of(LittleEndian.intAt(value, 12)),
        AuthorId.of(value, 16),
        terms.hash());
  }
}
