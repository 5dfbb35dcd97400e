package dev.latticenano.edge.cli;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.ChunkLoad;
import dev.latticenano.core.relay.Statement;
import dev.latticenano.core.relay.Terms;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.Suggestion;
import dev.latticenano.edge.UsedRelay;
import dev.latticenano.host.Failure;
import dev.latticenano.host.text.Units;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The relays of a store, for people and for scripts. */
final class RelayLines {
  private RelayLines() {}

  /** A row for each relay of a store. */
  static List<Map<String, Object>> rows(NodeHome home, StoreId store) throws Failure {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (UsedRelay each : home.relays().of(store)) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("url", each.url().toString());
      row.put("store", store.toString());
      row.put("name", home.storeName(store));
      Terms terms = each.terms();
      row.put("quota_bytes", terms == null ? null : terms.quota());
      row.put("taken_bytes", terms == null ? null : terms.taken());
      row.put(
          "serves_until_s",
          terms == null || terms.untilSeconds() == 0 ? null : terms.untilSeconds());
      row.put("manifest", each.holds());
      row.put("chunks", each.listed() == null ? null : chunks(each.listed().load()));
      row.put("ticket_pending", each.ticket() != null);
      row.put("told_ms", each.termsMs());
      Statement last = each.last();
      row.put("statement", last == null ? null : last.counter());
      row.put("lied", each.proof().count() > 0);
      row.put("trouble", trouble(each));
      row.put("suggested_by", null);
      rows.add(row);
    }
    for (Suggestion each : home.relays().suggestions().of(store)) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("url", each.url().toString());
      row.put("store", store.toString());
      row.put("name", home.storeName(store));
      row.put("suggested_by", each.by().toString());
      rows.add(row);
    }
    return rows;
  }

  /** A line for each relay that is not used yet. */
  static List<String> suggested(NodeHome home, StoreId store) throws Failure {
    List<String> lines = new ArrayList<>();
    for (Suggestion each : home.relays().suggestions().of(store)) {
      lines.add(
          "? "
              + each.url()
              + "  "
              + home.storeName(store)
              + "  says "
              + each.by().shortText()
              + "; to use it: lattice relay add");
    }
    return lines;
  }

  private static Map<String, Object> chunks(ChunkLoad load) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("count", load.chunks());
    row.put("bytes", load.bytes());
    row.put("spare_bytes", load.spareBytes());
    List<Object> holders = new ArrayList<>();
    for (ChunkLoad.Holder each : load.heldBack()) {
      Map<String, Object> holder = new LinkedHashMap<>();
      holder.put("member", each.member().toString());
      holder.put("bytes", each.bytes());
      holders.add(holder);
    }
    row.put("held_back", holders);
    return row;
  }

  /** One line for people. */
  static String line(NodeHome home, UsedRelay relay) throws Failure {
    return relay.url() + "  " + home.storeName(relay.store()) + "  " + terms(relay);
  }

  private static String terms(UsedRelay relay) {
    Terms terms = relay.terms();
    if (terms == null) {
      return relay.ticket() == null ? "not met yet" : "not met yet, the ticket waits";
    }
    String until =
        terms.untilSeconds() == 0 ? "serves for good" : "serves until " + day(terms.untilSeconds());
    return Units.bytes(terms.taken()) + " of " + Units.bytes(terms.quota()) + ", " + until;
  }

  private static String day(long seconds) {
    return Instant.ofEpochSecond(seconds).atZone(ZoneOffset.UTC).toLocalDate().toString();
  }

  /** What is wrong and what to do about it; empty if nothing is. */
  static String trouble(UsedRelay relay) {
    if (relay.proof().count() > 0) {
      return "this relay has signed what cannot both be so; see: lattice relay audit";
    }
    if (relay.trouble() != Verdict.OK) {
      return sentence(relay.trouble());
    }
    Terms terms = relay.terms();
    if (terms != null && terms.verdict() != Verdict.OK) {
      return sentence(terms.verdict());
    }
    if (relay.owed() != null) {
      return "it does not list all that it had agreed to; see: lattice relay audit";
    }
    return relay.answer() == Verdict.OK
        ? ""
        : "it did not say under its signature what it holds (" + relay.answer() + ")";
  }

  private static String sentence(Verdict verdict) {
    return switch (verdict) {
      case TICKET_USED ->
          "the ticket was redeemed already for as many stores as it is good for; ask for another";
      case TICKET_EXPIRED -> "the ticket's time is over; ask whoever runs the relay for another";
      case TICKET_FOREIGN, TICKET_SIGNATURE_WRONG, TICKET_MALFORMED ->
          "the relay says that the ticket is not its own; ask whoever runs it for another";
      case TICKET_STORE_WRONG -> "the ticket is for another store";
      case STORE_NOT_HELD ->
          "the relay does not hold this store (any more); bring it a ticket:"
              + " lattice relay add URL --ticket TICKET";
      case CLEAR_STORE_REFUSED -> "the relay takes sealed stores only, and this one is not";
      case MANIFEST_NOT_OWNER ->
          "the relay does not take this node's word on who is a member: its owners are others";
      case STORE_OVER_QUOTA ->
          "the store has taken all the space that its tickets promise there: nothing is lost, more"
              + " waits here; ask for another ticket, and add it by: lattice relay add URL --ticket"
              + " TICKET";
      case MEMBER_OVER_QUOTA ->
          "one member has taken its share of the store's space there: more of it waits here until a"
              + " ticket adds space";
      case RELAY_OVER_QUOTA ->
          "the relay has no room left for anybody; whoever runs it has to make some, then all goes"
              + " on by itself";
      case SERVICE_ENDED ->
          "the time of the store's tickets is over: what is there can be fetched for 30 days, more"
              + " is not taken; bring another ticket";
      case MESSAGE_UNKNOWN -> "whoever answers there is no relay";
      case PEER_SILENT -> "the relay did not answer in time; the next sync tries again";
      default -> "the relay refuses (" + verdict + "); see docs/relay.md";
    };
  }

  /** Under a store in a status. */
  static void print(PrintWriter out, NodeHome home, StoreId store) throws Failure {
    for (UsedRelay each : home.relays().of(store)) {
      out.println("       relay " + each.url().place() + "  " + terms(each));
      String trouble = trouble(each);
      if (!trouble.isEmpty()) {
        out.println("       ! " + trouble);
      }
    }
  }
}
