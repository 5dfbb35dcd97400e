package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.latticenano.core.intention.KvPayloadWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.DirEntryWriter;
import dev.latticenano.core.state.FilePath;
import dev.latticenano.edge.files.Submission;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A peer that holds the store and signs names made to leave the folder. */
@Timeout(120)
class HostilePeerTest {
  @TempDir Path place;

  @Test
  void namesThatLeaveTheFolderNeverReachTheDisk() throws Exception {
    Device victim = Device.init(place.resolve("victim"));
    victim.run("store", "create", "photos").ok();
    Path file = Folders.file(place, "good", 10);
    victim.run("put", file.toString()).ok();
    Device hostile = Device.init(place.resolve("hostile"));
    victim.shareWith(hostile, "photos");
    CarryFilesTest.sync(victim, hostile).ok();
    List<String> names =
        List.of("../x", "a/../../x", "/tmp/lattice-x", "a\\..\\x", "a\u0000b", ".", "", "a//x");
    try (NodeHome home = NodeHome.open(hostile.dir())) {
      StoreId store = home.store(null);
      for (String name : names) {
        home.submit(store, write(name), List.of());
      }
    }
    Outcome sync = CarryFilesTest.sync(hostile, victim);
    assertEquals(0, sync.code(), sync::toString);
    sync.says("could not be applied");
    assertEquals(List.of("good"), CarryFilesTest.paths(victim));
    assertEquals(
        names.size(),
        victim
            .run("status", "--json")
            .ok()
            .json()
            .getArray("stores")
            .getObject(0)
            .getInt("quarantined"));
    Path out = place.resolve("deep/er/out");
    victim.run("get", "/", out.toString()).ok().shows("wrote 1");
    assertEquals(1, Folders.count(place.resolve("deep")));
    assertFalse(Files.exists(Path.of("/tmp/lattice-x")));
    victim.run("history").ok();
    victim.run("put", Folders.file(place, "more", 5).toString()).ok();
    CarryFilesTest.sync(victim, hostile);
    assertEquals(List.of("good", "more"), CarryFilesTest.paths(victim));
  }

  /** A write of a small file at a key that no writer of ours would take. */
  private static byte[] write(String name) {
    byte[] content = {1};
    byte[] entry =
        new DirEntryWriter().file(FilePath.of("x"), 0644, 1).inline(content, 0, 1).toBytes();
    byte[] key = name.getBytes(StandardCharsets.UTF_8);
    byte[] room = new byte[1000];
    KvPayloadWriter payload = new KvPayloadWriter().wrap(room, 0, room.length);
    payload.put(key, 0, key.length, entry, 0, entry.length);
    return Submission.ops(Arrays.copyOf(room, payload.length()));
  }
}
