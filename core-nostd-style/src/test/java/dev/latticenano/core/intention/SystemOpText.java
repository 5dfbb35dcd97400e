package dev.latticenano.core.intention;

import static dev.latticenano.core.intention.ProtobufProperties.field;
import static dev.latticenano.core.intention.ProtobufProperties.hex;
import static dev.latticenano.core.intention.ProtobufProperties.value;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.latticenano.core.bytes.Hex;
import java.util.ArrayList;
import java.util.List;

/**
 * System ops as comparable lines: once through protobuf's library, once through our walk. An id of
 * a wrong length makes its change one of an unknown kind.
 */
final class SystemOpText {
  private SystemOpText() {}

  static List<String> walk(UniversalOpView ops) {
    List<String> out = new ArrayList<>();
    SystemWalk walk = new SystemWalk().wrap(ops);
    SystemOpView view = new SystemOpView();
    while (walk.next(view)) {
      out.add(
          view.kind()
              + " "
              + ids(view)
              + view.number()
              + (view.kind() == SystemOpView.Kind.INVITE_TERMS
                  ? " " + view.uses() + " " + view.role()
                  : "")
              + " "
              + Hex.encode(view.textBytes(), view.textOffset(), view.textLength())
              + " "
              + Hex.encode(view.textBytes(), view.typeOffset(), view.typeLength()));
    }
    return out;
  }

  private static String ids(SystemOpView view) {
    return switch (view.kind()) {
      case ADD_CHILD, REMOVE_CHILD, CHILD_STATUS -> Hex.encode(view.target(), 0, 16) + " ";
      case PEER_STATUS, PEER_ROLE, PEER_ADDED_AT, PEER_NAME, INVITE_STATUS ->
          Hex.encode(view.target()) + " ";
      case PEER_ADDED_BY, INVITE_INVITED_BY, INVITE_CLAIMED_BY, INVITE_TERMS ->
          Hex.encode(view.target()) + " " + Hex.encode(view.other()) + " ";
      case STRATEGY_SNAPSHOT -> Hex.encode(view.other(), 0, 16) + " ";
      case STRATEGY_INDEPENDENT, STRATEGY_INHERITED, STORE_NAME, UNKNOWN -> "";
    };
  }

  static void flatten(DynamicMessage system, List<String> out) {
    switch (set(system, "hierarchy", "peer", "strategy", "store", "invite", "batch")) {
      case "hierarchy" -> out.add(hierarchy((DynamicMessage) value(system, "hierarchy")));
      case "peer" -> out.add(peer((DynamicMessage) value(system, "peer")));
      case "strategy" -> out.add(strategy((DynamicMessage) value(system, "strategy")));
      case "store" -> out.add(store((DynamicMessage) value(system, "store")));
      case "invite" -> out.add(invite((DynamicMessage) value(system, "invite")));
      case "batch" -> {
        for (Object op : (List<?>) value((DynamicMessage) value(system, "batch"), "ops")) {
          flatten((DynamicMessage) op, out);
        }
      }
      default -> out.add(line("UNKNOWN", "", 0, "", ""));
    }
  }

  private static String set(DynamicMessage message, String... names) {
    for (String name : names) {
      if (message.hasField(field(message, name))) {
        return name;
      }
    }
    return "";
  }

  private static String line(String kind, String ids, long number, String text, String type) {
    if (ids.equals("unsound")) {
      return line("UNKNOWN", "", 0, "", "");
    }
    return kind + " " + ids + number + " " + text + " " + type;
  }

  private static String sound(String id, int bytes) {
    return id.length() == 2 * bytes ? id + " " : null;
  }

  private static String join(String... ids) {
    StringBuilder out = new StringBuilder();
    for (String id : ids) {
      if (id == null) {
        return "unsound";
      }
      out.append(id);
    }
    return out.toString();
  }

  private static String hierarchy(DynamicMessage op) {
    String kind = set(op, "add_child", "remove_child", "set_status");
    if (kind.isEmpty()) {
      return line("UNKNOWN", "", 0, "", "");
    }
    DynamicMessage inner = (DynamicMessage) value(op, kind);
    String id = join(sound(hex(inner, "target_id"), 16));
    return switch (kind) {
      case "add_child" -> line("ADD_CHILD", id, 0, text(inner, "alias"), text(inner, "store_type"));
      case "remove_child" -> line("REMOVE_CHILD", id, 0, "", "");
      default -> line("CHILD_STATUS", id, status(inner), "", "");
    };
  }

  private static String peer(DynamicMessage op) {
    String kind = set(op, "set_status", "set_added_at", "set_added_by", "set_name", "set_role");
    if (kind.isEmpty()) {
      return line("UNKNOWN", "", 0, "", "");
    }
    DynamicMessage inner = (DynamicMessage) value(op, kind);
    String id = sound(hex(op, "pubkey"), 32);
    return switch (kind) {
      case "set_status" -> line("PEER_STATUS", join(id), status(inner), "", "");
      case "set_added_at" ->
          line("PEER_ADDED_AT", join(id), (long) value(inner, "timestamp"), "", "");
      case "set_added_by" ->
          line("PEER_ADDED_BY", join(id, sound(hex(inner, "adder_pubkey"), 32)), 0, "", "");
      case "set_role" -> line("PEER_ROLE", join(id), (int) value(inner, "role"), "", "");
      default -> line("PEER_NAME", join(id), 0, text(inner, "name"), "");
    };
  }

  private static String strategy(DynamicMessage op) {
    if (set(op, "set").isEmpty()) {
      return line("UNKNOWN", "", 0, "", "");
    }
    DynamicMessage set = (DynamicMessage) value(op, "set");
    DynamicMessage strategy = (DynamicMessage) value(set, "strategy");
    return switch (set(strategy, "independent", "inherited", "snapshot")) {
      case "independent" -> line("STRATEGY_INDEPENDENT", "", 0, "", "");
      case "inherited" -> line("STRATEGY_INHERITED", "", 0, "", "");
      case "snapshot" ->
          line("STRATEGY_SNAPSHOT", join(sound(hex(strategy, "snapshot"), 16)), 0, "", "");
      default -> line("UNKNOWN", "", 0, "", "");
    };
  }

  private static String store(DynamicMessage op) {
    if (set(op, "set_name").isEmpty()) {
      return line("UNKNOWN", "", 0, "", "");
    }
    DynamicMessage inner = (DynamicMessage) value(op, "set_name");
    return line("STORE_NAME", "", 0, text(inner, "name"), "");
  }

  private static String invite(DynamicMessage op) {
    String kind = set(op, "set_status", "set_invited_by", "set_claimed_by", "set_terms");
    if (kind.isEmpty()) {
      return line("UNKNOWN", "", 0, "", "");
    }
    DynamicMessage inner = (DynamicMessage) value(op, kind);
    String id = sound(hex(op, "token_hash"), 32);
    return switch (kind) {
      case "set_status" -> line("INVITE_STATUS", join(id), status(inner), "", "");
      case "set_invited_by" ->
          line("INVITE_INVITED_BY", join(id, sound(hex(inner, "inviter_pubkey"), 32)), 0, "", "");
      case "set_terms" -> terms(join(id, sound(hex(inner, "key"), 32)), inner);
      default ->
          line("INVITE_CLAIMED_BY", join(id, sound(hex(inner, "claimer_pubkey"), 32)), 0, "", "");
    };
  }

  private static String terms(String ids, DynamicMessage inner) {
    int uses = (int) value(inner, "uses");
    int role = (int) value(inner, "role");
    String number = (long) value(inner, "expires_ms") + " " + uses + " " + role;
    return ids.equals("unsound")
        ? line("UNKNOWN", "", 0, "", "")
        : "INVITE_TERMS " + ids + number + "  ";
  }

  private static long status(DynamicMessage inner) {
    return ((EnumValueDescriptor) value(inner, "status")).getNumber();
  }

  private static String text(DynamicMessage inner, String name) {
    return Hex.encode(OpsVectors.utf8((String) value(inner, name)));
  }
}
