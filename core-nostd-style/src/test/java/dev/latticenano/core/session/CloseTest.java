package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Event;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.SystemOpWriter;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.state.Child;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.state.KvState;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Stores that are closed while links are up, opened again, and say what children they have. */
class CloseTest {
  private final Mesh mesh = new Mesh(new Random(1));
  private final MeshNode a = mesh.node();
  private final MeshNode b = mesh.node();

  private static void close(Mesh mesh, MeshNode node, StoreId store) throws Exception {
    node.node.close(store, mesh.nowMs);
    mesh.drain(node);
  }

  private void say(MeshNode node, StoreId store, byte[] systemOp) throws Exception {
    UniversalOpWriter ops = new UniversalOpWriter().system(systemOp, 0, systemOp.length);
    byte[] bytes = new byte[ops.length()];
    ops.write(bytes, 0, bytes.length);
    node.submit(store, bytes, List.of());
  }

  @Test
  void aClosedStoreIsOfferedToNobodyAndTheOthersGoOn() throws Exception {
    StoreId closed = a.create(KvState.TYPE, 1);
    StoreId kept = a.create(KvState.TYPE, 2);
    b.open(closed);
    b.open(kept);
    mesh.link(a, b);
    mesh.rest(200);
    close(mesh, a, closed);
    a.put(kept, "key", 10);
    b.put(closed, "other", 10);
    mesh.rest(200);
    mesh.assertSame(kept, a, b);
    assertEquals(List.of(kept), b.node.peer(2).stores());
    assertEquals(List.of(kept), a.node.stores());
    assertFalse(a.saw(Event.Refused.class) || b.saw(Event.Refused.class));
    a.open(closed);
    mesh.rest(200);
    mesh.assertSame(closed, a, b);
  }

  @Test
  void isClosedAndOpenedAgainInTheMiddleOfAnExchange() {
    Seeds.run(CloseTest.class, random -> inTheMiddle(new Mesh(random), random));
  }

  private static void inTheMiddle(Mesh mesh, Random random) throws Exception {
    MeshNode left = mesh.node();
    MeshNode right = mesh.node();
    StoreId files = left.create(FileState.TYPE, 1);
    StoreId values = left.create(KvState.TYPE, 2);
    right.open(files);
    right.open(values);
    boolean lossy = random.nextBoolean();
    MeshWire.Weather storm = new MeshWire.Weather(10, 5, 20, 3, 20);
    MeshWire.Weather weather = lossy ? storm : MeshWire.Weather.FAIR;
    mesh.link(left, right, lossy ? Mesh.LOSSY : Mesh.SMALL, weather);
    // Who is let in hears of it first.
    mesh.rest(100_000);
    for (int round = 0; round < 4; round++) {
      left.file(files, "file" + round, 40_000);
      right.put(values, "key" + round, 300);
      for (int i = random.nextInt(60); i > 0 && mesh.step(); i--) {
        left.put(values, "busy", 10);
      }
      MeshNode node = random.nextBoolean() ? left : right;
      StoreId store = random.nextBoolean() ? files : values;
      close(mesh, node, store);
      for (int i = random.nextInt(40); i > 0 && mesh.step(); i--) {
        assertFalse(node.node.stores().contains(store));
      }
      node.open(store);
    }
    mesh.rest(100_000);
    mesh.assertSame(files, left, right);
    mesh.assertSame(values, left, right);
    if (!lossy) {
      assertFalse(left.saw(Event.Refused.class) || right.saw(Event.Refused.class));
    }
  }

  @Test
  void tellsWhenAStoreSaysSomethingElseOfItsChildren() throws Exception {
    StoreId parent = a.create(KvState.TYPE, 1);
    StoreId child = new StoreId(1, 2);
    a.put(parent, "key", 10);
    assertEquals(0, told(a));
    say(a, parent, SystemOpWriter.addChild(child, "pictures", FileState.TYPE));
    assertEquals(1, told(a));
    b.open(parent);
    mesh.link(a, b);
    mesh.rest(200);
    assertEquals(1, told(b));
    Child active = new Child(child, "pictures", FileState.TYPE, Child.Status.ACTIVE);
    assertEquals(List.of(active), b.node.system(parent).children());
    a.put(parent, "key", 10);
    mesh.rest(200);
    assertEquals(1, told(b));
    say(a, parent, SystemOpWriter.childStatus(child, 2));
    mesh.rest(200);
    assertEquals(2, told(b));
    assertEquals(Child.Status.ARCHIVED, b.node.system(parent).children().get(0).status());
    b.crash();
    mesh.rest(200);
    assertEquals(3, told(b), "a store that is opened says it for the first time");
  }

  @Test
  void aChildThatWasTakenAwayIsKnownAsSuch() throws Exception {
    StoreId parent = a.create(KvState.TYPE, 1);
    StoreId child = new StoreId(1, 2);
    say(a, parent, SystemOpWriter.addChild(child, "pictures", FileState.TYPE));
    List<Hash> cited =
        a.node.system(parent).heads("child/" + child + "/name").stream().map(Head::hash).toList();
    byte[] removal = SystemOpWriter.removeChild(child);
    UniversalOpWriter ops = new UniversalOpWriter().system(removal, 0, removal.length);
    byte[] bytes = new byte[ops.length()];
    ops.write(bytes, 0, bytes.length);
    a.submit(parent, bytes, cited);
    List<Child> children = a.node.system(parent).children();
    assertEquals(1, children.size());
    assertEquals(Child.Status.REMOVED, children.get(0).status());
    assertTrue(told(a) == 2);
  }

  private static long told(MeshNode node) {
    return node.events.stream().filter(Event.Children.class::isInstance).count();
  }
}
