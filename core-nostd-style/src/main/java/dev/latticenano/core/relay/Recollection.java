package dev.latticenano.core.relay;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a relay's memory says of tickets and manifests. Where several processes share the memory it
 * is read again as soon as one of them was faster. Cold.
 */
final class Recollection {
  private static final char TICKET = 't';
  private static final char MANIFEST = 's';

  private final RelayMemory memory;
  private final Holdings holdings;
  private final Statements statements;
  private final Map<Hash, Account.Redeemed> tickets = new HashMap<>();

  Recollection(RelayMemory memory, Holdings holdings, Statements statements) {
    this.memory = memory;
    this.holdings = holdings;
    this.statements = statements;
  }

  /**
   * Takes up what the memory holds now; the manifests in it.
   *
   * @throws StoreException LOCKED if another process changed the members of a store held here
   */
  Map<StoreId, Manifest> read() throws StoreException {
    Map<StoreId, Manifest> manifests = new LinkedHashMap<>();
    tickets.values().forEach(each -> each.stores().clear());
    statements.forgetUnheld(holdings);
    memory.read(
        (name, value) -> {
          if (name[0] == MANIFEST) {
            Manifest manifest = Manifest.of(value);
            manifests.put(manifest.store(), manifest);
          } else if (name[0] == TICKET) {
            ticket(value);
          } else {
            statements.restore(name, value);
          }
        });
    for (Holding holding : holdings.all()) {
      Manifest kept = manifests.get(holding.id());
      if (kept == null || !Arrays.equals(kept.toBytes(), holding.manifest().toBytes())) {
        throw new StoreException(
            StoreException.Kind.LOCKED,
            "another process has changed the members of store " + holding.id() + ", held here",
            null);
      }
    }
    return manifests;
  }

  private void ticket(byte[] value) {
    int length = Ticket.length(value);
    Ticket ticket = Ticket.of(Arrays.copyOf(value, length));
    Account.Redeemed redeemed =
        tickets.computeIfAbsent(name(ticket), number -> new Account.Redeemed(ticket));
    for (int at = length; at < value.length; at += StoreId.BYTES) {
      redeemed.stores().add(StoreId.of(value, at));
    }
  }

  // The number is random.
  private static Hash name(Ticket ticket) {
    return Hash.of(Arrays.copyOf(ticket.number(), Hash.BYTES), 0);
  }

  /** All tickets that were redeemed, live. */
  Collection<Account.Redeemed> tickets() {
    return tickets.values();
  }

  /** For which stores a ticket was redeemed: none, perhaps. */
  Account.Redeemed redeemed(Ticket ticket) {
    Account.Redeemed known = tickets.get(name(ticket));
    return known == null ? new Account.Redeemed(ticket) : known;
  }

  /** Keeps for which stores a ticket was redeemed. */
  void keep(Account.Redeemed redeemed) throws StoreException {
    tickets.put(name(redeemed.ticket()), redeemed);
    memory.keep(Admissions.name(TICKET, redeemed.ticket().number()), redeemed.toBytes());
  }

  /** Keeps a manifest. */
  void keep(Manifest manifest) throws StoreException {
    memory.keep(Admissions.name(MANIFEST, manifest.store().toBytes()), manifest.toBytes());
  }

  /** Forgets the manifest of a store. */
  void forget(StoreId store) throws StoreException {
    memory.forget(Admissions.name(MANIFEST, store.toBytes()));
  }
}
