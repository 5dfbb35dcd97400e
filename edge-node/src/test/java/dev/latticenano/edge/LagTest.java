package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import dev.latticenano.core.Acks;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.SystemOpWriter;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.host.Failure;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told of members that are behind. */
@Timeout(60)
class LagTest {
  @TempDir Path place;
  private Device laptop;
  private Device phone;

  @BeforeEach
  void aStoreOfTwo() throws Exception {
    laptop = Device.init(place.resolve("laptop"));
    phone = Device.init(place.resolve("phone"));
    laptop.run("store", "create", "photos").ok();
    laptop.shareWith(phone, "photos");
    try (NodeHome home = NodeHome.open(laptop.dir())) {
      StoreId store = home.store(null);
      AuthorId key = AuthorId.parse(phone.run("status", "--json").ok().json().getString("key"));
      byte[] member =
          SystemOpWriter.batch(
              List.of(
                  SystemOpWriter.peerStatus(key, 2), SystemOpWriter.peerName(key, "the phone")));
      UniversalOpWriter ops = new UniversalOpWriter().system(member, 0, member.length);
      byte[] bytes = new byte[ops.length()];
      ops.write(bytes, 0, bytes.length);
      home.submit(store, bytes, List.of());
    }
  }

  private void sync() throws Exception {
    Background serve = new Background(laptop.line("serve", "--once", "--tcp", "127.0.0.1:0"));
    phone.run("sync", "--tcp", serve.address()).ok();
    serve.end().ok();
  }

  private JsonObject member() throws Exception {
    JsonObject status = laptop.run("status", "--json").ok().json();
    return status.getArray("stores").getObject(0).getArray("members").getObject(0);
  }

  @Test
  void tellsHowFarAMemberIsBehindAndWhenItWasSeen() throws Exception {
    laptop.run("status").ok().shows("the phone: 5 behind, not seen yet");
    sync();
    laptop.run("status").ok().shows("the phone: in step, last seen now");
    Folders.file(place, "film", 100);
    laptop.run("put", place.resolve("film").toString()).ok();
    laptop.run("status").ok().shows("the phone: 1 behind, last seen now");
    assertEquals(1, member().getInt("behind"));
    assertFalse(member().getBoolean("or_more", true));
    assertTrue(member().getLong("last_seen_ms") > 1_600_000_000_000L);
    assertEquals("behind", member().getString("standing"));
  }

  @Test
  void anExchangeEndsWithAnAckSoThatNothingIsLeftToSay() throws Exception {
    phone.run("store", "ack").refused(Failure.FAILED, "no member of the store yet");
    sync();
    phone.run("store", "ack").ok().shows("nothing new to say");
    Folders.file(place, "film", 100);
    phone.run("put", place.resolve("film").toString()).ok();
    sync();
    laptop.run("store", "ack").ok().shows("said what has been seen");
    laptop.run("store", "ack").ok().shows("nothing new to say");
  }

  @Test
  void aStickTakesItsTimeToAck() throws Exception {
    assertEquals(Acks.DELAY_MS_MAINS, SettingsFile.read(laptop.dir()).ackDelayMs());
    laptop.run("settings", "set", "power", "stick").ok();
    assertEquals(Acks.DELAY_MS_STICK, SettingsFile.read(laptop.dir()).ackDelayMs());
  }
}
