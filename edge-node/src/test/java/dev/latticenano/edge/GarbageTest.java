package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What gc takes and what it leaves, as a user sees it. */
@Timeout(120)
class GarbageTest {
  @TempDir Path place;
  private Device laptop;
  private Device phone;
  private Path film;

  @BeforeEach
  void makeTwoNodesWithAFilm() throws Exception {
    laptop = Device.init(place.resolve("laptop"));
    phone = Device.init(place.resolve("phone"));
    laptop.run("store", "create", "photos").ok();
    laptop.shareWith(phone, "photos");
    film = Folders.file(place, "film", 300_000);
    laptop.run("put", film.toString()).ok();
  }

  private static long chunks(Device device) throws Exception {
    return Folders.count(device.dir().resolve("chunks"));
  }

  @Test
  void takesAnEarlierVersionOnlyWhenAnotherNodeHoldsIt() throws Exception {
    assertEquals(3, chunks(laptop));
    laptop.run("rm", "film").ok();
    laptop
        .run("gc")
        .ok()
        .shows("removed 0 chunks")
        .shows("kept 3 chunks (301.2 kB) of earlier versions: fewer than 1 other node proved");
    assertEquals(3, chunks(laptop));
    laptop.run("put", film.toString()).ok();
    CarryFilesTest.sync(laptop, phone).ok();
    laptop.run("rm", "film").ok();
    laptop.run("gc", "--copies", "2").ok().shows("removed 0 chunks");
    laptop.run("gc", "--dry-run").ok().shows("would remove 3 chunks (301.2 kB)");
    JsonObject row = laptop.run("gc", "--json").ok().json();
    assertEquals(3, row.getInt("removed_chunks"));
    // Put again after it was removed, the film has another key: the first put's are still the last.
    assertEquals(3, chunks(laptop));
    // Whoever received it knows that the sender had it; the receiver's own files need it still.
    assertEquals(3, phone.run("gc", "--json").ok().json().getInt("needed_chunks"));
    CarryFilesTest.sync(laptop, phone).ok();
    phone.run("gc").ok().shows("removed 3 chunks");
    laptop.run("gc").ok().shows("removed 0 chunks (0 B)");
  }

  @Test
  void givesUpALastCopyOnlyWhenToldTo() throws Exception {
    laptop.run("rm", "film").ok();
    laptop.run("gc", "--copies", "0").ok().shows("removed 3 chunks");
    assertEquals(0, chunks(laptop));
  }

  @Test
  void takesWhatAStoppedPutLeft() throws Exception {
    // Chunks without an entry: as if the process had died before it signed.
    Device other = Device.init(place.resolve("other"));
    other.run("store", "create", "x").ok();
    other.run("put", Folders.file(place, "left", 40_000).toString()).ok();
    try (var shards = Files.list(other.dir().resolve("chunks"))) {
      for (Path shard : shards.toList()) {
        Path to = laptop.dir().resolve("chunks").resolve(shard.getFileName());
        Files.createDirectories(to);
        try (var chunks = Files.list(shard)) {
          for (Path chunk : chunks.toList()) {
            Files.copy(chunk, to.resolve(chunk.getFileName()));
          }
        }
      }
    }
    assertEquals(4, chunks(laptop));
    laptop.run("gc").ok().shows("removed 1 chunk (41.0 kB) that nothing refers to; 3 chunks");
    laptop.run("get", "film", place.resolve("out").toString()).ok();
  }

  @Test
  void takesNothingWhileIntentionsAreLost() throws Exception {
    laptop.run("rm", "film").ok();
    laptop.run("put", Folders.file(place, "b", 20_000).toString()).ok();
    Path segment = Damage.segment(laptop);
    // Inside b's entry, with its witness sound behind it.
    Damage.flip(segment, Files.size(segment) - 8000);
    Outcome gc = laptop.run("gc", "--copies", "0").says("damaged record");
    assertEquals(0, gc.code());
    gc.shows("kept 3 chunks (301.2 kB) that files may need:").shows("are damaged, which may");
    assertEquals(3, chunks(laptop));
    laptop.run("doctor", "--repair");
    JsonObject row = laptop.run("gc", "--copies", "0", "--json").json();
    assertEquals(3, row.getInt("removed_chunks"), "what sound records named is known");
  }

  @Test
  void refusesCopiesThatMakeNoSense() {
    laptop.run("gc", "--copies", "-1").says("--copies takes 0 to 1000");
    assertEquals(2, laptop.run("gc", "--copies", "1001").code());
    assertEquals(2, laptop.run("gc", "--copies", "many").code());
    assertTrue(Device.lattice("gc", "--help").out().contains("last copy"));
  }
}
