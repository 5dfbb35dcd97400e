package dev.latticenano.core.seal;

import dev.latticenano.core.Limits;
import dev.latticenano.core.intention.AuthorId;
import java.nio.charset.StandardCharsets;

/**
 * Where a member may be reached, as somebody says who let this node in: a hint, which nobody signed
 * and which may be old.
 *
 * @param peer the member
 * @param address text, 1 to {@code Limits.JOIN_PLACE_BYTES_MAX} bytes of UTF-8 without control
 *     characters; what it means the host knows
 */
public record PeerPlace(AuthorId peer, String address) {
  /** True if {@code address} may be told. */
  public static boolean isSound(String address) {
    int bytes = address.getBytes(StandardCharsets.UTF_8).length;
    boolean plain = address.chars().noneMatch(c -> Character.isISOControl(c) || c == '\uFFFD');
    return bytes > 0 && bytes <= Limits.JOIN_PLACE_BYTES_MAX && plain;
  }
}
