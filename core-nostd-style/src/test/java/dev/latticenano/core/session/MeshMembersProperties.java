package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.RefusedException;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.SystemOpWriter;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.state.Standing;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Nodes that write, let in and throw out while they are apart, and meet at random; one of them is
 * let in late, and meets some who have not heard of it. At the end all who show each other the
 * store have the same set, as far as it is shown, every session says so, and the same counts in
 * state, whoever learnt of a revocation before or after what the revoked one wrote later.
 */
class MeshMembersProperties {
  private static final int ROUNDS = 25;
  // Somebody comes in late in one life of ten.
  private static final int ROUNDS_MAX = 10 * ROUNDS;
  private static final int STEPS_MAX = 200_000;
  private static final int NODES = 5;
  private static final int LATE = NODES - 1;

  @Test
  void endEqualWhoeverLearntOfARevocationFirst() {
    long[] hidden = new long[1];
    int[] late = new int[1];
    boolean one = !System.getProperty("seed", "").isBlank();
    for (int round = 0; round < ROUNDS || !one && wants(hidden, late, round); round++) {
      Seeds.run(
          getClass(),
          random -> {
            Life life = new Life(random);
            hidden[0] += life.live();
            late[0] += life.isLateIn() ? 1 : 0;
          });
    }
    assertTrue(hidden[0] > 0 || one, "nothing was hidden");
    assertTrue(late[0] > 0 || one, "nobody came in late");
  }

  private static boolean wants(long[] hidden, int[] late, int round) {
    return (hidden[0] == 0 || late[0] == 0) && round < ROUNDS_MAX;
  }

  private static final class Life {
    private final Random random;
    private final Mesh mesh;
    private final StoreId store;
    private final List<MeshMembers> members = new ArrayList<>();
    private int written;

    Life(Random random) throws StoreException, RefusedException {
      this.random = random;
      this.mesh = new Mesh(random);
      for (int i = 0; i < LATE; i++) {
        mesh.node();
      }
      // A type that no node knows: what counts is asked of the members, not of a state.
      store = mesh.nodes.get(0).create("headless", 1);
      mesh.node();
      for (MeshNode node : mesh.nodes) {
        if (!node.logs.containsKey(store)) {
          node.open(store);
        }
        members.add(new MeshMembers(node, store));
      }
      for (int i = 1; i < LATE; i++) {
        say(0, i, Standing.ACTIVE, 1 + random.nextInt(2));
      }
      meet(0, 1 + random.nextInt(NODES - 1));
    }

    long live() throws StoreException {
      for (int i = 0; i < 30; i++) {
        int node = random.nextInt(NODES);
        switch (random.nextInt(9)) {
          case 0 -> say(node, random.nextInt(NODES), Standing.REVOKED, 0);
          case 1 -> say(node, random.nextInt(NODES), Standing.ACTIVE, 1 + random.nextInt(3));
          case 2, 3, 4, 5 -> write(node);
          default -> meet(node, (node + 1 + random.nextInt(NODES - 1)) % NODES);
        }
      }
      for (int round = 0; round < 4; round++) {
        for (int left = 0; left < NODES; left++) {
          for (int right = left + 1; right < NODES; right++) {
            meet(left, right);
          }
        }
      }
      return check();
    }

    private long check() throws StoreException {
      long hidden = 0;
      for (int i = 0; i < NODES; i++) {
        String picture = mesh.nodes.get(i).picture(store);
        for (int j = 0; j < i; j++) {
          if (shows(i, j) && shows(j, i)) {
            assertEquals(mesh.nodes.get(j).picture(store), picture);
            assertEquals(members.get(j).counted(), members.get(i).counted());
            assertEquals(members.get(j).rows(), members.get(i).rows(), "rows that a snapshot has");
          }
        }
        MeshMembers again = new MeshMembers(mesh.nodes.get(i), store);
        assertEquals(picture, mesh.nodes.get(i).picture(store), "members told anew");
        assertEquals(members.get(i).hiddenCount(), again.hiddenCount());
        hidden += again.hiddenCount();
      }
      return hidden;
    }

    /** True if {@code node} has heard that {@code peer} is a member, or may be one again. */
    private boolean shows(int node, int peer) {
      Standing standing = members.get(node).members.standing(key(peer));
      boolean out = standing != null && standing.status() == Standing.REVOKED;
      return standing != null
          && (!out || members.get(node).members.admits(key(peer)) == Verdict.OK);
    }

    boolean isLateIn() {
      return shows(0, LATE) && shows(LATE, 0);
    }

    private AuthorId key(int node) {
      return mesh.nodes.get(node).key.id();
    }

    private void say(int by, int peer, int status, int role) throws StoreException {
      List<byte[]> ops = new ArrayList<>(List.of(SystemOpWriter.peerStatus(key(peer), status)));
      if (role > 0) {
        ops.add(SystemOpWriter.peerRole(key(peer), role));
      }
      byte[] batch = SystemOpWriter.batch(ops);
      UniversalOpWriter writer = new UniversalOpWriter().system(batch, 0, batch.length);
      byte[] out = new byte[writer.length()];
      writer.write(out, 0, out.length);
      submit(by, out);
    }

    private void write(int node) throws StoreException {
      submit(node, MeshNode.ops(new byte[] {(byte) written++}));
    }

    /** An honest node cites what was said of it; a thief's does not, and writes all the same. */
    private void submit(int node, byte[] ops) throws StoreException {
      MeshMembers own = members.get(node);
      List<Hash> cited = random.nextInt(4) == 0 ? List.of() : own.members.newest(key(node));
      Standing standing = own.members.standing(key(node));
      boolean stops = standing == null || !standing.isMember();
      if (stops && (own.members.admits(key(node)) != Verdict.OK || random.nextBoolean())) {
        return;
      }
      own.write(mesh.nodes.get(node).key, mesh.nowMs, ops, cited);
    }

    private void meet(int left, int right) throws StoreException {
      MeshWire wire = mesh.link(mesh.nodes.get(left), mesh.nodes.get(right));
      int steps = 0;
      catchUp();
      while (steps++ < STEPS_MAX && mesh.step()) {
        catchUp();
      }
      assertTrue(steps < STEPS_MAX, "not at rest");
      wire.cut();
    }

    private void catchUp() throws StoreException {
      for (MeshMembers each : members) {
        each.catchUp();
      }
    }
  }
}
