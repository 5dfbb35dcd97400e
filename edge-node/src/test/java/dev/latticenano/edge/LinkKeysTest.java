package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.state.Role;
import dev.latticenano.host.Failure;
import dev.latticenano.link.LoopbackLink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What proves a node on links, and whom it remembers there. */
@Timeout(120)
class LinkKeysTest {
  private static final int BEGIN = 1;
  private static final int RESUME = 4;

  @TempDir Path place;

  private Path home(String name) throws Failure {
    NodeHome.create(place.resolve(name), name);
    return place.resolve(name);
  }

  private static Path key(Path root) {
    return root.resolve("transport.key");
  }

  /** Both talk; the kind of the first frame that anybody said. */
  private static int meet(Path left, Path right) throws Exception {
    try (NodeHome one = NodeHome.open(left);
        NodeHome other = NodeHome.open(right)) {
      Tapped tapped = Tapped.exchange(one, other);
      assertEquals(1, tapped.received().stores());
      return tapped.bytes()[0];
    }
  }

  private void share(Path left, Path right) throws Exception {
    try (NodeHome one = NodeHome.open(left);
        NodeHome other = NodeHome.open(right)) {
      StoreId store = one.createStore("store", KvState.TYPE);
      AuthorId guest = other.node().key();
      one.node().membership(store).setRole(guest, Role.VOTER, System.currentTimeMillis());
      other.joinStore(store);
    }
  }

  @Test
  void aNodeKeepsOneTransportKeyForItsOwnerAlone() throws Exception {
    Path laptop = home("laptop");
    byte[] made = Files.readAllBytes(key(laptop));
    assertEquals(32, made.length);
    assertFalse(Arrays.equals(made, Files.readAllBytes(laptop.resolve("identity.key"))));
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key(laptop))));
    NodeHome.open(laptop).close();
    assertArrayEquals(made, Files.readAllBytes(key(laptop)));
    Files.setPosixFilePermissions(key(laptop), PosixFilePermissions.fromString("rw-r--r--"));
    new Device(laptop).run("doctor").shows("transport.key: it can be read");
    new Device(laptop).run("doctor", "--repair");
    new Device(laptop).run("doctor").ok();
  }

  @Test
  void aNodeOfAnEarlierVersionIsGivenOne() throws Exception {
    Path laptop = home("laptop");
    Files.delete(key(laptop));
    NodeHome.open(laptop).close();
    byte[] made = Files.readAllBytes(key(laptop));
    assertEquals(32, made.length);
    for (byte[] damaged : new byte[][] {{}, Arrays.copyOf(made, 31), Arrays.copyOf(made, 33)}) {
      Files.write(key(laptop), damaged);
      NodeHome.open(laptop).close();
      assertEquals(32, Files.size(key(laptop)));
      assertFalse(Arrays.equals(made, Files.readAllBytes(key(laptop))));
    }
  }

  @Test
  void whoIsMetAgainIsCalledByWhatIsRemembered() throws Exception {
    Path laptop = home("laptop");
    Path phone = home("phone");
    share(laptop, phone);
    assertEquals(BEGIN, meet(laptop, phone));
    assertTrue(places(laptop).endsWith(" " + Tapped.PLACE + "\n"));
    assertEquals(RESUME, meet(laptop, phone));
  }

  @Test
  void whatIsRememberedWrongHealsByItself() throws Exception {
    Path laptop = home("laptop");
    Path phone = home("phone");
    share(laptop, phone);
    meet(laptop, phone);
    String before = places(laptop);
    Files.delete(key(phone));
    Files.delete(phone.resolve("places"));
    meet(laptop, phone);
    assertNotEquals(before, places(laptop));
    Files.writeString(laptop.resolve("places"), "00 " + Tapped.PLACE + "\nno key\n");
    assertNotEquals(0, meet(laptop, phone));
    assertEquals(RESUME, meet(laptop, phone));
  }

  private static String places(Path root) throws IOException {
    return Files.readString(root.resolve("places"));
  }

  @Test
  void remembersTheLastPlacesOnlyAndNoneThatWouldBreakTheFile() throws Exception {
    Path laptop = home("laptop");
    Places places = Places.read(laptop);
    for (int i = 0; i < 100; i++) {
      places.remember("place " + i, digest(i), null);
    }
    places.remember("two\nlines", digest(1), null);
    places.remember("x".repeat(256), digest(1), null);
    Places again = Places.read(laptop);
    assertArrayEquals(digest(99), again.key("place 99"));
    assertArrayEquals(digest(36), again.key("place 36"));
    assertEquals(null, again.key("place 35"));
    assertEquals(64, places(laptop).lines().count());
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(laptop.resolve("places"))));
  }

  private static byte[] digest(int number) {
    byte[] out = new byte[32];
    byte[] text = ("" + number).getBytes(StandardCharsets.US_ASCII);
    Blake3.plain().hash(text, 0, text.length, out, 0);
    return out;
  }

  @Test
  void anEndThatSpeaksOtherwiseIsLeftWithOneSentence() throws Exception {
    try (NodeHome laptop = NodeHome.open(home("laptop"))) {
      laptop.createStore("store", KvState.TYPE);
      LoopbackLink[] ends = LoopbackLink.pair();
      byte[] hello = {(byte) 0xa2, 6, 2, 8, 1};
      ends[1].send(hello, 0, hello.length);
      Conversation talk =
          new Conversation(laptop, ends[0], LinkProfile.TCP, 60_000, now -> {}, sentence -> {});
      Failure failure = assertThrows(Failure.class, talk::run);
      assertEquals(Failure.LINK, failure.exitCode());
      assertTrue(
          failure.getMessage().startsWith("the other end does not speak as this version"),
          failure::getMessage);
    }
  }
}
