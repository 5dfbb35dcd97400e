package dev.latticenano.core.relay;

import java.util.List;

/**
 * What a prune would drop, and who keeps it from dropping more.
 *
 * @param intentions how many would go
 * @param bytes of their signed intentions
 * @param heldBack of each member who alone holds something back, most first, at most 16
 */
public record PrunePlan(long intentions, long bytes, List<HeldBack> heldBack) {
  /** Nothing to drop, nobody holds anything back. */
  public static final PrunePlan NOTHING = new PrunePlan(0, 0, List.of());

  /** Takes a copy of the list. */
  public PrunePlan {
    heldBack = List.copyOf(heldBack);
  }
}
