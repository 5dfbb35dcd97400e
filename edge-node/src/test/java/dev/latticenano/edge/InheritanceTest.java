package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.SystemOpWriter;
import dev.latticenano.core.state.FileState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Children that have the members of their parents. */
@Timeout(120)
class InheritanceTest {
  private static final AuthorId PEER = AuthorId.parse("ab".repeat(32));

  @TempDir Path place;
  private Device laptop;

  @BeforeEach
  void threeStoresInOneAnother() {
    laptop = Device.init(place.resolve("laptop"));
    laptop.run("store", "create", "home").ok();
    laptop.run("store", "create", "--in", "home", "a").ok();
    laptop.run("store", "create", "--in", "a", "b").ok();
    laptop.run("store", "create", "--in", "home", "--independent", "own").ok();
  }

  private static void status(NodeHome home, String store, int status) throws Exception {
    String key = "peer/" + PEER + "/status";
    ChildBirth.say(home, home.store(store), SystemOpWriter.peerStatus(PEER, status), List.of(key));
  }

  private static int status(NodeHome home, String store) throws Exception {
    var peer = home.node().system(home.store(store)).peers().get(PEER);
    return peer == null ? 0 : peer.status();
  }

  private static void assertStatus(NodeHome home, int home0, int a, int b, int own)
      throws Exception {
    assertEquals(
        List.of(home0, a, b, own),
        List.of(status(home, "home"), status(home, "a"), status(home, "b"), status(home, "own")));
  }

  /** What the disk holds at this moment, as after a power cut. */
  private NodeHome cut(String name) throws Exception {
    Path copy = place.resolve(name);
    try (Stream<Path> all = Files.walk(laptop.dir())) {
      for (Path each : all.toList()) {
        Path to = copy.resolve(laptop.dir().relativize(each).toString());
        if (!each.getFileName().toString().equals("lock")) {
          Files.copy(each, to);
        }
      }
    }
    return NodeHome.open(copy);
  }

  @Test
  void whatIsSaidInAParentIsSaidInItsHeirs() throws Exception {
    for (int status : new int[] {2, 4, 2}) {
      try (NodeHome home = NodeHome.open(laptop.dir())) {
        status(home, "home", status);
      }
      try (NodeHome home = NodeHome.open(laptop.dir())) {
        assertStatus(home, status, status, status, 0);
      }
    }
  }

  @Test
  void goesOnAtTheNextStartWhereverItWasStopped() throws Exception {
    try (NodeHome home = NodeHome.open(laptop.dir())) {
      status(home, "home", 2);
      try (NodeHome afterTheParent = cut("first")) {
        assertStatus(afterTheParent, 2, 2, 2, 0);
      }
      new Inheritance(home).settle(home.store("home"), home.store("a"));
      assertStatus(home, 2, 2, 0, 0);
      try (NodeHome afterTheFirstChild = cut("second")) {
        assertStatus(afterTheFirstChild, 2, 2, 2, 0);
      }
    }
  }

  @Test
  void isSaidOnceAndNotAgain() throws Exception {
    try (NodeHome home = NodeHome.open(laptop.dir())) {
      status(home, "home", 2);
    }
    int before;
    try (NodeHome home = NodeHome.open(laptop.dir())) {
      before = home.node().dag(home.store("b")).sequence();
    }
    try (NodeHome home = NodeHome.open(laptop.dir())) {
      assertEquals(before, home.node().dag(home.store("b")).sequence());
    }
  }

  @Test
  void whatWasSaidLaterInAChildStays() throws Exception {
    try (NodeHome home = NodeHome.open(laptop.dir())) {
      status(home, "home", 2);
    }
    try (NodeHome home = NodeHome.open(laptop.dir())) {
      status(home, "a", 4);
    }
    try (NodeHome home = NodeHome.open(laptop.dir())) {
      assertStatus(home, 2, 4, 4, 0);
    }
  }

  @Test
  void aNewChildBeginsWithTheMembersOfItsParent() throws Exception {
    try (NodeHome home = NodeHome.open(laptop.dir())) {
      status(home, "home", 2);
      StoreId parent = home.store("home");
      home.tree().create(parent, "late", FileState.TYPE, false);
      assertEquals(2, status(home, "late"));
      assertEquals(
          List.of(home.store("a"), home.store("b"), home.store("late")).stream().sorted().toList(),
          home.tree().heirs(parent).stream().sorted().toList());
    }
  }
}
