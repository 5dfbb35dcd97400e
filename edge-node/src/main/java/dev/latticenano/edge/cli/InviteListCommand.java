package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.Invite;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.text.Times;
import dev.latticenano.host.text.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists invites. */
@Command(
    name = "invites",
    mixinStandardHelpOptions = true,
    description = {
      "List the invites of a store: what was given out, and what became of it.",
      "",
      "The token itself is not kept anywhere and cannot be shown again.",
      ""
    },
    footer = {"", "Example:", "  lattice member invites --store photos"})
final class InviteListCommand implements Callable<Integer>, StoreRows.Source {
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;
  @Mixin private JsonOption json;

  @Override
  public Integer call() throws Failure {
    return StoreRows.print(node, store, json, this);
  }

  @Override
  public List<Map<String, Object>> rows(NodeHome home, StoreId id) throws Failure, StoreException {
    long nowMs = System.currentTimeMillis();
    AuthorNames names = new AuthorNames(home, id);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Invite invite : home.node().system(id).invites()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("id", invite.token().toString());
      row.put("status", status(invite, nowMs));
      row.put("role", RoleNames.of(invite.role()));
      row.put("once", invite.uses() == 1);
      row.put("expires", invite.expiresMs() == 0 ? null : Times.seconds(invite.expiresMs()));
      row.put("by", invite.by() == null ? null : names.of(invite.by()));
      row.put("claimed_by", invite.claimedBy() == null ? null : names.of(invite.claimedBy()));
      rows.add(row);
    }
    return rows;
  }

  private static String status(Invite invite, long nowMs) {
    return switch (invite.status()) {
      case Invite.VALID ->
          invite.expiresMs() != 0 && nowMs >= invite.expiresMs() ? "expired" : "valid";
      case Invite.REVOKED -> "revoked";
      case Invite.CLAIMED -> "claimed";
      default -> "unknown";
    };
  }

  @Override
  public String line(Map<String, Object> row) {
    return row.get("id").toString().substring(0, 8)
        + "  "
        + Units.padded(row.get("status").toString(), "claimed".length())
        + "  "
        + Units.padded(row.get("role").toString(), "carrier".length())
        + (row.get("once").equals(true) ? "  once" : "")
        + (row.get("expires") == null ? "" : "  until " + row.get("expires"))
        + (row.get("by") == null ? "" : "  by " + row.get("by"))
        + (row.get("claimed_by") == null ? "" : "  used by " + row.get("claimed_by"));
  }

  @Override
  public String none(NodeHome home, StoreId id) {
    return "no invites; make one with: lattice member invite";
  }
}
