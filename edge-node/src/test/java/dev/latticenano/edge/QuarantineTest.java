package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.grack.nanojson.JsonObject;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.KvPayloadWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.edge.files.Submission;
import dev.latticenano.host.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Writes that no node can apply, and the way out. */
@Timeout(120)
class QuarantineTest {
  private static final byte[] NONSENSE = {(byte) 0xFF, 1, 2};

  @TempDir Path place;

  private Hash write(Device device, byte[] op) throws Failure {
    try (NodeHome home = NodeHome.open(device.dir())) {
      StoreId store = home.store(null);
      return home.submit(store, Submission.ops(op), List.of());
    }
  }

  private static byte[] put(String key) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    byte[] room = new byte[100];
    KvPayloadWriter payload = new KvPayloadWriter().wrap(room, 0, room.length);
    payload.put(bytes, 0, bytes.length, bytes, 0, bytes.length);
    return Arrays.copyOf(room, payload.length());
  }

  private static JsonObject store(Device device) throws Exception {
    return device.run("status", "--json").json().getArray("stores").getObject(0);
  }

  @Test
  void stopsBeforeWhatDoesNotDecodeUntilItIsSkipped() throws Exception {
    Device device = Device.init(place.resolve("device"));
    device.run("store", "create", "notes", "--type", "core:kvstore").ok();
    device.run("store", "quarantine", "list").ok().shows("everything in notes could be applied");
    Hash first = write(device, NONSENSE);
    Hash second = write(device, NONSENSE);
    write(device, put("later"));
    assertEquals(first.toString(), store(device).getString("stalled_at"));
    device.run("status").shows("stopped before " + first.shortText() + " (KV_MALFORMED)");
    device.run("store", "quarantine", "list").shows("stalled      " + first.shortText());
    assertEquals(
        Failure.FINDINGS, device.run("store", "quarantine", "retry").code(), "still nonsense");
    device
        .run("store", "quarantine", "skip", second.shortText())
        .refused(Failure.NOT_FOUND, "the store has stopped before " + first.shortText());
    Outcome skipped = device.run("store", "quarantine", "skip", first.shortText());
    assertEquals(Failure.FINDINGS, skipped.code(), skipped::toString);
    skipped.shows("then stopped before " + second.shortText());
    device.run("store", "quarantine", "skip", second.shortText()).ok().shows("applied 6 of 6");
    device.run("store", "quarantine", "list").ok().shows("skipped      " + first.shortText());
    assertEquals(null, store(device).getString("stalled_at"));
    device.run("store", "rebuild").ok().shows("applied 6 of 6 intentions of notes");
    device
        .run("store", "quarantine", "skip", first.shortText())
        .refused(Failure.NOT_FOUND, "has not stopped");
    Outcome retried = device.run("store", "quarantine", "retry");
    assertEquals(Failure.FINDINGS, retried.code(), retried::toString);
    assertEquals(first.toString(), store(device).getString("stalled_at"));
  }

  @Test
  void goesOnInAStoreOfOurs() throws Exception {
    Device device = Device.init(place.resolve("device"));
    device.run("store", "create", "photos").ok();
    Hash bad = write(device, NONSENSE);
    device.run("put", Folders.file(place, "good", 10).toString()).ok();
    device.run("ls").ok().shows("good");
    JsonObject row =
        device.run("store", "quarantine", "list", "--json").ok().jsonArray().getObject(0);
    assertEquals("quarantined", row.getString("kind"));
    assertEquals(bad.toString(), row.getString("hash"));
    assertEquals("device", row.getString("author_name"));
    device.run("store", "rebuild").ok().shows("could not be applied: 1");
  }
}
