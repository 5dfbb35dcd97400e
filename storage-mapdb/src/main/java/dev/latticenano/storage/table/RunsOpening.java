package dev.latticenano.storage.table;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.RunsRecord.NamedRun;
import dev.latticenano.storage.table.RunsRecord.TableRuns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Opens what the last runs record of a log names: all of it, or nothing and a reason. Of a run only
 * the end is read; its blocks are checked when they are read.
 */
final class RunsOpening {
  private final RunFiles files;
  private final Map<String, LayeredTable> tables = new LinkedHashMap<>();
  private final List<Run> opened = new ArrayList<>();
  private RunsRecord record = new RunsRecord(1, 0, 0, List.of());
  private String failure;

  RunsOpening(SegmentLog log, RunFiles files) {
    this.files = files;
    try {
      if (log.lastRuns() >= 0) {
        record = read(log, log.lastRuns());
      }
      for (TableRuns named : record.tables()) {
        if (tables.put(named.shape().name(), open(named)) != null) {
          throw new StoreException(Kind.CORRUPT, "two tables " + named.shape().name(), null);
        }
      }
    } catch (StoreException e) {
      failure = e.getMessage();
      tables.clear();
      record = new RunsRecord(record.nextId(), 0, record.written(), List.of());
      closeOpened();
    }
  }

  /** The tables, in the order of the record. */
  Map<String, LayeredTable> tables() {
    return tables;
  }

  /** What they were opened from; it names nothing if there was none, or after a failure. */
  RunsRecord record() {
    return record;
  }

  /** Why there are none, or null. */
  String failure() {
    return failure;
  }

  private static RunsRecord read(SegmentLog log, long position) throws StoreException {
    byte[] body = new byte[0];
    int length = log.readOwn(position, body, 0);
    if (length < 0) {
      body = new byte[-length];
      log.readOwn(position, body, 0);
    }
    RunsRecord record = RunsRecord.decoded(body);
    if (record == null || record.covered() < 0 || record.covered() > position) {
      throw new StoreException(
          Kind.CORRUPT, "the runs record at position " + position + " is of no known form", null);
    }
    return record;
  }

  private LayeredTable open(TableRuns named) throws StoreException {
    LayeredTable table = new LayeredTable(named.shape(), files.owner().salt());
    List<Tier> tiers = new ArrayList<>();
    for (List<NamedRun> names : named.tiers()) {
      List<Run> runs = new ArrayList<>();
      for (NamedRun name : names) {
        Run run = files.open(named.shape(), name);
        opened.add(run);
        runs.add(run);
      }
      Tier tier = Tier.of(runs);
      if (!tier.isDisjoint()) {
        throw new StoreException(
            Kind.CORRUPT, "runs of one tier of " + named.shape().name() + " overlap", null);
      }
      tiers.add(tier);
    }
    table.install(tiers);
    return table;
  }

  private void closeOpened() {
    for (Run run : opened) {
      try {
        run.source().close();
      } catch (StoreException e) {
        failure += "; " + e.getMessage();
      }
    }
  }
}
