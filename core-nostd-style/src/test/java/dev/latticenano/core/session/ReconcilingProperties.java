package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.KvState;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Authors forked on both ends, over links of every kind: what differs comes, and nothing else. */
class ReconcilingProperties {
  private static final int ROUNDS = 4;
  private static final int RECONCILED_MAX = 40_000;

  @Test
  void setsForkedOnBothEndsEndEqual() {
    Seeds.run(
        getClass(),
        random -> {
          for (int round = 0; round < ROUNDS; round++) {
            new Forks(random, 5 + random.nextInt(60)).meet(round % 2 == 0);
          }
        });
  }

  @Test
  void aForkCostsWhatDiffersAndAFewHundredBytes() throws Exception {
    Forks forks = new Forks(new Random(3), 1);
    MeshWire wire = forks.mesh.link(forks.left, forks.right);
    forks.mesh.rest(1000);
    forks.mesh.assertSame(forks.store, forks.left, forks.right);
    assertTrue(wire.bytes < 8000, wire.bytes + " bytes for six intentions among " + 200);
  }

  @Test
  void whatNobodyCanGiveIsTriedOnce() throws Exception {
    Forks forks = new Forks(new Random(4), 3);
    rotAll(forks.left);
    rotAll(forks.right);
    MeshWire wire = forks.mesh.link(forks.left, forks.right);
    forks.mesh.rest(2000);
    assertEquals(
        Verdict.SETS_DIFFER, forks.left.node.peer(wire.leftLink).trouble(), "nothing was given");
    assertEquals(Verdict.SETS_DIFFER, forks.right.node.peer(wire.rightLink).trouble());
    assertTrue(wire.frames < 100, wire.frames + " frames");
  }

  private static void rotAll(MeshNode node) throws Exception {
    for (MeshStore log : node.logs.values()) {
      int count = log.durableCount();
      for (int i = count - 6; i < count; i++) {
        log.rot(i);
      }
    }
  }

  /** Two pairs of nodes: each pair is one half of two forks. */
  private static final class Forks {
    private final Random random;
    private final Mesh mesh;
    private final MeshNode left;
    private final MeshNode right;
    private final StoreId store;

    Forks(Random random, int branch) throws Exception {
      this.random = random;
      mesh = new Mesh(random);
      left = mesh.node();
      MeshNode other = mesh.node();
      store = left.create(KvState.TYPE, 1);
      other.open(store);
      mesh.meet(left, other);
      write(left, branch == 1 ? 198 : random.nextInt(60));
      mesh.meet(left, other);
      right = mesh.node(1);
      right.restore(left.backup());
      MeshNode otherTwin = mesh.node(2);
      otherTwin.restore(other.backup());
      for (MeshNode each : List.of(left, other, right, otherTwin)) {
        write(each, branch == 1 || branch == 3 ? branch : 1 + random.nextInt(branch));
      }
      mesh.meet(left, other);
      mesh.meet(right, otherTwin);
    }

    private void write(MeshNode node, int count) throws Exception {
      for (int i = 0; i < count; i++) {
        mesh.nowMs += random.nextInt(3);
        node.put(store, "key " + random.nextInt(20), random.nextInt(40));
      }
    }

    void meet(boolean lossy) throws Exception {
      MeshWire.Weather weather =
          lossy
              ? new MeshWire.Weather(20, 10, 20, 5, 8)
              : new MeshWire.Weather(0, 0, 0, 3, 1 + random.nextInt(6));
      LinkProfile profile = new LinkProfile(4096 + random.nextInt(4097), lossy ? 200 : 0);
      profile = !lossy && random.nextBoolean() ? Mesh.SMALL : profile;
      MeshWire wire = mesh.link(left, right, profile, weather);
      mesh.rest(RECONCILED_MAX);
      mesh.assertSame(store, left, right);
      assertEquals(4, tips(left), "two authors, two branches each");
      Progress progress = left.node.peer(wire.leftLink).progress(store);
      // Where an end tells that both are even and forks say otherwise, the last answer may come
      // again.
      assertTrue(
          lossy || progress.repeated() <= progress.received(),
          progress.repeated() + " came again, of " + progress.received());
    }

    private int tips(MeshNode node) {
      int tips = 0;
      for (int author = 0; author < node.node.dag(store).authorCount(); author++) {
        tips += node.node.dag(store).tipCount(author);
      }
      return tips;
    }
  }
}
