package dev.latticenano.core;

import dev.latticenano.core.dag.ContentHeights;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.relay.Statement;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * How far the members of one store are behind, and when to look whether one of them stands
 * differently than before: some time after news, and again while somebody lacks what came a moment
 * ago, who is in step all the same, for its ack is on the way. When all that is lacking has been
 * here for long, a look would find what the last one found, until somebody who is behind becomes
 * silent: that, or news, is waited for. A look costs members times authors.
 */
final class Lags {
  /** Between news and a look. */
  static final long LOOK_MS = 60_000;

  /** What has been here for so long a member in step has acked. */
  static final long PATIENCE_MS = 600_000;

  /** Who is behind and was not seen for so long is silent. */
  static final long SILENT_MS = 7 * 24 * 3_600_000L;

  private static final long NEVER = Long.MAX_VALUE;

  private final Replica replica;
  private final ContentHeights contents;
  private final Map<AuthorId, Lag.Standing> told = new HashMap<>();
  private int[] vector = new int[16];
  private int[] older;
  private int[] newer;
  private long newerMs;
  private long lookedMs;
  private long lookAtMs = NEVER;
  private long armedMs;

  /** What has been held when the store was opened has been here for long. */
  Lags(Replica replica, ContentHeights contents) {
    this.replica = replica;
    this.contents = contents;
    this.older = heights();
    this.newer = older;
  }

  private int[] heights() {
    int[] heights = new int[replica.dag().authorCount()];
    Arrays.setAll(heights, replica.dag()::authorHeight);
    return heights;
  }

  /** Something was witnessed. */
  void news(long nowMs) {
    if (lookAtMs == NEVER) {
      look(LOOK_MS, nowMs);
    } else if (lookAtMs - nowMs > PATIENCE_MS) {
      long sinceMs = Math.max(0, nowMs - lookedMs);
      look(Math.max(LOOK_MS, PATIENCE_MS - sinceMs), nowMs);
    }
  }

  private void look(long waitMs, long nowMs) {
    armedMs = nowMs;
    lookAtMs = nowMs + waitMs;
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    return lookAtMs;
  }

  /** True if it is time to look; a clock that was set back makes nobody wait longer. */
  boolean isDue(long nowMs) {
    return lookAtMs != NEVER && (nowMs >= lookAtMs || nowMs < armedMs);
  }

  /** Tells who of {@code members} stands differently than it was told last. */
  void tick(List<AuthorId> members, Set<AuthorId> linked, Queue<Event> events, long nowMs)
      throws StoreException {
    lookAtMs = NEVER;
    lookedMs = nowMs;
    if (nowMs - newerMs >= PATIENCE_MS || nowMs < newerMs) {
      older = newer;
      newer = heights();
      newerMs = nowMs;
    }
    boolean settled = isSettled();
    long waitMs = NEVER;
    for (Lag lag : lags(members, linked, nowMs)) {
      Lag.Standing before = told.put(lag.member(), lag.standing());
      if (lag.standing() != (before == null ? Lag.Standing.IN_STEP : before)) {
        events.add(new Event.Lagging(replica.id(), lag));
      }
      if (lag.behind() > 0 && lag.standing() != Lag.Standing.SILENT) {
        boolean waits = settled && lag.standing() == Lag.Standing.BEHIND;
        waitMs = Math.min(waitMs, waits ? untilSilentMs(lag.member(), nowMs) : PATIENCE_MS);
      }
    }
    if (waitMs != NEVER) {
      look(waitMs, nowMs);
    }
  }

  /** True if all that is held has been here for long. */
  private boolean isSettled() {
    Dag dag = replica.dag();
    boolean settled = older.length == dag.authorCount();
    for (int author = 0; settled && author < older.length; author++) {
      settled = older[author] == dag.authorHeight(author);
    }
    return settled;
  }

  // Who is linked is seen now, and may be unlinked before the next look.
  private long untilSilentMs(AuthorId member, long nowMs) throws StoreException {
    Dag dag = replica.dag();
    int author = dag.findAuthor(member.toBytes(), 0);
    int height = author == Dag.NONE ? 0 : dag.authorHeight(author);
    long seenMs = height == 0 ? 0 : wallMs(dag.wallMs(dag.rowAtHeight(author, height)), nowMs);
    return Math.max(PATIENCE_MS, SILENT_MS - (nowMs - seenMs));
  }

  /** How far each of {@code members} is behind; {@code linked} are those with a link that is up. */
  List<Lag> lags(List<AuthorId> members, Set<AuthorId> linked, long nowMs) throws StoreException {
    List<Lag> lags = new ArrayList<>();
    for (AuthorId member : members) {
      lags.add(lag(member, linked.contains(member), nowMs));
    }
    return lags;
  }

  /** How many intentions none of {@code members} is known to have seen, and no relay lists. */
  int alone(List<AuthorId> members, List<Statement> listed) throws StoreException {
    Dag dag = replica.dag();
    int[] seen = new int[dag.authorCount()];
    for (AuthorId member : members) {
      see(member);
      for (int author = 0; author < seen.length; author++) {
        seen[author] = Math.max(seen[author], vector[author]);
      }
    }
    for (Statement each : listed) {
      see(each, seen);
    }
    int alone = 0;
    for (int author = 0; author < seen.length; author++) {
      alone += contents.count(author, seen[author]);
      // Nobody says which branches of a fork it has.
      alone += dag.isForked(author) ? dag.branchRows(author).count() : 0;
    }
    return Math.min(alone, Lag.BEHIND_MAX);
  }

  /** Raises {@code seen} to the tips that a relay lists and that are here, too. */
  private void see(Statement listed, int[] seen) throws StoreException {
    Dag dag = replica.dag();
    byte[] tip = new byte[Hash.BYTES];
    for (int i = 0; i < listed.authors(); i++) {
      listed.tip(i).write(tip, 0);
      int author = dag.findAuthor(listed.author(i).toBytes(), 0);
      int row = author == Dag.NONE ? Dag.NONE : dag.find(tip, 0);
      if (row != Dag.NONE && dag.author(row) == author && dag.height(row) == listed.height(i)) {
        seen[author] = Math.max(seen[author], listed.height(i));
      }
    }
  }

  private Lag lag(AuthorId member, boolean isLinked, long nowMs) throws StoreException {
    Dag dag = replica.dag();
    int tip = see(member);
    long seenMs = tip == Dag.NONE ? 0 : wallMs(dag.wallMs(tip), nowMs);
    int author = tip == Dag.NONE ? Dag.NONE : dag.author(tip);
    return count(member, author, isLinked ? nowMs : seenMs, nowMs);
  }

  /** Fills {@link #vector} with what {@code member} has seen; returns its tip or none. */
  private int see(AuthorId member) throws StoreException {
    Dag dag = replica.dag();
    int author = dag.findAuthor(member.toBytes(), 0);
    int height = author == Dag.NONE ? 0 : dag.authorHeight(author);
    if (vector.length < dag.authorCount()) {
      vector = new int[dag.authorCount() * 2];
    }
    if (height == 0) {
      Arrays.fill(vector, 0, dag.authorCount(), 0);
      return Dag.NONE;
    }
    int tip = dag.rowAtHeight(author, height);
    dag.vector(tip, vector);
    return tip;
  }

  // A clock that was wrong makes nobody seen in the future.
  private static long wallMs(long wallMs, long nowMs) {
    return Long.compareUnsigned(wallMs, nowMs) > 0 ? nowMs : wallMs;
  }

  private Lag count(AuthorId member, int author, long seenMs, long nowMs) throws StoreException {
    Dag dag = replica.dag();
    int behind = 0;
    boolean orMore = false;
    boolean lacksOld = false;
    for (int other = 0; other < dag.authorCount() && behind < Lag.BEHIND_MAX; other++) {
      int seen = vector[other];
      if (other != author && dag.authorHeight(other) > seen) {
        behind += contents.count(other, seen);
        orMore |= !contents.isCounted(other, seen);
        int oldest = contents.oldest(other, seen);
        lacksOld |= oldest > 0 && other < older.length && oldest <= older[other];
      }
    }
    orMore |= behind >= Lag.BEHIND_MAX;
    Lag.Standing standing = Lag.Standing.IN_STEP;
    if (lacksOld || behind >= Lag.BEHIND_MAX) {
      boolean silent = nowMs - seenMs >= SILENT_MS;
      standing = silent ? Lag.Standing.SILENT : Lag.Standing.BEHIND;
    }
    return new Lag(member, Math.min(behind, Lag.BEHIND_MAX), orMore, seenMs, standing);
  }
}
