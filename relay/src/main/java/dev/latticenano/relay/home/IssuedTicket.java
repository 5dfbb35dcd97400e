package dev.latticenano.relay.home;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import dev.latticenano.core.relay.Ticket;
import java.util.HexFormat;

/**
 * What the operator remembers of a ticket: everything but its text, which is good for space to
 * whoever has it.
 *
 * @param number the ticket's, as 32 hexadecimal digits
 * @param store the one store it is good for, as text; empty: any
 * @param note the operator's own words
 * @param createdMs Unix ms
 * @param revokedMs Unix ms; 0: it is good
 */
public record IssuedTicket(
    String number,
    Ticket.Promise promise,
    String store,
    String note,
    long createdMs,
    long revokedMs) {
  /** Characters of the longest note. */
  public static final int NOTE_MAX = 200;

  /** What is to be remembered of a fresh ticket. */
  static IssuedTicket of(Ticket ticket, String note, long nowMs) {
    String store = ticket.store() == null ? "" : ticket.store().toString();
    return new IssuedTicket(name(ticket.number()), ticket.promise(), store, note, nowMs, 0);
  }

  /** A ticket's number as text. */
  public static String name(byte[] number) {
    return HexFormat.of().formatHex(number);
  }

  /** The same, taken back. */
  IssuedTicket revoked(long nowMs) {
    return new IssuedTicket(number, promise, store, note, createdMs, nowMs);
  }

  /** True if it was taken back. */
  public boolean isRevoked() {
    return revokedMs > 0;
  }

  String json() {
    return JsonWriter.string()
            .object()
            .value("number", number)
            .value("space", promise.space())
            .value("redeem_before_ms", promise.redeemBeforeMs())
            .value("until_ms", promise.untilMs())
            .value("stores", promise.stores())
            .value("store", store)
            .value("note", note)
            .value("created_ms", createdMs)
            .value("revoked_ms", revokedMs)
            .end()
            .done()
        + "\n";
  }

  /** Reads what {@link #json} wrote; null if these bytes are something else. */
  static IssuedTicket parse(String text) {
    try {
      JsonObject row = JsonParser.object().from(text);
      Ticket.Promise promise =
          new Ticket.Promise(
              row.getLong("space"),
              row.getLong("redeem_before_ms"),
              row.getLong("until_ms"),
              row.getInt("stores"));
      String number = row.getString("number", "");
      return number.matches("[0-9a-f]{32}")
          ? new IssuedTicket(
              number,
              promise,
              row.getString("store", ""),
              row.getString("note", ""),
              row.getLong("created_ms"),
              row.getLong("revoked_ms"))
          : null;
    } catch (JsonParserException e) {
      return null;
    }
  }
}
