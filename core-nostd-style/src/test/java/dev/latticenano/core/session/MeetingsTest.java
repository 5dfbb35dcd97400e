package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Event;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.KvState;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Ends that have met before, and what they remember of it. */
class MeetingsTest {
  private static final int AUTHORS = 12;

  private final Mesh mesh = new Mesh(new Random(8));
  private final MeshNode a = mesh.node();
  private final MeshNode b = mesh.node();
  private StoreId store;

  /** Two nodes with the same intentions of many authors, who have met. */
  private void fill() throws Exception {
    store = a.create(KvState.TYPE, 1);
    for (int i = 0; i < AUTHORS; i++) {
      MeshNode author = mesh.node();
      author.open(store);
      mesh.meet(a, author);
      a.grantAll(store);
      mesh.meet(a, author);
      author.put(store, "by " + i, 10);
      mesh.meet(a, author);
      mesh.nodes.remove(author);
    }
    b.open(store);
    mesh.meet(a, b);
  }

  private long met(MeshNode left, MeshNode right) throws Exception {
    MeshWire wire = mesh.link(left, right);
    mesh.rest(20_000);
    mesh.assertSame(store, left, right);
    wire.cut();
    assertFalse(left.saw(Event.Refused.class) || right.saw(Event.Refused.class));
    return wire.sessionBytes();
  }

  @Test
  void whoHasMetSpeaksOnlyOfWhatIsNew() throws Exception {
    fill();
    assertTrue(met(a, b) < 150, "nothing is new");
    a.put(store, "news", 10);
    assertTrue(met(a, b) < 200 + 240, "one intention is new");
    b.put(store, "more", 10);
    a.put(store, "other", 10);
    assertTrue(met(b, a) < 230 + 2 * 240, "one intention is new at each end");
  }

  @Test
  void remembersOverARestart() throws Exception {
    fill();
    a.node.checkpoint();
    a.crash();
    b.node.checkpoint();
    b.crash();
    assertTrue(met(a, b) < 150);
  }

  @Test
  void meetsAllTheSameWhenOneEndHasForgotten() throws Exception {
    fill();
    a.put(store, "news", 10);
    b.put(store, "more", 10);
    b.restore(b.backup());
    long bytes = met(a, b);
    assertTrue(bytes > 2 * AUTHORS * 17 + 100, "all tips travel: " + bytes);
    a.put(store, "again", 10);
    assertTrue(met(a, b) < 200 + 240);
  }

  @Test
  void meetsAllTheSameWhenOneEndRemembersAnOlderMeeting() throws Exception {
    fill();
    b.node.checkpoint();
    a.put(store, "between", 10);
    met(a, b);
    b.crash();
    b.put(store, "more", 10);
    met(a, b);
    met(b, a);
  }

  @Test
  void oneNewIntentionOnALiveLinkTakesOneChange() throws Exception {
    fill();
    MeshWire wire = mesh.link(a, b);
    mesh.rest(20_000);
    for (int i = 0; i < 5; i++) {
      long before = wire.sessionBytes();
      (i % 2 == 0 ? a : b).put(store, "live " + i, 10);
      mesh.rest(20_000);
      mesh.assertSame(store, a, b);
      long bytes = wire.sessionBytes() - before;
      assertTrue(bytes < 600, "change " + i + " took " + bytes);
    }
  }

  @Test
  void convergesWhateverEitherEndHasForgotten() {
    Seeds.run(MeetingsTest.class, random -> forgetful(new Mesh(random), random));
  }

  private static void forgetful(Mesh mesh, Random random) throws Exception {
    MeshNode[] nodes = {mesh.node(), mesh.node(), mesh.node()};
    StoreId store = nodes[0].create(KvState.TYPE, 1);
    nodes[1].open(store);
    nodes[2].open(store);
    mesh.meet(nodes[0], nodes[1]);
    mesh.meet(nodes[1], nodes[2]);
    for (int round = 0; round < 30; round++) {
      MeshNode one = nodes[random.nextInt(3)];
      MeshNode two = nodes[random.nextInt(3)];
      for (int i = random.nextInt(4); i > 0; i--) {
        one.put(store, "key " + random.nextInt(5), 10);
      }
      switch (random.nextInt(5)) {
        case 0 -> two.crash();
        case 1 -> two.node.checkpoint();
        case 2 -> two.restore(two.backup());
        default -> {}
      }
      if (one != two) {
        boolean lossy = random.nextBoolean();
        MeshWire.Weather storm = new MeshWire.Weather(10, 5, 20, 3, 20);
        MeshWire wire =
            mesh.link(
                one, two, lossy ? Mesh.LOSSY : Mesh.SMALL, lossy ? storm : MeshWire.Weather.FAIR);
        if (random.nextInt(4) == 0) {
          mesh.run(random.nextInt(30));
        } else {
          mesh.rest(20_000);
          mesh.assertSame(store, one, two);
        }
        wire.cut();
      }
    }
    mesh.meet(nodes[0], nodes[1]);
    mesh.meet(nodes[1], nodes[2]);
    mesh.meet(nodes[0], nodes[1]);
    mesh.assertSame(store, nodes);
  }
}
