package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.grack.nanojson.JsonObject;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.SystemOpWriter;
import dev.latticenano.host.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stores in stores, on two nodes. */
@Timeout(120)
class StoreTreeTest {
  @TempDir Path place;
  private Device laptop;
  private Device phone;

  @BeforeEach
  void aRootOnTwoNodes() {
    laptop = Device.init(place.resolve("laptop"));
    phone = Device.init(place.resolve("phone"));
    laptop.run("store", "create", "home").ok();
    laptop.shareWith(phone, "home");
  }

  private void sync() throws Exception {
    Background serve = new Background(laptop.line("serve", "--once", "--tcp", "127.0.0.1:0"));
    phone.run("sync", "--tcp", serve.address()).ok();
    serve.end().ok();
  }

  private static void create(Device device, String parent, String name) {
    device.run("store", "create", "--in", parent, name).ok();
  }

  /** Name to status of all that a node knows of. */
  private static Map<String, String> tree(Device device) throws Exception {
    Map<String, String> tree = new TreeMap<>();
    for (Object each : device.run("store", "tree", "--json").ok().jsonArray()) {
      JsonObject row = (JsonObject) each;
      tree.put(row.getString("name"), row.getInt("depth") + " " + row.getString("status"));
    }
    return tree;
  }

  private static Set<StoreId> open(Device device) throws Exception {
    try (NodeHome home = NodeHome.open(device.dir())) {
      return Set.copyOf(home.node().stores());
    }
  }

  private static StoreId id(Device device, String name) throws Exception {
    try (NodeHome home = NodeHome.open(device.dir())) {
      return home.tree().find(name).store();
    }
  }

  @Test
  void aChildIsMadeAndFoundInTheTree() throws Exception {
    create(laptop, "home", "photos");
    create(laptop, "photos", "2026");
    assertEquals(Map.of("home", "0 open", "photos", "1 open", "2026", "2 open"), tree(laptop));
    laptop.run("store", "tree").ok().shows("    2026  nano:files");
  }

  @Test
  void aDeclarationThatArrivesBySyncOpensTheChildAndBringsItAtEveryDepth() throws Exception {
    create(laptop, "home", "photos");
    create(laptop, "photos", "2026");
    Folders.file(place, "beach.jpg", 100);
    laptop.run("put", "--store", "2026", place.resolve("beach.jpg").toString()).ok();
    sync();
    assertEquals(tree(laptop), tree(phone));
    phone.run("ls", "--store", "2026").ok().shows("beach.jpg");
  }

  @Test
  void storesOpenAgainAtTheNextStart() throws Exception {
    create(laptop, "home", "photos");
    create(laptop, "photos", "2026");
    sync();
    assertEquals(3, open(laptop).size());
    assertEquals(open(laptop), open(phone));
  }

  @Test
  void anArchivedChildIsClosedOnEveryNodeAndOpensAgain() throws Exception {
    create(laptop, "home", "photos");
    create(laptop, "home", "notes");
    sync();
    laptop.run("store", "archive", "photos").ok();
    sync();
    for (Device device : List.of(laptop, phone)) {
      assertEquals(
          Map.of("home", "0 open", "photos", "1 archived", "notes", "1 open"), tree(device));
      assertEquals(2, open(device).size());
    }
    phone.run("ls", "--store", "photos").refused(Failure.NOT_FOUND, "photos");
    laptop.run("store", "unarchive", "photos").ok();
    sync();
    assertEquals("1 open", tree(phone).get("photos"));
    phone.run("ls", "--store", "photos").ok();
  }

  @Test
  void archivingClosesAllThatLiesBelowAndNothingBeside() throws Exception {
    create(laptop, "home", "a");
    create(laptop, "a", "b");
    create(laptop, "b", "c");
    create(laptop, "home", "beside");
    sync();
    laptop.run("store", "archive", "a").ok();
    sync();
    for (Device device : List.of(laptop, phone)) {
      assertEquals(Map.of("home", "0 open", "a", "1 archived", "beside", "1 open"), tree(device));
      assertEquals(2, open(device).size());
    }
    laptop.run("store", "unarchive", "a").ok();
    sync();
    assertEquals("3 open", tree(phone).get("c"));
  }

  @Test
  void aServingNodeFollowsWhatItHears() throws Exception {
    sync();
    create(laptop, "home", "photos");
    try (Child serve = Child.start(phone.line("serve", "--tcp", "127.0.0.1:0"))) {
      String address = "127.0.0.1:" + serve.port();
      laptop.run("sync", "--tcp", address).ok();
      laptop.run("store", "archive", "photos").ok();
      laptop.run("sync", "--tcp", address).ok();
      laptop.run("store", "unarchive", "photos").ok();
      Folders.file(place, "x", 10);
      laptop.run("put", "--store", "photos", place.resolve("x").toString()).ok();
      laptop.run("sync", "--tcp", address).ok();
      serve.kill();
    }
    phone.run("ls", "--store", "photos").ok().shows("x");
  }

  @Test
  void aServingNodeWatchesEveryLevel() throws Exception {
    sync();
    try (Child serve = Child.start(phone.line("serve", "--tcp", "127.0.0.1:0"))) {
      String address = "127.0.0.1:" + serve.port();
      create(laptop, "home", "a");
      create(laptop, "a", "b");
      laptop.run("sync", "--tcp", address).ok();
      create(laptop, "b", "c");
      Folders.file(place, "deep", 10);
      laptop.run("put", "--store", "c", place.resolve("deep").toString()).ok();
      laptop.run("store", "archive", "a").ok();
      laptop.run("store", "unarchive", "a").ok();
      laptop.run("sync", "--tcp", address).ok();
      create(laptop, "a", "gone");
      laptop.run("store", "archive", "gone").ok();
      laptop.run("sync", "--tcp", address).ok();
      serve.kill();
    }
    assertEquals("2 archived", tree(phone).get("gone"));
    assertEquals("3 open", tree(phone).get("c"));
    phone.run("ls", "--store", "c").ok().shows("deep");
  }

  @Test
  void aChildTakenAwayByItsParentIsClosed() throws Exception {
    create(laptop, "home", "photos");
    sync();
    StoreId child = id(laptop, "photos");
    try (NodeHome home = NodeHome.open(laptop.dir())) {
      List<String> keys = List.of("name", "type", "status");
      ChildBirth.say(
          home,
          home.store("home"),
          SystemOpWriter.removeChild(child),
          keys.stream().map(key -> "child/" + child + "/" + key).toList());
    }
    sync();
    for (Device device : List.of(laptop, phone)) {
      assertEquals(Map.of("home", "0 open"), tree(device));
      assertFalse(open(device).contains(child));
    }
  }

  @Test
  void noStoreClosesARoot() throws Exception {
    laptop.run("store", "create", "other").ok();
    StoreId other = id(laptop, "other");
    try (NodeHome home = NodeHome.open(laptop.dir())) {
      StoreId root = home.store("home");
      ChildBirth.say(home, root, SystemOpWriter.addChild(other, "mine", "core:kvstore"), List.of());
      ChildBirth.say(home, root, SystemOpWriter.childStatus(other, 2), List.of());
      ChildBirth.say(home, other, SystemOpWriter.addChild(root, "up", "core:kvstore"), List.of());
      ChildBirth.say(home, root, SystemOpWriter.addChild(root, "me", "core:kvstore"), List.of());
      home.tree().settle();
      assertEquals(2, home.node().stores().size());
    }
    assertEquals(Map.of("home", "0 open", "other", "0 open"), tree(laptop));
  }

  @Test
  void opensAsManyChildrenAsItMayAndNoMore() throws Exception {
    try (NodeHome home = NodeHome.open(laptop.dir())) {
      List<byte[]> ops = new ArrayList<>();
      for (int i = 0; i <= StoreTree.CHILDREN_MAX; i++) {
        ops.add(SystemOpWriter.addChild(new StoreId(7, i), "child" + i, "core:kvstore"));
      }
      byte[] batch = SystemOpWriter.batch(ops);
      ChildBirth.say(home, home.store("home"), batch, List.of());
      assertEquals(1 + StoreTree.CHILDREN_MAX, home.tree().places().size());
    }
  }

  @Test
  void removingAsksOnceAndTwiceForALastCopy() throws Exception {
    create(laptop, "home", "photos");
    laptop.run("store", "remove", "photos").refused(Failure.FAILED, "4 writes that nobody else");
    laptop.run("store", "remove", "photos", "--yes").refused(Failure.FAILED, "--last-copy");
    laptop.run("store", "remove", "photos", "--yes", "--last-copy").ok();
    assertEquals(Map.of("home", "0 open", "photos", "1 removed here"), tree(laptop));
    assertFalse(Files.exists(laptop.dir().resolve("stores").resolve(id(laptop, "photos") + "")));
    assertEquals(1, open(laptop).size(), "its parent does not bring it back");
    laptop.run("store", "unarchive", "photos").ok();
    assertEquals("1 open", tree(laptop).get("photos"));
  }

  @Test
  void aStoreThatAnotherMemberHasSeenIsRemovedWhenAskedOnce() throws Exception {
    try (NodeHome home = NodeHome.open(phone.dir())) {
      var key = home.node().key();
      try (NodeHome other = NodeHome.open(laptop.dir())) {
        byte[] member = SystemOpWriter.peerStatus(key, 2);
        ChildBirth.say(other, other.store("home"), member, List.of());
      }
    }
    laptop.run("store", "remove", "home", "--yes").refused(Failure.FAILED, "--last-copy");
    sync();
    laptop.run("store", "remove", "home", "--yes").ok();
    assertEquals(Map.of(), tree(laptop));
  }

  @Test
  void removingAsksTwiceWhenOnlyThisNodeHasThePiecesOfAFile() throws Exception {
    Folders.file(place, "film", 300_000);
    laptop.run("put", place.resolve("film").toString()).ok();
    Path chunks = laptop.dir().resolve("chunks");
    Path aside = place.resolve("aside");
    Files.move(chunks, aside);
    Files.createDirectory(chunks);
    CarryFilesTest.sync(laptop, phone);
    phone.run("ls").ok().shows("film");
    Files.delete(chunks);
    Files.move(aside, chunks);
    laptop
        .run("store", "remove", "home", "--yes")
        .refused(Failure.FAILED, "kB) that nobody else is known to hold; sync first");
    CarryFilesTest.sync(laptop, phone).ok();
    laptop.run("store", "remove", "home", "--yes").ok();
  }

  @Test
  void removingAParentTakesWhatLiesInIt() throws Exception {
    create(laptop, "home", "a");
    create(laptop, "a", "b");
    laptop.run("store", "remove", "home", "--yes", "--last-copy").ok().shows("3 stores");
    assertEquals(Map.of(), tree(laptop));
    try (var left = Files.list(laptop.dir().resolve("stores"))) {
      assertEquals(0, left.count());
    }
  }

  /** Every state in which a stop may leave the making of a child. */
  @Test
  void aChildHalfMadeIsFinishedOrTakenAwayAtTheNextStart() throws Exception {
    Map<String, Integer> steps = new LinkedHashMap<>();
    steps.put("marked only", 0);
    steps.put("without a name", 1);
    steps.put("not declared", 2);
    for (Map.Entry<String, Integer> step : steps.entrySet()) {
      StoreId child = new StoreId(9, step.getValue());
      try (NodeHome home = NodeHome.open(laptop.dir())) {
        StoreId root = home.store("home");
        if (step.getValue() < 2) {
          home.tree().marks().child(child, root);
          home.openStore(child, ReplayProgress.SILENT);
        }
        if (step.getValue() == 1) {
          byte[] genesis = new GenesisOp("core:kvstore", 1).toOps();
          home.submit(child, genesis, List.of());
        }
        if (step.getValue() == 2) {
          home.createStore("half", "core:kvstore", false, root);
        }
      }
      Map<String, String> expected =
          step.getValue() == 2
              ? Map.of("home", "0 open", "half", "1 open")
              : Map.of("home", "0 open");
      assertEquals(expected, tree(laptop), step.getKey());
      assertEquals(expected.size(), open(laptop).size(), step.getKey());
    }
  }

  @Test
  void aRemovalThatWasCutOffIsFinishedAtTheNextStart() throws Exception {
    create(laptop, "home", "photos");
    Path stores = laptop.dir().resolve("stores");
    StoreId child = id(laptop, "photos");
    try (NodeHome home = NodeHome.open(laptop.dir())) {
      home.tree().marks().decline(child, true);
    }
    Files.move(stores.resolve(child.toString()), stores.resolve("removed-" + child));
    assertEquals("1 removed here", tree(laptop).get("photos"));
    assertFalse(Files.exists(stores.resolve("removed-" + child)));
  }

  @Test
  void whatLiesInAnArchivedStoreIsNoGarbage() throws Exception {
    create(laptop, "home", "photos");
    Folders.file(place, "film", 300_000);
    laptop.run("put", "--store", "photos", place.resolve("film").toString()).ok();
    laptop.run("store", "archive", "photos").ok();
    laptop.run("gc", "--copies", "0").ok();
    laptop.run("store", "unarchive", "photos").ok();
    laptop.run("get", "--store", "photos", "film", place.resolve("out").toString()).ok();
    assertEquals(-1, Files.mismatch(place.resolve("film"), place.resolve("out").resolve("film")));
  }
}
