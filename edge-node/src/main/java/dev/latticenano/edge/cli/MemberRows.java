package dev.latticenano.edge.cli;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.state.SystemState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.Failure;
import dev.latticenano.edge.NodeHome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The members of a store as listings show them: by status, then by name. */
final class MemberRows {
  private static final List<String> STATUSES =
      List.of("active", "dormant", "invited", "revoked", "others");

  private MemberRows() {}

  static List<Map<String, Object>> of(NodeHome home, StoreId id) throws Failure, StoreException {
    SystemState system = home.node().system(id);
    AuthorNames names = new AuthorNames(home, id);
    Map<AuthorId, Integer> statuses = new TreeMap<>();
    Dag dag = home.node().dag(id);
    byte[] key = new byte[AuthorId.BYTES];
    for (int author = 0; author < dag.authorCount(); author++) {
      dag.copyAuthorKey(author, key, 0);
      statuses.put(AuthorId.of(key, 0), 0);
    }
    system.peers().forEach((peer, said) -> statuses.put(peer, said.status()));
    Map<Object, Object> lags = new HashMap<>();
    for (Map<String, Object> lag : LagLines.rows(home, id)) {
      lags.put(lag.get("key"), lag.get("text"));
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Map.Entry<AuthorId, Integer> each : statuses.entrySet()) {
      AuthorId peer = each.getKey();
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("status", status(each.getValue()));
      row.put("name", names.of(peer));
      row.put("key", peer.toString());
      row.put("role", each.getValue() == 0 ? "" : role(system, peer));
      row.put("this_node", peer.equals(home.node().key()));
      row.put("lag", lags.getOrDefault(peer.toString(), ""));
      rows.add(row);
    }
    rows.sort(
        Comparator.comparing((Map<String, Object> row) -> STATUSES.indexOf(row.get("status")))
            .thenComparing(row -> row.get("name").toString()));
    return rows;
  }

  private static String status(int number) {
    boolean known = number >= 1 && number < STATUSES.size();
    return STATUSES.get(
        switch (known ? number : 0) {
          case 1 -> 2;
          case 2 -> 0;
          case 3 -> 1;
          case 4 -> 3;
          default -> 4;
        });
  }

  // Of whom no role was said, votes: so do members on Rust nodes.
  private static String role(SystemState system, AuthorId peer) throws StoreException {
    byte[] said = system.value("peer/" + peer + "/role");
    Role role = said == null ? Role.VOTER : Role.of((int) LittleEndian.longAt(said, 0));
    return role == Role.UNKNOWN ? "unknown" : role.name().toLowerCase(Locale.ROOT);
  }
}
