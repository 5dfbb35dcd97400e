package dev.latticenano.edge.sim;

import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who is linked to whom for good, who meets whom, and who cannot reach whom. */
public final class Topology {
  private final Simulation simulation;
  private final List<Standing> standing = new ArrayList<>();
  private final List<Partition> partitions = new ArrayList<>();
  private long missed;

  /** A link that is there whenever it can be. */
  private record Standing(SimNode left, SimNode right, LinkKind kind) {}

  /** Nobody of the one side reaches anybody of the other. */
  private record Partition(Set<SimNode> left, Set<SimNode> right) {
    boolean parts(SimNode one, SimNode other) {
      return left.contains(one) && right.contains(other)
          || left.contains(other) && right.contains(one);
    }
  }

  Topology(Simulation simulation) {
    this.simulation = simulation;
  }

  /** Meetings that did not come about: no power, off the links, parted, or linked already. */
  public long missed() {
    return missed;
  }

  private boolean canReach(SimNode left, SimNode right) {
    return left != right
        && left.isOn()
        && right.isOn()
        && left.isOnline()
        && right.isOnline()
        && partitions.stream().noneMatch(each -> each.parts(left, right));
  }

  /** Joins two nodes for good. */
  public void link(SimNode left, SimNode right, LinkKind kind) throws StoreException {
    standing.add(new Standing(left, right, kind));
    relink();
  }

  /** Takes nodes off all links, or lets them back. */
  public void online(List<SimNode> nodes, boolean online) throws StoreException {
    nodes.forEach(each -> each.online(online));
    relink();
  }

  /** Parts the nodes of two groups. */
  public void part(List<SimNode> left, List<SimNode> right) {
    partitions.add(new Partition(new HashSet<>(left), new HashSet<>(right)));
    for (SimLink link : simulation.links()) {
      if (!canReach(link.left(), link.right())) {
        link.cut();
      }
    }
  }

  /** Ends all partitions. */
  public void heal() throws StoreException {
    partitions.clear();
    relink();
  }

  void relink() throws StoreException {
    for (Standing each : standing) {
      SimLink link = each.left().linkTo(each.right());
      if (link == null && canReach(each.left(), each.right())) {
        simulation.connect(each.left(), each.right(), each.kind(), true);
      }
    }
  }

  /**
   * Two nodes meet until both have all they want, at most for {@code forMs}.
   *
   * @return false if they cannot meet now, or are linked already
   */
  public boolean meet(SimNode left, SimNode right, LinkKind kind, long forMs)
      throws StoreException {
    if (!canReach(left, right) || left.linkTo(right) != null) {
      missed++;
      return false;
    }
    SimLink link = simulation.connect(left, right, kind, false);
    simulation.schedule(simulation.nowMs() + forMs, link::cut);
    return true;
  }

  /**
   * As {@link #meet}, and virtual time passes until it is over; where two are linked for good,
   * until they are done.
   *
   * @return true if both got all they wanted of each other
   */
  public boolean sync(SimNode left, SimNode right, LinkKind kind, long forMs)
      throws StoreException {
    long untilMs = simulation.nowMs() + forMs;
    if (left.linkTo(right) == null && !meet(left, right, kind, forMs)) {
      return false;
    }
    SimLink link = left.linkTo(right);
    simulation.runUntil(untilMs, () -> !link.isUp() || link.stays() && link.isDone());
    return link.stays() ? link.isDone() : link.wasDone();
  }
}
