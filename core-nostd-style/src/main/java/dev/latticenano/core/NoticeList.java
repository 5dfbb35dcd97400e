package dev.latticenano.core;

import dev.latticenano.core.dag.Agreement;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** The notices of one store that may still become final, and what this node makes of them. */
final class NoticeList {
  private final Replica replica;
  private final Dag dag;
  private final FrontierRules rules;
  private final Queue<Event> events;
  private final Map<Hash, KnownNotice> known = new HashMap<>();
  private final List<KnownNotice> equal = new ArrayList<>();
  private final List<KnownNotice> open = new ArrayList<>();

  NoticeList(Replica replica, FrontierRules rules, Queue<Event> events) {
    this.replica = replica;
    this.dag = replica.dag();
    this.rules = rules;
    this.events = events;
  }

  private NoticeRows rows() {
    return replica.projection().notices();
  }

  /** Rises whenever something was found out about a notice. */
  long version() {
    return rows().version();
  }

  /** Looks at all that were met; those that are settled are forgotten. */
  void look() throws StoreException {
    equal.clear();
    open.clear();
    for (Map.Entry<Hash, NoticeRows.Met> each : rows().all().entrySet()) {
      NoticeRows.Met row = each.getValue();
      KnownNotice notice = known(each.getKey(), row.standing());
      if (notice != null && row.counts()) {
        (row.standing() == SnapshotStanding.EQUAL ? equal : open).add(notice);
      }
    }
    equal.sort(KnownNotice.ORDER.reversed());
    open.sort(KnownNotice.ORDER.reversed());
  }

  /** Those of which this node made the same, the greatest first. */
  List<KnownNotice> equal() {
    return equal;
  }

  /** Those that were not compared, the greatest first. */
  List<KnownNotice> open() {
    return open;
  }

  /** The notice of this name; null if it is gone, refused, or says what is not here. */
  private KnownNotice known(Hash name, SnapshotStanding standing) throws StoreException {
    int row = dag.find(name.toBytes(), 0);
    if (row == Dag.NONE || replica.settled().holds(row)) {
      known.remove(name);
      rows().forget(name);
      return null;
    }
    KnownNotice found = known.get(name);
    if (standing.isRefused() || found != null && found.heights().length == dag.authorCount()) {
      return standing.isRefused() ? null : found;
    }
    Notice notice = replica.sight().notice(row);
    if (notice == null) {
      judge(name, SnapshotStanding.MALFORMED);
      return null;
    }
    int[] heights = rules.heights(notice.frontier());
    if (heights == null) {
      return null;
    }
    byte[] key = new byte[AuthorId.BYTES];
    dag.copyAuthorKey(dag.author(row), key, 0);
    Hlc at = new Hlc(dag.wallMs(row), dag.counter(row));
    Agreement agreement = found == null ? new Agreement(dag, row) : found.agreement();
    found = new KnownNotice(name, row, AuthorId.of(key, 0), at, notice, heights, agreement);
    known.put(name, found);
    return found;
  }

  /** A snapshot was taken over: what was worked out counts no more. */
  void clear() {
    known.clear();
    equal.clear();
    open.clear();
  }

  /** This node makes so much of a notice, and if it refuses it, says so. */
  void judge(Hash name, SnapshotStanding standing) throws StoreException {
    rows().put(name, new NoticeRows.Met(standing, true));
    if (standing.isRefused()) {
      events.add(new Event.SnapshotRefused(replica.id(), name, standing));
    }
  }
}
