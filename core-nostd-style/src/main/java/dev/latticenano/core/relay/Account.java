package dev.latticenano.core.relay;

import dev.latticenano.core.intention.StoreId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Tickets and the stores that share their space: whatever ticket was redeemed for a store joins the
 * space of all others of that store, and of their stores.
 */
final class Account {
  private final List<Redeemed> tickets = new ArrayList<>();
  private final Set<Holding> holdings = new LinkedHashSet<>();
  private long taken;
  private long space;
  private long spaceFromMs = Long.MAX_VALUE;
  private long spaceToMs = Long.MIN_VALUE;

  /** A ticket, and for which stores it was redeemed. */
  static final class Redeemed {
    private final Ticket ticket;
    private final Set<StoreId> stores = new LinkedHashSet<>();
    private Account account;

    Redeemed(Ticket ticket) {
      this.ticket = ticket;
    }

    Ticket ticket() {
      return ticket;
    }

    /** Whose space it adds to; null: nobody's yet. */
    Account account() {
      return account;
    }

    /** The ticket, then the ids of its stores. */
    byte[] toBytes() {
      byte[] promise = ticket.toBytes();
      byte[] bytes = Arrays.copyOf(promise, promise.length + stores.size() * StoreId.BYTES);
      int at = promise.length;
      for (StoreId store : stores) {
        store.write(bytes, at);
        at += StoreId.BYTES;
      }
      return bytes;
    }

    /** Live. */
    Set<StoreId> stores() {
      return stores;
    }

    /** True if it may be redeemed for {@code store}, or was. */
    boolean isGoodFor(StoreId store) {
      return stores.contains(store) || stores.size() < ticket.promise().stores();
    }
  }

  void add(Redeemed ticket) {
    tickets.add(ticket);
    spaceToMs = Long.MIN_VALUE;
    ticket.account = this;
  }

  void add(Holding holding) {
    if (holdings.add(holding)) {
      taken += holding.taken();
    }
  }

  /** Its stores, live. */
  Set<Holding> holdings() {
    return holdings;
  }

  /** The stores and tickets of {@code other} belong to this one from now on. */
  void join(Account other) {
    other.tickets.forEach(this::add);
    for (Holding holding : other.holdings) {
      holding.account(this);
      add(holding);
    }
  }

  void remove(Holding holding) {
    if (holdings.remove(holding)) {
      taken -= holding.taken();
    }
  }

  /** One of its stores takes so many bytes more, or less. */
  void charge(long bytes) {
    taken += bytes;
  }

  /** Bytes that its stores take. */
  long taken() {
    return taken;
  }

  /** Bytes that they may take together at {@code nowMs}, at most {@link Ticket#SPACE_MAX}. */
  long space(long nowMs) {
    if (nowMs < spaceFromMs || nowMs >= spaceToMs) {
      add(nowMs);
    }
    return space;
  }

  /** Adds up what tickets promise, which holds until the next of them ends. */
  private void add(long nowMs) {
    space = 0;
    spaceFromMs = nowMs;
    spaceToMs = Long.MAX_VALUE;
    for (Redeemed each : tickets) {
      Ticket.Promise promise = each.ticket.promise();
      boolean ends = promise.untilMs() != 0;
      if (!ends || nowMs < promise.untilMs()) {
        space = Math.min(Ticket.SPACE_MAX, space + promise.space());
        spaceToMs = Math.min(spaceToMs, ends ? promise.untilMs() : Long.MAX_VALUE);
      }
    }
  }

  /** Until when tickets serve {@code store}, Unix ms; {@link Long#MAX_VALUE} for ever. */
  long untilMs(StoreId store) {
    long untilMs = 0;
    for (Redeemed each : tickets) {
      if (each.stores.contains(store)) {
        long until = each.ticket.promise().untilMs();
        untilMs = Math.max(untilMs, until == 0 ? Long.MAX_VALUE : until);
      }
    }
    return untilMs;
  }

  @Override
  public String toString() {
    return tickets.size() + " tickets, " + holdings.size() + " stores, " + taken + " bytes";
  }
}
