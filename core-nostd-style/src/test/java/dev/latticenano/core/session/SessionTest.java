package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Event;
import dev.latticenano.core.RefusedException;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.KvState;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whole conversations of two or three nodes over links that behave. */
class SessionTest {
  private final Mesh mesh = new Mesh(new Random(1));
  private final MeshNode a = mesh.node();
  private final MeshNode b = mesh.node();

  @Test
  void fillsANodeWithNothing() throws Exception {
    StoreId store = a.create(FileState.TYPE, 1);
    a.file(store, "note.txt", 100);
    a.file(store, "photo.jpg", 600_000);
    a.file(store, "empty", 0);
    b.open(store);
    mesh.link(a, b);
    mesh.rest(200);
    mesh.assertSame(store, a, b);
    assertEquals(List.of(new Event.Complete(1, Verdict.OK)), a.completions());
    assertEquals(4, b.disk.heldCount());
  }

  @Test
  void endsAtOnceWhenTheSetsAreEqual() throws Exception {
    StoreId store = a.create(KvState.TYPE, 1);
    b.open(store);
    MeshWire first = mesh.link(a, b);
    mesh.rest(100);
    first.cut();
    MeshWire second = mesh.link(a, b);
    mesh.rest(20);
    // Two calls, an answer and a proof; then twice a hello with all else, a rest.
    assertEquals(8, second.frames);
  }

  @Test
  void carriesFromLaptopToPhoneWhenTheyNeverMeet() throws Exception {
    MeshNode phone = mesh.node();
    StoreId store = a.create(FileState.TYPE, 1);
    a.file(store, "film", 3_000_000);
    b.open(store);
    phone.open(store);
    MeshWire wire = mesh.link(a, b);
    mesh.rest(500);
    wire.cut();
    mesh.nodes.remove(a);
    mesh.link(b, phone);
    mesh.rest(500);
    mesh.assertSame(store, a, b, phone);
  }

  @Test
  void meetsWithoutASharedStore() throws Exception {
    a.create(KvState.TYPE, 1);
    b.create(KvState.TYPE, 1);
    mesh.link(a, b);
    mesh.rest(20);
    assertEquals(0, a.node.peer(1).stores().size());
  }

  @Test
  void findsAStoreOpenedWhileLinked() throws Exception {
    StoreId store = a.create(KvState.TYPE, 1);
    mesh.link(a, b);
    mesh.rest(20);
    b.open(store);
    mesh.rest(50);
    mesh.assertSame(store, a, b);
    assertFalse(a.saw(Event.Refused.class));
    assertFalse(b.saw(Event.Refused.class));
  }

  @Test
  void passesOnWhatIsWrittenWhileLinked() throws Exception {
    MeshNode c = mesh.node();
    StoreId store = a.create(KvState.TYPE, 1);
    b.open(store);
    c.open(store);
    mesh.link(a, b);
    mesh.link(b, c);
    mesh.link(c, a);
    mesh.rest(200);
    for (int i = 0; i < 5; i++) {
      a.put(store, "from a " + i, 10);
      b.put(store, "from b " + i, 10);
      c.put(store, "shared", 10);
      mesh.rest(300);
      mesh.assertSame(store, a, b, c);
    }
  }

  @Test
  void fetchesThroughANodeThatIsStillFetching() throws Exception {
    MeshNode c = mesh.node();
    StoreId store = a.create(FileState.TYPE, 1);
    b.open(store);
    c.open(store);
    mesh.link(b, c);
    mesh.link(a, b, Mesh.SMALL, new MeshWire.Weather(0, 0, 0, 5, 2));
    for (int i = 0; i < 4; i++) {
      a.file(store, "film " + i, 700_000);
    }
    mesh.rest(50_000);
    mesh.assertSame(store, a, b, c);
  }

  @Test
  void convergesOnAForkAndTellsOfIt() throws Exception {
    StoreId store = a.create(KvState.TYPE, 1);
    a.put(store, "before", 10);
    MeshNode twin = mesh.node(1);
    twin.restore(a.backup());
    a.put(store, "one way", 10);
    twin.put(store, "another", 10);
    twin.put(store, "further", 10);
    b.open(store);
    mesh.link(a, b);
    mesh.rest(100);
    mesh.link(twin, b);
    mesh.rest(200);
    mesh.assertSame(store, a, b, twin);
    for (MeshNode each : mesh.nodes) {
      assertTrue(each.saw(Event.Forked.class));
    }
    RefusedException refused = assertThrows(RefusedException.class, () -> twin.put(store, "no", 1));
    assertEquals(Verdict.AUTHOR_FORKED, refused.verdict());
  }

  @Test
  void writesNothingWhileItsOwnLastIntentionIsUnknown() throws Exception {
    StoreId store = a.create(KvState.TYPE, 1);
    var backup = a.backup();
    for (int i = 0; i < 50; i++) {
      a.put(store, "lost " + i, 100);
    }
    b.open(store);
    mesh.link(a, b);
    mesh.rest(200);
    a.restore(backup);
    MeshWire wire = mesh.link(a, b, Mesh.SMALL, new MeshWire.Weather(0, 0, 0, 5, 1));
    while (!a.saw(Event.OwnTipUnknown.class)) {
      assertTrue(mesh.step());
    }
    assertEquals(
        Verdict.OWN_TIP_UNKNOWN,
        assertThrows(RefusedException.class, () -> a.put(store, "no", 1)).verdict());
    wire.cut();
    assertThrows(RefusedException.class, () -> a.put(store, "still no", 1));
    mesh.link(a, b);
    mesh.rest(200);
    a.put(store, "now", 1);
    mesh.rest(100);
    mesh.assertSame(store, a, b);
    assertFalse(a.saw(Event.Forked.class));
    assertEquals(1, a.events.stream().filter(Event.OwnTipUnknown.class::isInstance).count());
  }

  @Test
  void noticesItsOwnChainWhenEverythingIsLost() throws Exception {
    StoreId store = a.create(KvState.TYPE, 1);
    b.open(store);
    mesh.link(a, b);
    mesh.rest(100);
    a.restore(new java.util.TreeMap<>());
    a.open(store);
    mesh.link(a, b);
    while (!a.saw(Event.OwnTipUnknown.class)) {
      assertTrue(mesh.step());
    }
    mesh.rest(100);
    a.put(store, "now", 1);
    assertFalse(a.saw(Event.Forked.class));
  }
}
