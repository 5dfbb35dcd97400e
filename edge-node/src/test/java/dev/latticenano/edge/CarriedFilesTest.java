package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import dev.latticenano.host.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Large files on a stick that cannot read them: laptop, stick and phone, each with its folder. */
@Timeout(180)
class CarriedFilesTest {
  private static final int SMALL = 300_000;
  private static final int LARGE = 5_000_000;

  /** Of both files: 2 and 20 of content, and one of names each. */
  private static final int CHUNKS = 24;

  @TempDir Path place;
  private Path source;
  private Device laptop;
  private Device stick;
  private Device phone;

  @BeforeEach
  void makeASealedStoreAndAStickWithoutItsKey() throws Exception {
    source = Files.createDirectory(place.resolve("source"));
    laptop = Device.init(place.resolve("laptop"));
    stick = Device.init(place.resolve("stick"));
    phone = Device.init(place.resolve("phone"));
    laptop.run("store", "create", "photos").ok();
    join(stick, "carrier");
    join(phone, "voter");
  }

  private void join(Device device, String role) throws Exception {
    String token = laptop.run("member", "invite", "--role", role).ok().out().strip();
    device.run("member", "join", token).ok();
    CarryFilesTest.sync(laptop, device).ok();
  }

  private void put(String name, int bytes) throws Exception {
    laptop.run("put", Folders.file(source, name, bytes).toString()).ok();
  }

  private JsonObject carried() throws Exception {
    return stick.run("status", "--json").ok().json().getArray("stores").getObject(0);
  }

  @Test
  void filesArriveThroughAStickThatCannotReadThem() throws Exception {
    put("small", SMALL);
    put("large", LARGE);
    CarryFilesTest.sync(laptop, stick).ok();
    stick.run("ls").refused(Failure.FAILED, "is sealed, and this node has no key");
    stick.run("status").ok().shows("carries " + CHUNKS + " chunks for others (5.30 MB)");
    assertEquals(CHUNKS, carried().getInt("carried_chunks"));
    assertEquals(0, carried().getInt("carried_awaited"));
    CarryFilesTest.sync(stick, phone).ok();
    Path out = place.resolve("out");
    phone.run("get", "/", out.toString()).ok();
    Folders.assertEqual(source, out);
    assertFalse(phone.run("status").ok().out().contains("for others"));
    stick.run("doctor").ok();
  }

  @Test
  void collectingGarbageTakesNothingThatIsCarried() throws Exception {
    put("large", LARGE);
    CarryFilesTest.sync(laptop, stick).ok();
    put("large", SMALL);
    CarryFilesTest.sync(laptop, stick).ok();
    stick.run("gc", "--copies", "0").ok().shows("removed 0 chunks");
    // The old version's, and the new one's: a stick does not know which is which.
    assertTrue(carried().getInt("carried_chunks") > CHUNKS - 3);
  }

  @Test
  void whatTheOwnerDoesNotLetItCarryIsNotFetched() throws Exception {
    stick.run("settings", "set", "carry", "off").ok();
    put("small", SMALL);
    CarryFilesTest.sync(laptop, stick).ok();
    assertFalse(stick.run("status").ok().out().contains("for others"));
    stick.run("settings", "set", "carry", "default").ok();
    CarryFilesTest.sync(laptop, stick).ok();
    stick.run("status").ok().shows("carries 3 chunks for others");
  }
}
