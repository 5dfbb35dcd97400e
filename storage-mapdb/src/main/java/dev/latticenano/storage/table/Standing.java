package dev.latticenano.storage.table;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.log.OwnRecord;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.RunsRecord.TableRuns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the tables of one store stand on: the runs that the last runs record of its log names, the
 * position it covers, and, beside them, the files of runs that no record names yet.
 */
final class Standing {
  private final SegmentLog log;
  private final RunFiles files;
  private final Collection<LayeredTable> tables;
  private final RunSet all;
  private final Set<String> begun = new HashSet<>();
  private int nextId;
  private long covered;
  private long written;
  private boolean leftovers;

  /** As {@code record} says, of the live {@code tables} that were opened from it. */
  Standing(SegmentLog log, RunFiles files, Collection<LayeredTable> tables, RunsRecord record) {
    this.log = log;
    this.files = files;
    this.tables = tables;
    all = new RunSet(tables);
    nextId = record.nextId();
    covered = record.covered();
    written = record.written();
  }

  /** The tables, live. */
  Collection<LayeredTable> tables() {
    return tables;
  }

  /** The runs under them. */
  RunSet all() {
    return all;
  }

  /** The position of the log before which every record is in the runs. */
  long covered() {
    return covered;
  }

  /** Bytes of all runs ever named. */
  long written() {
    return written;
  }

  /** A number that no run has yet. */
  int nextId() {
    return nextId++;
  }

  /** A file of that name is being written, or waits for a record that names it. */
  void begun(String name) {
    begun.add(name);
  }

  /** It is named by now, or not wanted any more. */
  void ended(String name) {
    begun.remove(name);
  }

  /** Names other tiers in the log and stands on them. */
  void publish(long position, Map<LayeredTable, List<Tier>> changed) throws StoreException {
    List<TableRuns> named = new ArrayList<>();
    long fresh = 0;
    for (LayeredTable table : tables) {
      List<Tier> tiers = changed.getOrDefault(table, table.tiers());
      named.add(TableRuns.of(table.shape(), tiers));
      fresh += RunSet.freshBytes(table, tiers);
    }
    byte[] body = new RunsRecord(nextId, position, written + fresh, named).encoded();
    log.appendOwn(OwnRecord.RUNS, body, 0, body.length);
    // From here on the record may reach the disk whatever happens, so its files must stay.
    leftovers = true;
    log.sync();
    changed.forEach(LayeredTable::install);
    covered = position;
    written += fresh;
  }

  /** Removes the files of runs that are neither named nor begun. */
  void tidy() throws StoreException {
    files.deleteOthers(names());
    leftovers = false;
  }

  /** Closes runs made in vain, and removes their files if no record can ever name them. */
  void giveUp(List<Run> made, StoreException failure) {
    try {
      RunSet.closeAll(made);
      if (!leftovers) {
        files.deleteOthers(names());
      }
    } catch (StoreException e) {
      leftovers = true;
      failure.addSuppressed(e);
    }
  }

  /** Closes all runs; of what was being written nothing stays. */
  void close(boolean unfinished) throws StoreException {
    Set<String> named = names();
    List<Run> runs = all.runs();
    tables.forEach(table -> table.install(List.of()));
    RunSet.closeAll(runs);
    if (unfinished && !leftovers) {
      files.deleteOthers(named);
    }
  }

  private Set<String> names() {
    Set<String> names = all.names();
    names.addAll(begun);
    return names;
  }
}
