package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.state.ChunkRoom;
import dev.latticenano.core.state.ChunkTreeReader;
import dev.latticenano.core.state.ChunkTreeReader.Step;
import dev.latticenano.core.state.ContentWalk;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The snapshots of one store whose chunks this node holds on to: the one that state begins with,
 * and those above it of which it made the same. A node without keys cannot tell which will count:
 * it holds on to the newest of which it was told, none larger than {@link
 * Limits#SNAPSHOT_CARRIED_BYTES_MAX}.
 */
final class SnapshotChunks {
  private final ChunkTreeReader tree = new ChunkTreeReader();
  private final ChunkRoom node = new ChunkRoom();

  /** A notice and what orders it among others. */
  private record Told(Notice notice, Hlc at, AuthorId author, Hash name) {
    private static final Comparator<Told> LATER =
        Comparator.comparing(Told::at).thenComparing(Told::author).thenComparing(Told::name);
  }

  /**
   * The notices of those snapshots.
   *
   * @param blindMost how many a node without keys holds on to
   */
  static List<Notice> of(Replica replica, int blindMost) throws StoreException {
    List<Notice> notices = new ArrayList<>();
    if (replica.settled().notice() != null) {
      notices.add(replica.settled().notice());
    }
    if (replica.bases() != null) {
      replica.bases().addOffered(notices);
    }
    boolean blind = isBlind(replica);
    List<Told> carried = new ArrayList<>();
    for (Map.Entry<Hash, NoticeRows.Met> each : replica.projection().notices().all().entrySet()) {
      SnapshotStanding standing = each.getValue().standing();
      if (standing == SnapshotStanding.EQUAL || blind && standing == SnapshotStanding.OPEN) {
        Told told = told(replica, each.getKey());
        if (told != null && standing == SnapshotStanding.EQUAL) {
          notices.add(told.notice());
        } else if (told != null && told.notice().size() <= Limits.SNAPSHOT_CARRIED_BYTES_MAX) {
          carried.add(told);
        }
      }
    }
    carried.sort(Told.LATER.reversed());
    carried.stream().limit(blindMost).forEach(told -> notices.add(told.notice()));
    return notices;
  }

  private static boolean isBlind(Replica replica) {
    return replica.projection().unread() > 0 || !replica.projection().members().isKnown();
  }

  private static Told told(Replica replica, Hash name) throws StoreException {
    Dag dag = replica.dag();
    int row = dag.find(name.toBytes(), 0);
    if (row == Dag.NONE || dag.pruning().isBelowFloor(row)) {
      return null;
    }
    Notice notice = replica.sight().notice(row);
    byte[] key = new byte[AuthorId.BYTES];
    dag.copyAuthorKey(dag.author(row), key, 0);
    return notice == null
        ? null
        : new Told(notice, new Hlc(dag.wallMs(row), dag.counter(row)), AuthorId.of(key, 0), name);
  }

  /** Shows {@code visitor} every chunk of a snapshot, those of names before what they name. */
  void walk(Notice notice, HeldChunks chunks, ContentWalk.Visitor<StoreException> visitor)
      throws StoreException {
    if (tree.wrap(notice.cid().toBytes(), 0, notice.size(), notice.levels()) != Verdict.OK) {
      return;
    }
    visitor.content(notice.levels());
    for (Step step = tree.next(); step != Step.DONE; step = tree.next()) {
      visitor.chunk(tree.nameArray(), tree.nameOffset(), tree.level());
      if (step == Step.NODE) {
        byte[] names = node.bytes();
        int length = chunks.read(tree.nameArray(), tree.nameOffset(), names);
        if (length < 0 || tree.supply(names, 0, length) != Verdict.OK) {
          visitor.unknown();
        }
      }
    }
    node.giveBack();
  }
}
