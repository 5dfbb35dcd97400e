package dev.latticenano.storage.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Which runs of a table to merge next, if any: {@value #FAN_IN} or more neighbours in age of about
 * the same size, or neighbours in key of one tier, so that the number of runs grows with the
 * logarithm of the rows and a row is written about once a level. What would become larger than the
 * cap is left as it is: a merge never needs more space than that.
 */
final class MergeChoice {
  /** Tiers of a level that are merged. */
  static final int FAN_IN = 8;

  /** Neighbours in a tier that are too many open files, though they answer as one run. */
  static final int CROWD = 192;

  /** Bytes of a merged run at most. */
  static final long CAP_BYTES = 67_108_864;

  /** Bytes of a run that is no longer small, however few its rows. */
  static final long FULL_BYTES = 131_072;

  private static final int FULL_LEVEL = Tier.level(FlashTables.DUE_ROWS);
  private static final int LEVELS = 21;

  private final LayeredTable table;
  private final List<Run> inputs;
  private final List<Tier> layers;
  private final List<Tier> older;
  private final long bytes;

  private MergeChoice(LayeredTable table, List<Tier> layers, List<Tier> older) {
    this.table = table;
    this.layers = layers;
    this.older = older;
    inputs = new ArrayList<>();
    long sum = 0;
    for (Tier layer : layers) {
      inputs.addAll(layer.runs());
      sum += layer.bytes();
    }
    bytes = sum;
  }

  /** The smallest merge that is worth its bytes, or null. */
  static MergeChoice of(Collection<LayeredTable> tables, long capBytes) {
    MergeChoice best = null;
    for (LayeredTable table : tables) {
      MergeChoice choice = of(table, capBytes);
      if (choice != null && (best == null || choice.bytes < best.bytes)) {
        best = choice;
      }
    }
    return best;
  }

  /** All runs of a table, which has some. */
  static MergeChoice all(LayeredTable table) {
    return new MergeChoice(table, table.tiers(), List.of());
  }

  private static MergeChoice of(LayeredTable table, long capBytes) {
    List<Tier> tiers = table.tiers();
    for (int level = 0; level < LEVELS; level++) {
      int[] window = window(tiers, level, FAN_IN, capBytes, Long.MAX_VALUE);
      if (window != null) {
        return new MergeChoice(
            table, tiers.subList(window[0], window[1]), tiers.subList(window[1], tiers.size()));
      }
    }
    for (int i = 0; i < tiers.size(); i++) {
      List<Tier> singles = new ArrayList<>();
      tiers.get(i).runs().forEach(run -> singles.add(Tier.of(List.of(run))));
      int[] window = null;
      for (int level = 0; level < FULL_LEVEL && window == null; level++) {
        window = window(singles, level, FAN_IN, capBytes, FULL_BYTES);
      }
      window = window == null ? crowd(singles, capBytes) : window;
      if (window != null) {
        List<Run> runs = tiers.get(i).runs().subList(window[0], window[1]);
        return new MergeChoice(table, List.of(Tier.of(runs)), tiers.subList(i + 1, tiers.size()));
      }
    }
    return null;
  }

  /**
   * From which to which, exclusive, at least {@code fanIn} neighbours up to a level, each below
   * {@code fullBytes}, fit the cap, the first and the last of just that level; or null.
   */
  private static int[] window(
      List<Tier> tiers, int level, int fanIn, long capBytes, long fullBytes) {
    long bytes = 0;
    int start = 0;
    int[] found = null;
    for (int end = 0; end < tiers.size(); end++) {
      int here = tiers.get(end).level();
      bytes += tiers.get(end).bytes();
      if (here > level || tiers.get(end).bytes() >= fullBytes) {
        start = end + 1;
        bytes = 0;
      }
      while (start <= end && (bytes > capBytes || tiers.get(start).level() < level)) {
        bytes -= tiers.get(start++).bytes();
      }
      if (here == level && end + 1 - start >= fanIn) {
        found = new int[] {start, end + 1};
      } else if (found != null && start > found[0]) {
        return found;
      }
    }
    return found;
  }

  /**
   * The first of very many neighbours that are all small against the cap: what fits it; or null.
   */
  private static int[] crowd(List<Tier> runs, long capBytes) {
    int start = 0;
    for (int end = 0; end < runs.size(); end++) {
      if (runs.get(end).bytes() > capBytes / FAN_IN) {
        start = end + 1;
      } else if (end + 1 - start == CROWD) {
        int stop = start;
        long bytes = 0;
        while (stop <= end && bytes + runs.get(stop).bytes() <= capBytes) {
          bytes += runs.get(stop++).bytes();
        }
        return new int[] {start, stop};
      }
    }
    return null;
  }

  LayeredTable table() {
    return table;
  }

  /** The runs to be merged. */
  List<Run> inputs() {
    return inputs;
  }

  /** The same runs in tiers, newest first. */
  List<Tier> layers() {
    return layers;
  }

  /** The tiers below, which a mark may bury rows of. */
  List<Tier> older() {
    return older;
  }

  /** Bytes of the inputs: about what the merge will write. */
  long bytes() {
    return bytes;
  }
}
