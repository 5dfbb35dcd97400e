package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import dev.latticenano.edge.files.Submission;
import dev.latticenano.host.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every view of a store's past works, or says that the older part was dropped. */
@Timeout(120)
class PrunedStoreTest {
  private static final String DROPPED = "dropped below the snapshot";

  @TempDir static Path place;
  private static Device laptop;
  private static Device phone;

  /** The hash of an intention that is a head of a key and was dropped. */
  private static String ghost;

  /** Two values of one key and much else lie below the snapshot, two writes above. */
  @BeforeAll
  static void drop() throws Exception {
    laptop = Device.init(place.resolve("laptop"));
    phone = Device.init(place.resolve("phone"));
    laptop.run("store", "create", "notes", "--type", "core:kvstore").ok();
    laptop.shareWith(phone, "notes");
    CarryFilesTest.sync(laptop, phone).ok();
    for (int i = 0; i < 4; i++) {
      laptop.run("kv", "put", "key", "value " + i).ok();
    }
    laptop.run("kv", "put", "both", "of the laptop").ok();
    phone.run("kv", "put", "both", "of the phone").ok();
    CarryFilesTest.sync(laptop, phone);
    laptop.run("store", "ack").ok();
    CarryFilesTest.sync(laptop, phone);
    laptop.run("snapshot", "make").ok();
    CarryFilesTest.sync(laptop, phone).ok();
    CarryFilesTest.sync(laptop, phone).ok();
    laptop.run("status").ok().shows("intentions dropped");
    laptop.run("kv", "put", "key", "above").ok();
    laptop.run("kv", "put", "other", "above").ok();
    ghost = heads(laptop, "both").getObject(1).getString("hash");
  }

  private static JsonArray heads(Device of, String key) throws Exception {
    return of.run("inspect", key, "--json").ok().json().getArray("heads");
  }

  private static String hashAbove() throws Exception {
    return laptop.run("history", "--json", "-n", "1").jsonArray().getObject(0).getString("hash");
  }

  private static int dropped() throws Exception {
    JsonObject store = laptop.run("status", "--json").ok().json().getArray("stores").getObject(0);
    JsonArray log = laptop.run("store", "debug", "log", "--json").ok().jsonArray();
    return store.getInt("intentions") - log.size();
  }

  private static void assertTells(String... words) {
    Outcome outcome = laptop.run(words);
    assertEquals(0, outcome.code(), outcome::toString);
    assertTrue((outcome.out() + outcome.err()).contains(DROPPED), outcome::toString);
    outcome.shows("above");
  }

  @Test
  void historyShowsWhatIsLeftAndTellsOfTheRest() throws Exception {
    assertTells("history");
    assertTells("history", "--sexpr");
    assertTells("history", "-n", "1");
    JsonArray rows = laptop.run("history", "--json").jsonArray();
    assertEquals(dropped() + 1, rows.getObject(0).getInt("sequence"));
    assertEquals(1, laptop.run("history", "--author", "laptop", "-n", "1").out().lines().count());
  }

  @Test
  void debugViewsShowWhatIsLeftAndTellOfTheRest() throws Exception {
    assertTells("store", "debug", "log");
    assertTells("store", "debug", "log", "--after", "0", "--limit", "100");
    Outcome first = laptop.run("store", "debug", "log", "--after", "0", "--limit", "2").ok();
    first.shows(DROPPED).shows("go on with --after");
    assertTells("store", "debug", "graph");
    laptop.run("store", "debug", "graph", "--before", "3").ok().shows(DROPPED);
    laptop.run("store", "debug", "graph", "--limit", "1").ok().shows("below; go on with --before");
    laptop.run("store", "debug", "graph", "--json").ok();
    assertEquals(2, laptop.run("store", "debug", "tips", "--json").ok().jsonArray().size());
    laptop.run("store", "debug", "tips").ok().shows("height ");
    laptop.run("store", "debug", "authors").ok().shows("laptop").shows(DROPPED);
    laptop.run("store", "debug", "floating").ok().shows("nothing floats");
    laptop.run("store", "debug", "intention", hashAbove().substring(0, 10)).ok().shows("opened");
    laptop
        .run("store", "debug", "intention", ghost.substring(0, 10))
        .refused(Failure.NOT_FOUND, DROPPED);
  }

  @Test
  void whatWasDroppedHasANameAndNoPath() throws Exception {
    laptop.run("show", hashAbove()).ok();
    laptop.run("show", ghost).refused(Failure.NOT_FOUND, DROPPED);
    String other = heads(laptop, "both").getObject(0).getString("hash");
    laptop.run("store", "debug", "branch", ghost, other).ok();
    laptop.run("store", "debug", "branch", ghost, hashAbove()).ok();
    laptop.run("store", "debug", "branch", ghost, hashAbove(), "--json").ok();
    laptop.run("inspect", "both").ok().shows("2 heads, in conflict").shows("of the phone");
    laptop.run("inspect", "key").ok().shows("1 head");
  }

  @Test
  void watchingFromBelowTellsThatItBeginsLater() {
    assertTells("kv", "watch", "--from", "1");
    assertEquals("", laptop.run("kv", "watch").ok().out());
  }

  @Test
  void theWaysOnAreThoseOfAnyStore() throws Exception {
    laptop.run("store", "quarantine", "list").ok().shows("everything in notes could be applied");
    laptop.run("store", "quarantine", "retry").ok().shows("applied ");
    laptop.run("fork", "list").ok().shows("no author is forked");
    laptop.run("fork", "resolve").ok().shows("0 intentions");
    laptop.run("scrub", "run").ok();
    laptop.run("gc").ok();
    laptop.run("store", "restate").ok();
    laptop.run("doctor").ok().shows("healthy");
    laptop.run("doctor", "--repair").ok().shows("healthy");
    laptop.run("snapshot", "check").ok();
  }

  @Test
  void stateIsMadeAnewFromTheSnapshot() throws Exception {
    String before = laptop.run("kv", "list", "--json").ok().out();
    laptop.run("store", "rebuild").ok().shows("applied ");
    assertEquals(before, laptop.run("kv", "list", "--json").ok().out());
    List<Path> index = inIndex();
    Files.delete(index.get(0));
    Outcome found = laptop.run("doctor");
    assertEquals(Failure.FINDINGS, found.code(), found::toString);
    found.shows("the index has to be made anew");
    laptop.run("doctor", "--repair").ok().shows("healthy, 1 thing mended");
    assertEquals(before, laptop.run("kv", "list", "--json").out());
    laptop.run("store", "rebuild");
    for (Path each : inIndex()) {
      Files.delete(each);
    }
    Files.delete(index.get(0).getParent());
    Outcome first = laptop.run("kv", "list", "--json");
    assertEquals(before, first.out());
    first.says("was made anew");
    assertEquals(before, laptop.run("kv", "list", "--json").ok().out());
    laptop.run("doctor").ok().shows("healthy");
  }

  private static List<Path> inIndex() throws Exception {
    try (Stream<Path> walk = Files.walk(laptop.dir().resolve("stores"))) {
      List<Path> files = walk.filter(path -> path.getParent().endsWith("index")).toList();
      assertFalse(files.isEmpty());
      return files;
    }
  }

  @Test
  void aLogIsReadAndFollowedFromItsSnapshot() throws Exception {
    Device keeper = Device.init(place.resolve("keeper"));
    keeper.run("store", "create", "diary", "--type", "core:logstore").ok();
    for (int i = 0; i < 3; i++) {
      keeper.run("log", "append", "entry " + i).ok();
    }
    keeper.run("snapshot", "make").ok().shows("intentions dropped");
    keeper.run("log", "append", "above").ok();
    keeper.run("log", "read").ok().shows("entry 0").shows("above");
    Outcome followed = keeper.run("log", "follow", "--from", "1");
    assertEquals(0, followed.code(), followed::toString);
    followed.shows("above").says(DROPPED);
    keeper.run("store", "rebuild").ok();
    keeper.run("log", "read").ok().shows("entry 0").shows("above");
  }

  @Test
  void whatCouldNotBeAppliedIsStillListedWhenItWasDropped() throws Exception {
    Device keeper = Device.init(place.resolve("photos"));
    keeper.run("store", "create", "photos").ok();
    try (NodeHome home = NodeHome.open(keeper.dir())) {
      byte[] nonsense = {(byte) 0xFF, 1, 2};
      home.submit(home.store(null), Submission.ops(nonsense), List.of());
    }
    keeper.run("put", Folders.file(place, "good", 10).toString()).ok();
    keeper.run("snapshot", "make").ok().shows("intentions dropped");
    keeper.run("store", "quarantine", "list").ok();
    keeper.run("ls").ok().shows("good");
    keeper.run("store", "rebuild").ok();
    keeper.run("ls").ok().shows("good");
    keeper.run("store", "quarantine", "list").ok();
    keeper.run("history").says(DROPPED);
  }
}
