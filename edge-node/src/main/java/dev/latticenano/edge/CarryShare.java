package dev.latticenano.edge;

import dev.latticenano.core.Carrying;
import dev.latticenano.storage.DataDirectory;

/** How many bytes of chunks a node carries for others: part of what it does not need itself. */
final class CarryShare {
  private static final int PERCENT = 100;

  private CarryShare() {}

  /**
   * What the settings let be used of the space that is free above the reserve, or would be if
   * nothing were carried.
   */
  static Carrying.Share of(DataDirectory directory, Settings settings) {
    int percent = settings.carryPercent();
    return carried -> {
      long free = directory.freeBytes() - directory.reserveBytes() + carried;
      return Math.max(0, free) / PERCENT * percent;
    };
  }
}
