package dev.latticenano.relay.cli;

import dev.latticenano.host.Shown;
import dev.latticenano.host.text.Times;
import dev.latticenano.host.text.Units;
import dev.latticenano.relay.home.IssuedTicket;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tickets as an operator reads them. */
final class TicketLines {
  /** Digits of a ticket's number that are shown. */
  static final int DIGITS = 8;

  private TicketLines() {}

  /** Its state in one word. */
  static String state(IssuedTicket ticket, long nowMs) {
    if (ticket.isRevoked()) {
      return "revoked";
    }
    long before = ticket.promise().redeemBeforeMs();
    return before > 0 && before <= nowMs ? "expired" : "good";
  }

  static Map<String, Object> row(IssuedTicket ticket, long nowMs) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("number", ticket.number());
    row.put("state", state(ticket, nowMs));
    row.put("space", ticket.promise().space());
    row.put("stores", ticket.promise().stores());
    row.put("redeem_before", time(ticket.promise().redeemBeforeMs()));
    row.put("serves_until", time(ticket.promise().untilMs()));
    row.put("store", ticket.store().isEmpty() ? null : ticket.store());
    row.put("created", time(ticket.createdMs()));
    row.put("revoked", time(ticket.revokedMs()));
    row.put("note", ticket.note());
    return row;
  }

  private static String time(long unixMs) {
    return unixMs == 0 ? null : Times.seconds(unixMs);
  }

  static String line(IssuedTicket ticket, long nowMs) {
    long until = ticket.promise().untilMs();
    return String.join(
        "  ",
        ticket.number().substring(0, DIGITS),
        Units.padded(state(ticket, nowMs), 7),
        Units.padded(Units.bytes(ticket.promise().space()), 8),
        Units.padded(Units.count(ticket.promise().stores(), "store"), 11),
        Units.padded(until == 0 ? "for ever" : "until " + Times.seconds(until), 26),
        Shown.of(ticket.note()));
  }
}
