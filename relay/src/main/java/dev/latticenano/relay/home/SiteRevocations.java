package dev.latticenano.relay.home;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import dev.latticenano.postgres.SharedEntries;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Which tickets the operator of a site took back, at whichever of its processes: each tells the
 * others, by entries that all share, what its own directory says. Key of an entry: {@code "revoked
 * ticket "} and the ticket's number; its value is one byte 1.
 */
public final class SiteRevocations {
  private static final byte[] BEGINNING = "revoked ticket ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] REVOKED = {1};

  private final IssuedTickets own;
  private final SharedEntries shared;
  private final Set<String> told = new HashSet<>();

  SiteRevocations(IssuedTickets own, SharedEntries shared) {
    this.own = own;
    this.shared = shared;
  }

  private static byte[] key(byte[] number) {
    byte[] key = new byte[BEGINNING.length + number.length];
    System.arraycopy(BEGINNING, 0, key, 0, BEGINNING.length);
    System.arraycopy(number, 0, key, BEGINNING.length, number.length);
    return key;
  }

  /** Tells the other processes what was taken back here since the last call. */
  void tell() throws StoreException {
    try {
      for (IssuedTicket each : own.all()) {
        if (each.isRevoked() && !told.contains(each.number())) {
          // Whoever was faster said the same.
          shared.replace(key(Hex.decode(each.number())), null, REVOKED);
          told.add(each.number());
        }
      }
    } catch (Failure e) {
      throw new StoreException(StoreException.Kind.IO, e.getMessage(), e);
    }
  }

  /** True if a ticket was taken back at some process; if that cannot be read it counts as such. */
  public boolean isRevoked(byte[] number) {
    try {
      return own.isRevoked(number) || shared.value(key(number)) != null;
    } catch (StoreException e) {
      return true;
    }
  }
}
