package dev.latticenano.edge;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.SystemOpWriter;
import dev.latticenano.core.state.Child;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How a store goes from this node: archived for everybody, left by this node, or taken off its
 * disk. Only the last removes anything, and not before it was asked for twice where this node may
 * be the last to have it.
 */
public final class Departure {
  private static final int ACTIVE = 1;
  private static final int ARCHIVED = 2;
  private static final int REVOKED = 4;

  private final NodeHome home;

  /** From the node of {@code home}. */
  public Departure(NodeHome home) {
    this.home = home;
  }

  /** Says that a child is to be closed everywhere, or to be open again. */
  public void archive(StoreTree.Place child, boolean archived) throws Failure {
    if (child.parent() == null) {
      throw new Failure(
          Failure.BAD_INPUT, "only a store inside another can be archived; this one is a root");
    }
    try {
      byte[] status = SystemOpWriter.childStatus(child.store(), archived ? ARCHIVED : ACTIVE);
      String key = "child/" + child.store() + "/status";
      ChildBirth.say(home, child.parent(), status, List.of(key));
      home.tree().marks().decline(child.store(), false);
      home.tree().settle();
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  /** Says in the store that this node is a member no more; its files stay. */
  public void leave(StoreId store) throws Failure {
    try {
      String key = "peer/" + Hex.encode(home.node().key().toBytes()) + "/status";
      byte[] revoked = SystemOpWriter.peerStatus(home.node().key(), REVOKED);
      ChildBirth.say(home, store, revoked, List.of(key));
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  /** What would go with a store: it and all that lies in it on this disk, the deepest first. */
  public List<StoreTree.Place> going(StoreTree.Place top) throws Failure {
    try {
      List<StoreTree.Place> going = new ArrayList<>();
      going.add(top);
      for (StoreTree.Place each : home.tree().places()) {
        boolean below = going.stream().anyMatch(one -> one.store().equals(each.parent()));
        if (below && home.tree().marks().isHere(each.store()) && isChildHere(each.store())) {
          going.add(each);
        }
      }
      Collections.reverse(going);
      return going;
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  // A root that another store names as its child is here for its own sake.
  private boolean isChildHere(StoreId store) throws Failure {
    return home.tree().marks().parent(store) != null;
  }

  /** How many intentions in a store nobody else is known to have seen; a closed one is opened. */
  public int alone(StoreId store) throws Failure {
    try {
      home.tree().reveal(store);
      return home.node().acks().alone(store, home.relays().listed(store));
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  /** The chunks that only this node is known to hold and that would go with these stores. */
  public LastCopies lastCopies(List<StoreTree.Place> going) throws Failure {
    try {
      home.tree().openAll();
      Set<StoreId> stores = new HashSet<>();
      going.forEach(each -> stores.add(each.store()));
      return LastCopies.of(home, stores);
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  /**
   * Takes a store and all that lies in it off this disk. A child is declined first, so that its
   * parent does not bring it back; joining it again brings it back.
   */
  public void remove(StoreTree.Place top) throws Failure {
    try {
      for (StoreTree.Place each : going(top)) {
        if (each.declared() != null && each.declared().status() != Child.Status.REMOVED) {
          home.tree().marks().decline(each.store(), true);
        }
        if (home.isOpen(each.store())) {
          home.closeStore(each.store());
        }
        home.tree().marks().remove(each.store());
      }
      home.tree().settle();
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }
}
