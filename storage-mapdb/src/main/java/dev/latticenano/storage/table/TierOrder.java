package dev.latticenano.storage.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Where runs go among the tiers of a table, newest first. */
final class TierOrder {
  private TierOrder() {}

  /**
   * The tiers with a run on top that is newer than all of them. If it touches no range of the
   * newest tiers it may as well be older than these, and joins the largest tier it can; tiers that
   * hold a {@code busy} run, one being merged, stay as they are.
   */
  static List<Tier> withNewest(List<Tier> tiers, Run run, Set<Run> busy) {
    Tier single = Tier.of(List.of(run));
    int target = -1;
    for (int i = 0; i < tiers.size() && !tiers.get(i).overlaps(single); i++) {
      boolean free = tiers.get(i).runs().stream().noneMatch(busy::contains);
      if (free && (target < 0 || tiers.get(i).rows() > tiers.get(target).rows())) {
        target = i;
      }
    }
    List<Tier> result = new ArrayList<>(tiers);
    if (target < 0) {
      result.add(0, single);
    } else {
      List<Run> joined = new ArrayList<>(tiers.get(target).runs());
      joined.add(run);
      result.set(target, Tier.of(joined));
    }
    return result;
  }

  /** The tiers with {@code merged}, or nothing if null, in the place of the runs merged to it. */
  static List<Tier> withMerged(List<Tier> tiers, Collection<Run> inputs, Run merged) {
    List<Tier> result = new ArrayList<>();
    int oldest = -1;
    for (int i = 0; i < tiers.size(); i++) {
      if (tiers.get(i).runs().stream().anyMatch(inputs::contains)) {
        oldest = i;
      }
    }
    for (int i = 0; i < tiers.size(); i++) {
      List<Run> rest = new ArrayList<>(tiers.get(i).runs());
      rest.removeAll(inputs);
      if (i == oldest && merged != null) {
        rest.add(merged);
      }
      if (!rest.isEmpty()) {
        result.add(Tier.of(rest));
      }
    }
    return result;
  }
}
