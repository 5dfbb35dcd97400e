package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonParser;
import dev.latticenano.host.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log store on the command line, and watching what changes. */
@Timeout(120)
class LogCommandsTest {
  @TempDir Path place;
  private Device laptop;

  @BeforeEach
  void makeALog() {
    laptop = Device.init(place.resolve("laptop"));
    laptop.run("store", "create", "house", "--type", "core:logstore").ok();
  }

  private static List<String> entries(JsonArray rows) {
    return IntStream.range(0, rows.size())
        .mapToObj(i -> rows.getObject(i).getString("entry"))
        .toList();
  }

  @Test
  void appendsAndReads() throws Exception {
    for (int i = 1; i <= 12; i++) {
      laptop.run("log", "append", "entry " + i).ok();
    }
    assertEquals(10, laptop.run("log", "read").ok().out().lines().count());
    assertEquals("entry 12\n", laptop.run("log", "read", "--tail", "1", "--raw").ok().out());
    laptop.run("log", "read", "--tail", "1").ok().shows("Z  laptop  \"entry 12\"");
    JsonArray all = laptop.run("log", "read", "--from", "-1h", "--json").ok().jsonArray();
    assertEquals(12, all.size());
    JsonArray first = laptop.run("log", "read", "--limit", "2", "--json").ok().jsonArray();
    assertEquals(List.of("entry 1", "entry 2"), entries(first));
    assertEquals("", laptop.run("log", "read", "--to", "2020-01-01").ok().out());
    laptop.run("log", "read", "--from", "soon").refused(Failure.BAD_INPUT, "a time is");
    assertEquals(2, laptop.run("log", "read", "--tail", "1", "--limit", "1").code());
  }

  @Test
  void refusesWhatIsNoEntry() throws Exception {
    laptop.run("log", "append", "").refused(Failure.BAD_INPUT, "at least one byte");
    assertEquals(2, laptop.run("log", "append").code());
    Path large = Files.write(place.resolve("large"), new byte[200_000]);
    laptop
        .run("log", "append", "--file", large.toString())
        .refused(Failure.BAD_INPUT, "an entry has at most");
    laptop.run("kv", "list").refused(Failure.FAILED, "is of type core:logstore");
    laptop.run("store", "create", "notes", "--type", "core:kvstore").ok();
    laptop
        .run("log", "append", "x", "--store", "notes")
        .refused(Failure.FAILED, "is of type core:kvstore and holds no entries");
  }

  @Test
  void printsNoControlCharactersOfOthers() {
    laptop.run("log", "append", "a\u001b[2Jb").ok();
    assertFalse(laptop.run("log", "read").ok().out().contains("\u001b"));
  }

  @Test
  void followsFromAPlace() throws Exception {
    laptop.run("log", "append", "one").ok();
    laptop.run("log", "append", "two").ok();
    assertEquals("", laptop.run("log", "follow").ok().out());
    String last = laptop.run("log", "follow", "--from", "1", "--json").ok().out();
    List<String> lines = last.lines().toList();
    assertEquals(2, lines.size(), last);
    int place = JsonParser.object().from(lines.get(1)).getInt("sequence");
    laptop.run("log", "follow", "--from", "" + place).ok().shows("\"two\"");
    assertEquals("", laptop.run("log", "follow", "--from", "" + (place + 1)).ok().out());
    assertEquals(2, laptop.run("log", "follow", "--from", "0").code());
  }

  @Test
  void watchesKeysFromAPlace() throws Exception {
    laptop.run("store", "create", "notes", "--type", "core:kvstore").ok();
    for (String[] each : new String[][] {{"a/x", "1"}, {"b", "2"}, {"a/y", "3"}, {"a/x", "4"}}) {
      laptop.run("kv", "put", each[0], each[1], "--store", "notes").ok();
    }
    laptop.run("kv", "delete", "a/y", "--store", "notes").ok();
    Outcome shown = laptop.run("kv", "watch", "a/", "--from", "1", "--store", "notes").ok();
    List<String> lines = shown.out().lines().toList();
    assertEquals(2, lines.size(), shown::toString);
    shown.shows("   a/x  \"4\"").shows("   a/y  (deleted)");
    Outcome json = laptop.run("kv", "watch", "--from", "1", "--json", "--store", "notes").ok();
    assertEquals(3, json.out().lines().count());
    assertEquals("", laptop.run("kv", "watch", "--store", "notes").ok().out());
  }

  /** What a peer brings is shown while the store is followed, a line each. */
  @Test
  void showsWhatAPeerWritesWhileItFollows() throws Exception {
    laptop.run("store", "create", "notes", "--type", "core:kvstore").ok();
    Device phone = Device.init(place.resolve("phone"));
    for (String each : List.of("house", "notes")) {
      laptop.shareWith(phone, each);
    }
    CarryFilesTest.sync(laptop, phone).ok();
    phone.run("log", "append", "the phone's", "--store", "house").ok();
    try (Child follow = follow("log", "follow", "--store", "house")) {
      phone.run("sync", "--tcp", "127.0.0.1:" + follow.errorPort()).ok();
      String line = follow.line();
      assertTrue(line.contains("  phone  \"the phone's\""), line);
    }
    phone.run("kv", "put", "a/x", "first", "--store", "notes").ok();
    try (Child watch = follow("kv", "watch", "a/", "--store", "notes")) {
      String address = "127.0.0.1:" + watch.errorPort();
      phone.run("sync", "--tcp", address).ok();
      String line = watch.line();
      assertTrue(line.endsWith("   a/x  \"first\""), line);
      phone.run("kv", "put", "b", "not watched", "--store", "notes").ok();
      phone.run("kv", "delete", "a/x", "--store", "notes").ok();
      phone.run("sync", "--tcp", address).ok();
      line = watch.line();
      assertTrue(line.endsWith("   a/x  (deleted)"), line);
    }
  }

  private Child follow(String... words) throws Exception {
    List<String> line = new ArrayList<>(List.of(words));
    line.addAll(List.of("--tcp", "127.0.0.1:0"));
    return Child.start(laptop.line(line.toArray(String[]::new)));
  }
}
