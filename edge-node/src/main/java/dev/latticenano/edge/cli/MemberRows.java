package dev.latticenano.edge.cli;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.Members;
import dev.latticenano.core.state.Standing;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.text.Times;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The members of a store as listings show them: by status, then by name. */
final class MemberRows {
  private static final List<String> STATUSES =
      List.of("active", "dormant", "invited", "revoked", "others");

  private MemberRows() {}

  static List<Map<String, Object>> of(NodeHome home, StoreId id) throws Failure, StoreException {
    Members members = home.node().membership(id).members();
    AuthorNames names = new AuthorNames(home, id);
    Set<AuthorId> peers = new TreeSet<>(members.peers());
    Dag dag = home.node().dag(id);
    byte[] key = new byte[AuthorId.BYTES];
    for (int author = 0; author < dag.authorCount(); author++) {
      dag.copyAuthorKey(author, key, 0);
      peers.add(AuthorId.of(key, 0));
    }
    Map<Object, Object> lags = new HashMap<>();
    for (Map<String, Object> lag : LagLines.rows(home, id)) {
      lags.put(lag.get("key"), lag.get("text"));
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    for (AuthorId peer : peers) {
      Standing standing = members.standing(peer);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("status", status(standing == null ? 0 : standing.status()));
      row.put("name", names.of(peer));
      row.put("key", peer.toString());
      row.put("role", standing == null ? "" : RoleNames.of(standing.role()));
      row.put("since", standing == null ? null : Times.seconds(standing.since().wallMs()));
      row.put("by", standing == null ? null : names.of(standing.by()));
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
}
