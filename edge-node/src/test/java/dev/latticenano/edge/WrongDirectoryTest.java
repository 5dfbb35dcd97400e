package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.host.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Directories, identities and tokens that are not what a command needs. */
@Timeout(120)
class WrongDirectoryTest {
  @TempDir Path place;
  private Device laptop;
  private Path identity;

  @BeforeEach
  void makeANode() {
    laptop = Device.init(place.resolve("laptop"));
    laptop.run("store", "create", "photos").ok();
    identity = laptop.dir().resolve("identity.key");
  }

  @Test
  void refusesWhatIsNoDataDirectory() throws Exception {
    Path other = Files.createDirectory(place.resolve("other"));
    Path file = Files.writeString(place.resolve("file"), "x");
    for (Path wrong : new Path[] {other, file, place.resolve("none")}) {
      Device none = new Device(wrong);
      for (String word : new String[] {"status", "ls", "history", "serve"}) {
        none.run(word).refused(Failure.NOT_FOUND, "is not a data directory");
      }
      none.run("show", "0".repeat(64)).refused(Failure.NOT_FOUND, "is not a data directory");
    }
    assertEquals(0, Folders.count(other));
  }

  @Test
  void refusesARelaysDirectory() throws Exception {
    Path kind = Files.writeString(laptop.dir().resolve("kind"), "relay\n");
    for (String words : new String[] {"status", "serve", "doctor", "settings", "scrub status"}) {
      laptop
          .run(words.split(" "))
          .refused(Failure.NOT_FOUND, "is a relay's directory, not a node's; name the right one");
    }
    laptop.run("init").refused(Failure.BAD_INPUT, "is a data directory already");
    Files.writeString(kind, "something else");
    laptop.run("status").ok();
  }

  @Test
  void initRefusesWhatIsNotNewOrEmpty() throws Exception {
    byte[] seed = Files.readAllBytes(identity);
    laptop.run("init").refused(Failure.BAD_INPUT, "is a data directory already");
    assertArrayEquals(seed, Files.readAllBytes(identity));
    Path full = Folders.file(place.resolve("full"), "a", 1).getParent();
    new Device(full).run("init").refused(Failure.BAD_INPUT, "is not empty");
    new Device(full.resolve("a")).run("init").refused(Failure.BAD_INPUT, "is a file");
    new Device(place.resolve("n")).run("init", "--name", " ").refused(5, "1 to 60 characters");
    Device.init(Files.createDirectory(place.resolve("empty")));
    Device.init(place.resolve("a/b/c"));
  }

  @Test
  void initFinishesWhatAnInitThatWasStoppedBegan() throws Exception {
    Device phone = Device.init(place.resolve("phone"));
    Files.delete(phone.dir().resolve("identity.key"));
    phone.run("status").refused(Failure.BAD_INPUT, "it does not exist");
    phone.run("init").ok();
    phone.run("status").ok();
  }

  @Test
  void aSecondProcessIsToldWhoHasTheDirectory() throws Exception {
    try (Child serve = Child.start(laptop.line("serve", "--tcp", "127.0.0.1:0"))) {
      serve.port();
      laptop.run("status").refused(Failure.LOCKED, "is in use by process ");
      try (Child second = Child.start(laptop.line("ls"))) {
        second.end().refused(Failure.LOCKED, "is in use by process ");
      }
      serve.signal("TERM");
      assertEquals(143, serve.end().code());
    }
    laptop.run("status").ok();
  }

  @Test
  void refusesAnIdentityThatIsNone() throws Exception {
    byte[] seed = Files.readAllBytes(identity);
    for (int length : new int[] {0, 31, 33}) {
      Files.write(identity, new byte[length]);
      laptop.run("status").refused(Failure.BAD_INPUT, "has " + length + " bytes instead of 32");
    }
    Files.write(identity, new byte[32]);
    laptop.run("status").refused(Failure.BAD_INPUT, "holds no key");
    Files.delete(identity);
    laptop.run("status").refused(Failure.BAD_INPUT, "it does not exist");
    Files.createDirectory(identity);
    laptop.run("status").says("identity file");
    Files.delete(identity);
    Files.write(identity, seed);
    laptop.run("ls").ok();
  }

  @Test
  void refusesAnIdentityThatMayNotBeRead() throws Exception {
    try (Nobody nobody = new Nobody()) {
      Path dir = nobody.place().resolve("node");
      try (Child init = nobody.start("init", "--dir", dir.toString())) {
        assertEquals(0, init.end().code());
      }
      nobody.chmod("000", dir.resolve("identity.key"));
      try (Child status = nobody.start("status", "--dir", dir.toString())) {
        status.end().refused(Failure.BAD_INPUT, "permission denied");
      }
      nobody.chmod("600", dir.resolve("identity.key"));
      try (Child status = nobody.start("status", "--dir", dir.toString())) {
        status.end().ok();
      }
    }
  }

  @Test
  void aNameThatCannotBeReadStopsNobody() throws Exception {
    Files.write(laptop.dir().resolve("name"), new byte[] {(byte) 0xff, 27, 'x'});
    assertTrue(laptop.run("status").ok().out().startsWith("node   \ufffd?x"));
    Files.delete(laptop.dir().resolve("name"));
    laptop.run("status").ok();
  }

  @Test
  void refusesADirectoryOfANewerVersion() throws Exception {
    Path format = laptop.dir().resolve("format");
    String text = Files.readString(format);
    Files.writeString(format, text.replace("format 1", "format 9"));
    laptop.run("status").refused(Failure.FAILED, "this program reads up to format 1");
    Files.writeString(format, text);
    laptop.run("status").ok();
  }

  @Test
  void aDamagedRecordIsToldAndTheRestIsRead() throws Exception {
    for (String name : new String[] {"a", "b", "c"}) {
      laptop.run("put", Folders.file(place, name, 4000).toString()).ok();
    }
    Path segment;
    try (Stream<Path> all = Files.walk(laptop.dir().resolve("stores"))) {
      segment = all.filter(path -> path.toString().endsWith(".seg")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length - 6000] ^= 1;
    Files.write(segment, bytes);
    Outcome status = laptop.run("status").says("damaged record in " + segment);
    assertEquals(0, status.code());
    laptop.run("ls").shows("  a\n");
  }

  @Test
  void refusesBadTokens() {
    Device phone = Device.init(place.resolve("phone"));
    String token = laptop.run("store", "invite").ok().out().strip();
    String mistyped =
        token.substring(0, 50) + (token.charAt(50) == 'x' ? 'y' : 'x') + token.substring(51);
    phone.run("store", "join", mistyped).refused(Failure.BAD_INPUT, "mistyped or cut");
    phone
        .run("store", "join", token.substring(0, 80))
        .refused(Failure.BAD_INPUT, "mistyped or cut");
    phone.run("store", "join", "hello, world").refused(Failure.BAD_INPUT, "this is not a token");
    phone.run("store", "join", "").refused(Failure.BAD_INPUT, "this is not a token");
    phone.run("store", "join", " " + token + "\n").ok();
    phone.run("store", "join", token).ok();
    laptop.run("store", "join", token).refused(Failure.BAD_INPUT, "is a member of store");
  }
}
