package dev.latticenano.storage.table;

import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A checkpoint under way: what was on the heap of the tables when it began is set aside, and
 * becomes runs, a few rows at a time, while new rows gather above it. Only when all of them are
 * written does one record name them. After a failure it begins anew; what is set aside stays.
 */
final class Checkpointing {
  private final Standing standing;
  private final RunFiles files;
  private final long position;
  private final List<LayeredTable> tables = new ArrayList<>();
  private final Map<LayeredTable, List<Run>> made = new LinkedHashMap<>();
  private OverlayRuns writing;
  private int next;
  private long bytes;
  private boolean named;
  private boolean failed;

  /** Sets aside what the tables have on the heap: every record before {@code position}. */
  Checkpointing(Standing standing, RunFiles files, long position) {
    this.standing = standing;
    this.files = files;
    this.position = position;
    for (LayeredTable table : standing.tables()) {
      if (table.overlay().count() > 0) {
        table.setAside();
        tables.add(table);
      }
    }
  }

  /** What the tables cover when it is done. */
  long position() {
    return position;
  }

  /** True if there was nothing to set aside. */
  boolean isEmpty() {
    return tables.isEmpty();
  }

  /** True if the disk failed since it last got anywhere: whoever wants it done tries again. */
  boolean hasFailed() {
    return failed;
  }

  /** Bytes written so far, those in vain among them. */
  long bytes() {
    return bytes;
  }

  /**
   * Goes on with one run for about {@code budgetBytes}, or names them all.
   *
   * @param busy runs that are being merged
   * @return true when the tables stand at its position
   */
  boolean step(int budgetBytes, Set<Run> busy) throws StoreException {
    if (!named) {
      try {
        failed = false;
        if (writing != null || next < tables.size()) {
          write(budgetBytes);
          return false;
        }
        name(busy);
      } catch (StoreException e) {
        failed = true;
        standing.giveUp(giveUp(), e);
        throw e;
      }
    }
    standing.tidy();
    return true;
  }

  private void write(int budgetBytes) throws StoreException {
    LayeredTable table = tables.get(next);
    if (writing == null) {
      writing = new OverlayRuns(table, files, standing);
    }
    Run run = writing.step(budgetBytes);
    bytes += writing.takeBytes();
    if (run != null) {
      made.computeIfAbsent(table, of -> new ArrayList<>()).add(run);
    }
    if (!writing.hasMore()) {
      writing = null;
      next++;
    }
  }

  private void name(Set<Run> busy) throws StoreException {
    Map<LayeredTable, List<Tier>> changed = new LinkedHashMap<>();
    if (!made.isEmpty()) {
      files.syncDirectory();
    }
    for (Map.Entry<LayeredTable, List<Run>> each : made.entrySet()) {
      List<Tier> tiers = each.getKey().tiers();
      for (Run run : each.getValue()) {
        tiers = TierOrder.withNewest(tiers, run, busy);
      }
      changed.put(each.getKey(), tiers);
    }
    standing.publish(position, changed);
    named = true;
    tables.forEach(LayeredTable::dropAside);
    forgetNames();
    // From now on they are the tables'.
    made.clear();
  }

  /**
   * Forgets what is written, but not what is set aside.
   *
   * @return the runs that were finished, which no record names: to be closed and removed
   */
  List<Run> giveUp() {
    forgetNames();
    if (writing != null) {
      writing.abandon();
      writing = null;
    }
    List<Run> runs = new ArrayList<>();
    made.values().forEach(runs::addAll);
    made.clear();
    next = 0;
    return runs;
  }

  private void forgetNames() {
    made.forEach((table, runs) -> runs.forEach(run -> standing.ended(RunSet.name(table, run))));
  }
}
