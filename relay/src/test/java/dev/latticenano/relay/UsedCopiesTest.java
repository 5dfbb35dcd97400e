package dev.latticenano.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.relay.Evidence;
import dev.latticenano.core.relay.Statement;
import dev.latticenano.core.relay.StatementWriter;
import dev.latticenano.core.state.FileState;
import dev.latticenano.host.IdentityFile;
import dev.latticenano.relay.cli.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store that lies on one device and on a relay, before it is taken off the device. */
@Timeout(120)
class UsedCopiesTest {
  @TempDir Path place;
  private Path dir;
  private EdgeNode ann;
  private Path relay;
  private Path evidence;

  @BeforeEach
  void putAFileThatARelayHolds() throws Exception {
    dir = place.resolve("relay");
    final String key = Ran.in(dir, "init").ok().field("key");
    ann = EdgeNode.init(place.resolve("ann"));
    ann.ok("store", "create", "files", "--type", FileState.TYPE);
    put(1);
    refused("writes that nobody else", "chunks of files");
    try (Running serving = new Running(dir)) {
      String url = "lattice://" + serving.address() + "/" + key;
      String ticket = Ran.in(dir, "ticket", "create", "--space", "100MB").ok().field("ticket");
      ann.ok("relay", "add", url, "--ticket", ticket);
      ann.ok("sync");
    }
    relay = known(".relay");
    evidence = known(".evidence");
  }

  private void put(int seed) throws Exception {
    byte[] content = new byte[600_000];
    new Random(seed).nextBytes(content);
    ann.ok("put", Files.write(place.resolve("a.bin"), content).toString());
  }

  private Path known(String suffix) throws Exception {
    try (Stream<Path> files = Files.walk(ann.dir().resolve("relays"))) {
      return files.filter(each -> each.toString().endsWith(suffix)).findFirst().orElseThrow();
    }
  }

  private void refused(String... said) {
    EdgeNode.Left left = ann.run("store", "remove", "files", "--yes");
    assertEquals(1, left.code(), left::toString);
    assertTrue(left.err().contains("say --yes --last-copy"), left::toString);
    for (String each : said) {
      assertTrue(left.err().contains(each), left::toString);
    }
  }

  @Test
  void aRelayThatIsFullOrOverOrRefusesIsNoHolderAndASoundOneIs() throws Exception {
    String sound = Files.readString(relay);
    assertTrue(sound.contains(" 0 ") && sound.contains(" OK\n"), sound);
    String[][] table = {
      {"(?m)^(terms .*) OK$", "$1 STORE_OVER_QUOTA"},
      {"(?m)^(terms \\d+ \\d+ \\d+) 0 ", "$1 1700000000 "},
      {"(?m)^trouble OK$", "trouble STORE_NOT_HELD"},
      {"(?m)^answer OK$", "answer OK\nowed " + ann.key()}
    };
    for (String[] each : table) {
      String changed = sound.replaceFirst(each[0], each[1]);
      assertTrue(!changed.equals(sound), each[0]);
      Files.writeString(relay, changed);
      refused("writes that nobody else", "chunks of files");
    }
    Files.writeString(relay, sound);
    byte[] signed = Files.readAllBytes(evidence);
    Files.delete(evidence);
    EdgeNode.Left left = ann.run("store", "remove", "files", "--yes");
    assertTrue(left.err().contains("writes that") && !left.err().contains("chunks"), left::err);
    Files.write(evidence, signed);
    assertEquals("removed here: 1 store", ann.ok("store", "remove", "files", "--yes"));
  }

  @Test
  void aRelayThatWasCaughtIsNoHolderAndDoctorSaysWhichFileOfOneIsWrong() throws Exception {
    Statement last = Evidence.of(Files.readAllBytes(evidence)).statements().get(0);
    StatementWriter none = new StatementWriter(last.store()).set(0, last.digest());
    var signer = IdentityFile.read(dir.resolve("identity.key")).signer();
    Statement less = none.sign(last.counter() + 1, 1, last.manifestSequence(), 0, signer);
    Path shown = place.resolve("shown");
    Files.write(shown, new Evidence().add(less).toBytes());
    assertEquals(8, ann.run("relay", "audit", "--with", shown.toString()).code());
    refused("writes that nobody else", "chunks of files");
    Files.writeString(relay, "url nowhere\n");
    assertEquals(7, ann.run("status").code());
    EdgeNode.Left left = ann.run("doctor");
    assertEquals(8, left.code(), left::toString);
    assertTrue(left.out().contains("! " + relay.getParent().getParent()), left::out);
    assertTrue(left.out().contains(relay + ": no URL"), left::out);
  }

  @Test
  void noRelayHoldsWhatOnlyEarlierVersionsNeed() throws Exception {
    put(2);
    assertTrue(ann.ok("gc", "--dry-run").contains("would remove 0 chunks"));
    assertTrue(!ann.ok("doctor").contains("lattice gc frees"), "doctor promises what gc keeps");
    refused("chunks of files");
    ann.ok("relay", "remove", Files.readString(relay).split("[ \n]")[1]);
    assertTrue(ann.ok("gc", "--dry-run").contains("would remove 0 chunks"), "it was a relay");
    refused("writes that nobody else", "chunks of files");
  }
}
