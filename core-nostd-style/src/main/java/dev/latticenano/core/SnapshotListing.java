package dev.latticenano.core;

import dev.latticenano.core.dag.Agreement;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What a person is told of the snapshots of one store. */
final class SnapshotListing {
  private final Replica replica;
  private final Dag dag;

  SnapshotListing(Replica replica) {
    this.replica = replica;
    this.dag = replica.dag();
  }

  /** All notices that are here, the newest first. */
  List<MadeSnapshot> all() throws StoreException {
    List<MadeSnapshot> all = new ArrayList<>();
    for (Map.Entry<Hash, NoticeRows.Met> each : replica.projection().notices().all().entrySet()) {
      int row = dag.find(each.getKey().toBytes(), 0);
      Notice notice =
          row == Dag.NONE || dag.pruning().isBelowFloor(row) ? null : replica.sight().notice(row);
      if (notice != null) {
        all.add(made(each.getKey(), row, notice, each.getValue().standing()));
      }
    }
    all.sort(
        Comparator.comparingLong(MadeSnapshot::wallMs)
            .thenComparing(MadeSnapshot::notice)
            .reversed());
    return all;
  }

  private MadeSnapshot made(Hash name, int row, Notice notice, SnapshotStanding standing)
      throws StoreException {
    long covers = 0;
    for (int i = 0; i < notice.frontier().count(); i++) {
      covers += notice.frontier().height(i);
    }
    return new MadeSnapshot(
        name,
        author(row),
        dag.wallMs(row),
        standing,
        notice.cid(),
        notice.size(),
        covers,
        notice.equals(replica.settled().notice()),
        waitsFor(row));
  }

  private AuthorId author(int row) throws StoreException {
    byte[] key = new byte[AuthorId.BYTES];
    dag.copyAuthorKey(dag.author(row), key, 0);
    return AuthorId.of(key, 0);
  }

  private List<AuthorId> waitsFor(int row) throws StoreException {
    Agreement agreement = new Agreement(dag, row);
    List<AuthorId> waits = new ArrayList<>();
    for (AuthorId voter : replica.projection().members().voters()) {
      int number = dag.findAuthor(voter.toBytes(), 0);
      if (number == Dag.NONE || !agreement.agrees(number)) {
        waits.add(voter);
      }
    }
    return waits;
  }
}
