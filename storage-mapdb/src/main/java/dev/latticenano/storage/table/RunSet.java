package dev.latticenano.storage.table;

import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All runs that the tables of one store stand on, live. */
final class RunSet {
  // With so many tiers of a table, or runs of a tier, a checkpoint merges before it adds to them.
  private static final int TIERS_MAX = 24;
  private static final int TIER_RUNS_MAX = 256;

  private final Collection<LayeredTable> tables;

  RunSet(Collection<LayeredTable> tables) {
    this.tables = tables;
  }

  /** The runs. */
  List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    for (LayeredTable table : tables) {
      table.tiers().forEach(tier -> runs.addAll(tier.runs()));
    }
    return runs;
  }

  /** The names of their files. */
  Set<String> names() {
    Set<String> names = new HashSet<>();
    for (LayeredTable table : tables) {
      for (Tier tier : table.tiers()) {
        for (Run run : tier.runs()) {
          names.add(name(table, run));
        }
      }
    }
    return names;
  }

  /** The name of the file of a run of {@code table}. */
  static String name(LayeredTable table, Run run) {
    return RunFiles.name(table.shape(), run.source().footer().id());
  }

  /** True if a table has so many tiers, or runs of one, that some are to be merged. */
  boolean isCrowded() {
    boolean crowded = false;
    for (LayeredTable table : tables) {
      crowded |= table.tiers().size() >= TIERS_MAX;
      for (Tier tier : table.tiers()) {
        crowded |= tier.size() >= TIER_RUNS_MAX;
      }
    }
    return crowded;
  }

  /** Bytes of all runs of these tiers. */
  static long bytes(List<Tier> tiers) {
    long bytes = 0;
    for (Tier tier : tiers) {
      bytes += tier.bytes();
    }
    return bytes;
  }

  /** Bytes of the runs among {@code tiers} that {@code table} does not stand on. */
  static long freshBytes(LayeredTable table, List<Tier> tiers) {
    Set<Run> before = new HashSet<>();
    table.tiers().forEach(tier -> before.addAll(tier.runs()));
    long bytes = 0;
    for (Tier tier : tiers) {
      for (Run run : tier.runs()) {
        bytes += before.contains(run) ? 0 : run.source().footer().fileBytes();
      }
    }
    return bytes;
  }

  /** Closes all of them, whatever fails, and tells of the first failure. */
  static void closeAll(List<Run> runs) throws StoreException {
    StoreException failure = null;
    for (Run run : runs) {
      try {
        run.source().close();
      } catch (StoreException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
