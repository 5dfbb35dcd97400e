package dev.latticenano.edge;

import dev.latticenano.core.Event;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.Child;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Shown;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * Which stores of a node are open: the roots, and every child that an open store declares, is not
 * archived, and this node has not declined; at every depth. A root is a store that this node made
 * or joined for its own sake: no other store closes it. Whoever declares a child, it is open while
 * one open store wants it so, and a store declared by its own descendant is opened once.
 *
 * <p>What is to be open follows from what the stores say, so {@link #settle} may be called at any
 * time and goes on where it was stopped.
 */
public final class StoreTree {
  /** Children of one store that are opened; further ones are passed over. */
  static final int CHILDREN_MAX = 1024;

  private final NodeHome home;
  private final StoreMarks marks;
  private final Inheritance inheritance;
  private boolean outdated;

  /**
   * One store in the tree.
   *
   * @param depth 0 for a root
   * @param parent the store that declares it here; null for a root
   * @param declared what the parent says of it; null for a root
   */
  public record Place(StoreId store, int depth, StoreId parent, Child declared) {
    /** True if an open store wants it open. */
    public boolean isWanted() {
      return declared == null || declared.status() == Child.Status.ACTIVE;
    }
  }

  StoreTree(NodeHome home, StoreMarks marks) {
    this.home = home;
    this.marks = marks;
    this.inheritance = new Inheritance(home);
  }

  StoreMarks marks() {
    return marks;
  }

  /** The stores on disk that are nobody's child. */
  List<StoreId> roots() throws StoreException, Failure {
    List<StoreId> roots = new ArrayList<>();
    for (StoreId store : onDisk()) {
      if (marks.parent(store) == null) {
        roots.add(store);
      }
    }
    return roots;
  }

  private List<StoreId> onDisk() throws StoreException {
    return home.directory().stores().stream()
        .map(each -> new StoreId(each.getMostSignificantBits(), each.getLeastSignificantBits()))
        .toList();
  }

  /** The roots are open: opens what lies in them, and finishes what an earlier run began. */
  void begin() throws StoreException, Failure {
    settle();
    boolean any = false;
    for (StoreId store : onDisk()) {
      StoreId parent = marks.parent(store);
      if (parent != null && home.isOpen(parent) && !isNamed(parent, store)) {
        any |= new ChildBirth(home, marks).finish(parent, store);
      }
    }
    if (any) {
      settle();
    }
    inherit();
  }

  /** Says in children what this node said in their parents of members, where it is not said yet. */
  void inherit() throws StoreException, Failure {
    for (Place place : places()) {
      if (place.parent() != null && home.isOpen(place.store()) && home.isOpen(place.parent())) {
        inheritance.settle(place.parent(), place.store());
      }
    }
  }

  /** The node is about to close: what can be said now does not wait for the next start. */
  void finish() throws StoreException {
    try {
      inherit();
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.FULL) {
        throw e;
      }
    } catch (Failure e) {
      // The store takes no write of this node now.
      EventLog.waiting("members", e.getMessage());
    }
  }

  /**
   * The open stores that have the members of {@code store}, itself left out: whoever is let into it
   * gets the keys of these as well.
   */
  public List<StoreId> heirs(StoreId store) throws StoreException, Failure {
    List<StoreId> heirs = new ArrayList<>(List.of(store));
    for (Place place : places()) {
      if (heirs.contains(place.parent())
          && home.isOpen(place.store())
          && home.node().system(place.store()).inheritsMembers()) {
        heirs.add(place.store());
      }
    }
    return heirs.subList(1, heirs.size());
  }

  private boolean isNamed(StoreId parent, StoreId store) throws StoreException {
    return home.node().system(parent).children().stream()
        .anyMatch(child -> child.id().equals(store));
  }

  /** Opens every store on disk, wanted or not; for whoever has to see them all. */
  public void openAll() throws StoreException, Failure {
    for (StoreId store : onDisk()) {
      reveal(store);
    }
  }

  /**
   * Settles if something has changed. On a full disk it is left for when there is room.
   *
   * @throws StoreException the disk failed, or what it says of stores cannot be read
   */
  void turn() throws StoreException {
    try {
      if (outdated) {
        outdated = false;
        settle();
      }
      if (inheritance.isDue()) {
        inherit();
      }
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.FULL) {
        throw e;
      }
      EventLog.waiting("stores", e.getMessage());
    } catch (Failure e) {
      throw new StoreException(StoreException.Kind.IO, e.getMessage(), e);
    }
  }

  /** Makes a store inside another one, open at once. */
  public StoreId create(StoreId parent, String name, String type, boolean independent)
      throws Failure {
    try {
      StoreId child = new ChildBirth(home, marks).create(parent, name, type, independent);
      settle();
      return child;
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  /** Opens a store on disk that is closed, to look into it. */
  void reveal(StoreId store) throws StoreException, Failure {
    if (!home.isOpen(store) && marks.isHere(store)) {
      home.openStore(store, ReplayProgress.SILENT);
    }
  }

  /** True if this node does not want the store, whoever declares it. */
  public boolean isDeclined(StoreId store) {
    return marks.isDeclined(store);
  }

  /** True if the store is open now. */
  public boolean isOpen(StoreId store) {
    return home.isOpen(store);
  }

  /** An event of the node that may change which stores are open. */
  void event(Event event) {
    outdated |= event instanceof Event.Children || event instanceof Event.Resumed;
  }

  /** Opens and closes what has to be; returns true if anything was. */
  boolean settle() throws StoreException, Failure {
    boolean any = false;
    boolean opened = true;
    // What is opened may have children in turn.
    while (opened) {
      opened = false;
      Map<StoreId, Place> wanted = wanted();
      for (Place place : List.copyOf(wanted.values())) {
        if (!home.isOpen(place.store())) {
          open(place);
          opened = true;
          any = true;
        }
      }
      if (!opened) {
        any |= closeOthers(wanted.keySet());
      }
    }
    return any;
  }

  private void open(Place place) throws StoreException, Failure {
    if (!marks.isHere(place.store())) {
      marks.child(place.store(), place.parent());
    }
    home.openStore(place.store(), ReplayProgress.SILENT);
  }

  /** Closes, the deepest first, what nobody wants open. */
  private boolean closeOthers(Set<StoreId> wanted) throws StoreException, Failure {
    List<StoreId> closing = new ArrayList<>();
    for (StoreId store : home.node().stores()) {
      if (!wanted.contains(store)) {
        closing.add(store);
      }
    }
    Map<StoreId, Integer> depths = new HashMap<>();
    closing.forEach(store -> depths.put(store, 0));
    for (StoreId store : closing) {
      depths.put(store, depth(store));
    }
    closing.sort((a, b) -> depths.get(b) - depths.get(a));
    for (StoreId store : closing) {
      home.closeStore(store);
    }
    return !closing.isEmpty();
  }

  private int depth(StoreId store) throws Failure {
    Set<StoreId> seen = new LinkedHashSet<>();
    StoreId next = store;
    while (next != null && seen.add(next)) {
      next = marks.parent(next);
    }
    return seen.size();
  }

  /** The stores that are to be open and can be told of now, parents before children. */
  private Map<StoreId, Place> wanted() throws StoreException, Failure {
    Map<StoreId, Place> wanted = new LinkedHashMap<>();
    for (Place place : places()) {
      if (place.isWanted() && !marks.isDeclined(place.store())) {
        wanted.putIfAbsent(place.store(), place);
      }
    }
    return wanted;
  }

  /**
   * Every store that this node knows of: the roots, and below each what it declares, children that
   * are archived or declined included; each once, below the first that wants it open, or else below
   * the first that names it.
   */
  public List<Place> places() throws StoreException, Failure {
    Map<StoreId, Place> found = new LinkedHashMap<>();
    Queue<Place> next = new ArrayDeque<>();
    for (StoreId root : roots()) {
      Place place = new Place(root, 0, null, null);
      found.put(root, place);
      next.add(place);
    }
    while (!next.isEmpty()) {
      Place above = next.remove();
      for (Place place : below(above)) {
        Place before = found.get(place.store());
        if (before == null || !before.isWanted() && place.isWanted()) {
          found.put(place.store(), place);
          if (place.isWanted()) {
            next.add(place);
          }
        }
      }
    }
    return List.copyOf(found.values());
  }

  private List<Place> below(Place above) throws StoreException {
    List<Place> below = new ArrayList<>();
    if (home.isOpen(above.store()) && !marks.isDeclined(above.store())) {
      for (Child child : home.node().system(above.store()).children()) {
        if (child.status() != Child.Status.REMOVED && below.size() < CHILDREN_MAX) {
          below.add(new Place(child.id(), above.depth() + 1, above.store(), child));
        }
      }
    }
    return below;
  }

  /** The place of the store that a person means by a name, an id, or the beginning of an id. */
  public Place find(String text) throws StoreException, Failure {
    List<Place> all = places();
    List<Place> found = new ArrayList<>();
    for (Place each : all) {
      if (text.equals(name(each)) || text.equals(each.store().toString())) {
        found.add(each);
      }
    }
    if (found.isEmpty()) {
      found = all.stream().filter(each -> each.store().toString().startsWith(text)).toList();
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new Failure(
        Failure.NOT_FOUND,
        found.isEmpty()
            ? "no store is called " + Shown.of(text) + "; see: lattice store tree"
            : Shown.of(text) + " fits " + found.size() + " stores; give more of the id");
  }

  /** What a store is called: by itself if it is open, else by its parent. */
  public String name(Place place) throws Failure {
    String own = home.isOpen(place.store()) ? home.storeName(place.store()) : "";
    return own.isEmpty() && place.declared() != null ? Shown.of(place.declared().name()) : own;
  }
}
