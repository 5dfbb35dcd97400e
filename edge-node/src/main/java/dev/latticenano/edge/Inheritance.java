package dev.latticenano.edge;

import dev.latticenano.core.Projection;
import dev.latticenano.core.RefusedException;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.SystemOpWriter;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.state.SystemState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Members that a store has from its parent (docs/operations.md, Members of stores in stores). What
 * this node said in the parent of a peer's status, role or name it says in the child, too, unless
 * something later was said there. Nobody repeats what others said, so two owners do not undo each
 * other's changes; and what is to be said follows from what the stores hold, so a stop in between
 * costs nothing.
 */
final class Inheritance {
  private static final List<String> FIELDS = List.of("status", "role", "name");
  private static final int OWNER = 1;

  // Each change cites what it replaces; an intention cites no more than 16.
  private static final int CHANGES_MAX = 16;

  private final NodeHome home;
  private final Map<StoreId, Integer> places = new HashMap<>();
  private final Set<String> said = new HashSet<>();

  Inheritance(NodeHome home) {
    this.home = home;
  }

  /** True if the state of some store has changed since this was asked last. */
  boolean isDue() {
    boolean due = false;
    for (StoreId store : home.node().stores()) {
      Projection projection = home.node().projection(store);
      if (projection.isWhole()) {
        Integer before = places.put(store, projection.place());
        due |= before == null || before != projection.place();
      }
    }
    return due;
  }

  /** Says in {@code child} what this node said last in {@code parent} and is not said there. */
  void settle(StoreId parent, StoreId child) throws StoreException, Failure {
    boolean whole =
        home.node().projection(parent).isWhole() && home.node().projection(child).isWhole();
    if (whole && home.node().system(child).inheritsMembers() && isOwner(child)) {
      say(parent, child, false);
    }
  }

  /** Says in a new {@code child} all that is said in {@code parent}, whoever said it. */
  void copy(StoreId parent, StoreId child) throws StoreException, Failure {
    if (home.node().system(child).inheritsMembers()) {
      say(parent, child, true);
    }
  }

  private boolean isOwner(StoreId child) throws StoreException {
    SystemState system = home.node().system(child);
    byte[] role = system.value("peer/" + home.node().key() + "/role");
    return role == null || LittleEndian.longAt(role, 0) == OWNER;
  }

  private void say(StoreId parent, StoreId child, boolean all) throws StoreException, Failure {
    List<byte[]> ops = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (AuthorId peer : home.node().system(parent).peers().keySet()) {
      for (String field : FIELDS) {
        String key = "peer/" + peer + "/" + field;
        byte[] value = news(parent, child, key, all);
        if (value != null && said.add(child + key + Arrays.hashCode(value))) {
          ops.add(op(peer, field, value));
          keys.add(key);
        }
        if (ops.size() == CHANGES_MAX) {
          write(child, ops, keys);
        }
      }
    }
    write(child, ops, keys);
    share(child);
  }

  // Whoever became a member here was not given the key by being let in above.
  private void share(StoreId child) throws StoreException, Failure {
    try {
      home.node().membership(child).share(System.currentTimeMillis());
    } catch (RefusedException e) {
      throw new Failure(Failure.FAILED, Notices.refused(e.verdict()), e);
    }
  }

  private void write(StoreId child, List<byte[]> ops, List<String> keys)
      throws StoreException, Failure {
    if (!ops.isEmpty()) {
      byte[] op = ops.size() == 1 ? ops.get(0) : SystemOpWriter.batch(ops);
      ChildBirth.say(home, child, op, keys);
      ops.clear();
      keys.clear();
    }
  }

  /** What is to be said in the child under {@code key}; null for nothing. */
  private byte[] news(StoreId parent, StoreId child, String key, boolean all)
      throws StoreException {
    List<Head> above = home.node().system(parent).heads(key);
    if (above.isEmpty() || above.get(0).tombstone()) {
      return null;
    }
    List<Head> below = home.node().system(child).heads(key);
    Head said = above.get(0);
    if (!below.isEmpty()) {
      boolean later = below.get(0).timestamp().compareTo(said.timestamp()) >= 0;
      if (later || Arrays.equals(below.get(0).value(), said.value())) {
        return null;
      }
    }
    return all || said.author().equals(home.node().key()) ? said.value() : null;
  }

  private static byte[] op(AuthorId peer, String field, byte[] value) {
    return switch (field) {
      case "status" -> SystemOpWriter.peerStatus(peer, (int) LittleEndian.longAt(value, 0));
      case "role" -> SystemOpWriter.peerRole(peer, (int) LittleEndian.longAt(value, 0));
      default -> SystemOpWriter.peerName(peer, new String(value, StandardCharsets.UTF_8));
    };
  }
}
