package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import dev.latticenano.host.Failure;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A key-value store on the command line, alone and with somebody who writes at the same time. */
@Timeout(120)
class KvCommandsTest {
  @TempDir Path place;
  private Device laptop;

  @BeforeEach
  void makeAStore() {
    laptop = Device.init(place.resolve("laptop"));
    laptop.run("store", "create", "notes", "--type", "core:kvstore").ok();
  }

  /** Runs with a text on standard input. */
  private Outcome piped(String input, String... words) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return laptop.run(words);
    } finally {
      System.setIn(before);
    }
  }

  private static List<String> keys(JsonArray rows) {
    return IntStream.range(0, rows.size())
        .mapToObj(i -> rows.getObject(i).getString("key"))
        .toList();
  }

  private JsonObject ofTheStore() throws Exception {
    return laptop.run("status", "--json").ok().json().getArray("stores").getObject(0);
  }

  @Test
  void restatesWhatPays() throws Exception {
    laptop.run("store", "restate").ok().shows("nothing to say again");
    JsonObject nothing = laptop.run("store", "restate", "--json").ok().json();
    assertEquals("nothing_stable", nothing.getString("outcome"));
    assertEquals(0, ofTheStore().getInt("own_superseded"));
    for (int i = 0; i < 5; i++) {
      laptop.run("kv", "put", "colour", "blue " + i).ok();
    }
    laptop.run("store", "restate").ok().shows("said again in 1 intention");
    laptop.run("status").ok().shows("intentions said again; relays may drop those, and keep");
    JsonObject json = laptop.run("store", "restate", "--at", "99", "--json").ok().json();
    assertEquals("pays_not", json.getString("outcome"));
    assertEquals(0, json.getInt("written"));
    JsonObject standing = ofTheStore();
    assertEquals(5, standing.getInt("own_superseded"));
    assertEquals(1, standing.getInt("own_restatements"));
    assertEquals(standing.getInt("own_intentions"), 6 + standing.getInt("own_kept"));
    laptop.run("store", "restate", "--at", "0").refused(Failure.BAD_INPUT, "1 to 99");
    laptop.run("store", "restate", "--at", "100").refused(Failure.BAD_INPUT, "1 to 99");
    laptop.run("store", "create", "diary", "--type", "core:logstore").ok();
    laptop.run("store", "restate", "--store", "diary").ok().shows("nothing in a store of this");
  }

  @Test
  void putsGetsAndDeletes() throws Exception {
    laptop.run("kv", "get", "colour").refused(Failure.NOT_FOUND, "colour has no value");
    laptop.run("kv", "put", "colour", "blue").ok();
    assertEquals("blue\n", laptop.run("kv", "get", "colour").ok().out());
    assertEquals("blue", laptop.run("kv", "get", "colour", "--raw").ok().out());
    JsonObject json = laptop.run("kv", "get", "colour", "--json").ok().json();
    assertEquals("blue", json.getString("value"));
    assertEquals("laptop", json.getString("author_name"));
    assertFalse(json.getBoolean("conflicted"));
    piped("from\na pipe", "kv", "put", "colour", "-").ok();
    assertEquals("from\na pipe", laptop.run("kv", "get", "colour", "--raw").ok().out());
    laptop.run("kv", "put", "empty", "").ok();
    assertEquals("\n", laptop.run("kv", "get", "empty").ok().out());
    laptop.run("kv", "delete", "colour", "shape").refused(Failure.NOT_FOUND, "none is deleted");
    laptop.run("kv", "get", "colour").ok();
    laptop.run("kv", "delete", "colour", "empty").ok();
    laptop.run("kv", "get", "colour").refused(Failure.NOT_FOUND, "has no value");
  }

  @Test
  void keepsBytesThatAreNoText() throws Exception {
    byte[] bytes = {0, (byte) 0xFF, 10, 13, 27};
    Path file = Files.write(place.resolve("bytes"), bytes);
    laptop.run("kv", "put", "raw", "--file", file.toString()).ok();
    JsonObject json = laptop.run("kv", "get", "raw", "--json").ok().json();
    assertEquals("AP8KDRs=", json.getString("value_base64"));
    laptop.run("kv", "list").ok().shows("  raw  00ff0a0d1b (5 bytes)");
    laptop.run("kv", "put", "a\u001b[31mb c", "x\u001b[2J").ok();
    String shown = laptop.run("kv", "list").ok().out();
    assertFalse(shown.contains("\u001b"), shown);
    Path none = place.resolve("none");
    laptop
        .run("kv", "put", "raw", "--file", none.toString())
        .refused(Failure.NOT_FOUND, "cannot read");
  }

  @Test
  void listsPagesOfAPrefix() throws Exception {
    StringBuilder lines = new StringBuilder("# many\n\n");
    for (int i = 0; i < 300; i++) {
      lines.append(String.format("put user/%03d name %d%n", i, i));
    }
    lines.append("put zebra {}\n{\"put\":\"a key\",\"value\":\"\"}\n");
    piped(lines.toString(), "kv", "batch").ok().shows("wrote 302 keys");
    assertEquals(302, laptop.run("kv", "list", "--json").ok().jsonArray().size());
    JsonArray users = laptop.run("kv", "list", "user/", "--json").ok().jsonArray();
    assertEquals(300, users.size());
    assertEquals("name 7", users.getObject(7).getString("value"));
    JsonArray page =
        laptop
            .run("kv", "list", "user/", "--after", "user/009", "--limit", "3", "--json")
            .ok()
            .jsonArray();
    assertEquals(List.of("user/010", "user/011", "user/012"), keys(page));
    laptop.run("kv", "list", "a").ok().shows("  \"a key\"  \"\"");
    assertEquals("[]", laptop.run("kv", "list", "nobody", "--json").ok().out().strip());
  }

  @Test
  void writesABatchWholeOrNotAtAll() throws Exception {
    laptop.run("kv", "put", "a", "1").ok();
    String before = laptop.run("history", "--json").ok().out();
    piped("put a 2\nput b\n", "kv", "batch").refused(Failure.BAD_INPUT, "line 2 is neither");
    piped("put a 2\n{\"put\":1}\n", "kv", "batch").refused(Failure.BAD_INPUT, "line 2 is neither");
    piped("{\n", "kv", "batch").refused(Failure.BAD_INPUT, "line 1 is neither");
    piped("\n# x\n", "kv", "batch").refused(Failure.BAD_INPUT, "says nothing to write");
    piped("put  1\n", "kv", "batch").refused(Failure.BAD_INPUT, "at least one byte");
    String large = "put a " + "x".repeat(60_000) + "\nput b " + "y".repeat(60_000) + "\n";
    piped(large, "kv", "batch").refused(Failure.BAD_INPUT, "too long");
    assertEquals(before, laptop.run("history", "--json").ok().out());
    piped("put a 2\ndelete a\nput b 3\nput b 4\n", "kv", "batch").ok().shows("wrote 2 keys");
    assertEquals("4\n", laptop.run("kv", "get", "b").ok().out());
    laptop.run("kv", "get", "a").refused(Failure.NOT_FOUND, "has no value");
  }

  @Test
  void saysWhatIsNoKeyValueStore() throws Exception {
    laptop.run("store", "create", "photos").ok();
    laptop
        .run("kv", "list", "--store", "photos")
        .refused(Failure.FAILED, "is of type nano:files and holds no keys");
    assertEquals(2, laptop.run("kv", "put", "a", "--store", "notes").code());
    assertEquals(2, laptop.run("kv", "list", "--limit", "0", "--store", "notes").code());
  }

  @Test
  void showsAndSettlesAConflict() throws Exception {
    Device phone = Device.init(place.resolve("phone"));
    laptop.run("kv", "put", "colour", "red").ok();
    laptop.shareWith(phone, "notes");
    CarryFilesTest.sync(laptop, phone).ok();
    laptop.run("kv", "put", "colour", "blue").ok();
    laptop.run("kv", "put", "shape", "round").ok();
    phone.run("kv", "put", "colour", "green").ok();
    CarryFilesTest.sync(laptop, phone).ok();
    laptop.run("kv", "list").ok().shows("! colour  \"green\"").shows("  shape  \"round\"");
    laptop.run("kv", "get", "colour").says("colour has 2 values").shows("green");
    Outcome shown = laptop.run("inspect", "colour").ok();
    shown.shows("colour: 2 heads, in conflict").shows("\"blue\"").shows("fork point  ");
    shown.shows("lattice resolve colour --take 1");
    JsonObject json = laptop.run("inspect", "colour", "--json").ok().json();
    JsonArray heads = json.getArray("heads");
    assertEquals("green", heads.getObject(0).getString("value"));
    assertEquals("laptop", heads.getObject(1).getString("author_name"));
    JsonArray branch = heads.getObject(1).getArray("branch");
    assertEquals(
        heads.getObject(1).getString("hash"), branch.getString(branch.size() - 1), json::toString);
    laptop.run("resolve", "colour", "--take", "3").refused(Failure.BAD_INPUT, "no number 3");
    assertEquals(2, laptop.run("resolve", "colour").code());
    assertEquals(2, laptop.run("resolve", "colour", "--take", "1", "--value", "x").code());
    laptop.run("resolve", "colour", "--take", "2").ok().shows("in the place of 2 heads");
    laptop.run("inspect", "colour").ok().shows("colour: 1 head\n");
    CarryFilesTest.sync(laptop, phone).ok();
    assertEquals("blue\n", phone.run("kv", "get", "colour").ok().out());
    phone.run("resolve", "colour", "--value", "pink").ok();
    assertEquals("pink\n", phone.run("kv", "get", "colour").ok().out());
    phone.run("inspect", "taste").refused(Failure.NOT_FOUND, "nobody ever wrote taste");
  }

  @Test
  void settlesAConflictBetweenFiles() throws Exception {
    Device files = Device.init(place.resolve("files"));
    Device phone = Device.init(place.resolve("phone"));
    files.run("store", "create", "photos").ok();
    files.shareWith(phone, "photos");
    CarryFilesTest.sync(files, phone).ok();
    Path a = Files.writeString(place.resolve("a"), "one");
    files.run("put", a.toString()).ok();
    phone.run("put", Files.writeString(a, "three").toString()).ok();
    CarryFilesTest.sync(files, phone).ok();
    assertEquals(2, files.run("ls").ok().out().lines().count());
    files.run("inspect", "a").ok().shows("a: 2 heads").shows("file of 5 B").shows("file of 3 B");
    files.run("resolve", "a", "--value", "x").refused(Failure.BAD_INPUT, "say --file FILE");
    files.run("resolve", "a", "--take", "2").ok();
    assertEquals(1, files.run("ls").ok().out().lines().count());
    assertTrue(files.run("ls").ok().out().contains("3 B"));
  }

  @Test
  void keepsAllFilesOfAConflictOrPutsAnotherInTheirPlace() throws Exception {
    Device files = Device.init(place.resolve("files"));
    Device phone = Device.init(place.resolve("phone"));
    files.run("store", "create", "photos").ok();
    files.shareWith(phone, "photos");
    CarryFilesTest.sync(files, phone).ok();
    for (String name : List.of("a", "b")) {
      Path at = Files.writeString(place.resolve(name), "of the laptop");
      files.run("put", at.toString()).ok();
      phone.run("put", Files.writeString(at, "of the phone").toString()).ok();
    }
    CarryFilesTest.sync(files, phone).ok();
    assertEquals(4, files.run("ls").ok().out().lines().count());
    files.run("resolve", "a", "--keep-all").ok();
    files.run("inspect", "a").ok().shows("a: 1 head\n");
    assertEquals(4, files.run("ls").ok().out().lines().count());
    Path larger = Folders.file(place, "larger", 50_000);
    files.run("resolve", "b", "--file", larger.toString()).ok().shows("b has one value");
    assertEquals(3, files.run("ls").ok().out().lines().count());
    files.run("get", "b", place.resolve("out").toString()).ok();
    assertEquals(-1, Files.mismatch(larger, place.resolve("out/b")));
    files.run("resolve", "b", "--file", place.toString()).refused(Failure.BAD_INPUT, "not a file");
    laptop.run("kv", "put", "colour", "red").ok();
    laptop.run("resolve", "colour", "--keep-all").refused(Failure.BAD_INPUT, "no copies to keep");
  }
}
