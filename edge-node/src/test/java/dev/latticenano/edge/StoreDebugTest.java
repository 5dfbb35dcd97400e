package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
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

/** The views of a store that show its intentions and how they hang together. */
@Timeout(120)
class StoreDebugTest {
  @TempDir Path place;
  private Device laptop;
  private Device phone;

  /** Laptop: genesis, name, a, b; phone, not having seen b: c; then laptop, having seen c: a. */
  @BeforeEach
  void writeOnBoth() throws Exception {
    laptop = Device.init(place.resolve("laptop"));
    phone = Device.init(place.resolve("phone"));
    laptop.run("store", "create", "photos").ok();
    put(laptop, "a", "1");
    laptop.shareWith(phone, "photos");
    CarryFilesTest.sync(laptop, phone).ok();
    put(laptop, "b", "2");
    put(phone, "a", "3");
    CarryFilesTest.sync(laptop, phone).ok();
    put(laptop, "a", "4");
  }

  private void put(Device device, String name, String content) throws Exception {
    device.run("put", Files.writeString(place.resolve(name), content).toString()).ok();
  }

  private JsonArray json(String... words) throws Exception {
    List<String> line = new ArrayList<>(List.of("store", "debug"));
    line.addAll(List.of(words));
    line.add("--json");
    return laptop.run(line.toArray(String[]::new)).ok().jsonArray();
  }

  private static List<String> column(JsonArray rows, String name) {
    return IntStream.range(0, rows.size())
        .mapToObj(i -> String.valueOf(rows.getObject(i).get(name)))
        .toList();
  }

  @Test
  void drawsTheGraphWithOneLineForEachIntention() throws Exception {
    String shown = laptop.run("store", "debug", "graph").ok().out();
    List<String> lines = shown.lines().toList();
    assertEquals(laptop.run("history").ok().out().lines().count(), lines.size(), shown);
    assertTrue(lines.stream().allMatch(line -> line.length() <= 80), shown);
    for (String line : lines) {
      assertTrue(line.matches("[●○│─╮╭┬╯╰┴┤├┼ ]+  [0-9a-f]{8} \\S+ +20.*"), line);
    }
    assertTrue(lines.get(0).startsWith("●─╮  ") && lines.get(lines.size() - 1).startsWith("●  "));
    assertTrue(shown.contains(" laptop     20"), shown);
    Outcome ascii = laptop.run("store", "debug", "graph", "--ascii", "--limit", "2").ok();
    assertTrue(ascii.out().startsWith("*-.  "), ascii::toString);
    ascii.shows("below; go on with --before");
    String next = ascii.out().lines().toList().get(2).replaceAll(".*--before ", "");
    laptop.run("store", "debug", "graph", "--before", next).ok().shows("laptop");
  }

  @Test
  void countsWhatEachHasSeenOfEach() throws Exception {
    JsonArray rows = json("authors");
    assertEquals(4, rows.size());
    for (int i = 0; i < rows.size(); i++) {
      JsonObject row = rows.getObject(i);
      boolean own = row.getString("observer").equals(row.getString("author"));
      boolean laptopWatches = row.getString("observer_name").equals("laptop");
      int unseen = row.getInt("total") - row.getInt("seen");
      assertTrue(own || laptopWatches ? unseen == 0 : unseen > 0, row::toString);
    }
    laptop.run("store", "debug", "authors", "--limit", "1").ok().shows("… and 1 author");
  }

  @Test
  void listsTipsAndPagesOfTheLog() throws Exception {
    JsonArray tips = json("tips");
    assertEquals(2, tips.size());
    assertEquals("laptop", tips.getObject(0).getString("author_name"));
    laptop.run("store", "debug", "tips").ok().shows("height ");
    Outcome page = laptop.run("store", "debug", "log", "--after", "1", "--limit", "2").ok();
    page.shows("     2  ").shows("     3  ").shows("more; go on with --after 3");
    assertEquals(3, page.out().lines().count());
    laptop.run("store", "debug", "log").ok().shows("(put \"a\" ");
    assertEquals(List.of("2"), column(json("log", "--after", "1", "--limit", "1"), "sequence"));
    laptop.run("store", "debug", "floating").ok().shows("nothing floats");
    assertEquals(0, json("floating").size());
  }

  @Test
  void findsAnIntentionByTheBeginningOfItsHash() throws Exception {
    String hash = json("tips").getObject(0).getString("hash");
    laptop.run("store", "debug", "intention", hash.substring(0, 8)).ok().shows("(hash " + hash);
    Outcome whole = laptop.run("store", "debug", "intention", hash, "--json").ok();
    assertEquals(hash, whole.json().getString("hash"));
    String other = (hash.charAt(0) == '0' ? "1" : "0") + hash.substring(1);
    laptop
        .run("store", "debug", "intention", other)
        .refused(Failure.NOT_FOUND, "no intention of this store begins with");
    for (String bad : List.of("12", "xyzxyz", hash + "0")) {
      laptop
          .run("store", "debug", "intention", bad)
          .refused(Failure.BAD_INPUT, "4 or more of its hexadecimal digits");
    }
  }

  @Test
  void showsWhereTwoPart() throws Exception {
    String ours = history("--path", "b").get(0);
    String theirs = history("--path", "a").get(1);
    Outcome shown = laptop.run("store", "debug", "branch", ours, theirs).ok();
    JsonObject json = laptop.run("store", "debug", "branch", ours, theirs, "--json").ok().json();
    shown.shows("fork point  " + json.getString("fork_point").substring(0, 8));
    shown.shows("to " + ours.substring(0, 8) + ", 1 intention:");
    List<String> all = history();
    int fork = all.indexOf(json.getString("fork_point"));
    assertTrue(fork >= 0 && fork < all.indexOf(ours) && fork < all.indexOf(theirs), json::toString);
    JsonArray path = json.getArray("branches").getObject(1).getArray("path");
    assertEquals(theirs, path.getObject(path.size() - 1).getString("hash"));
  }

  @Test
  void filtersHistory() throws Exception {
    List<String> all = column(laptop.run("history", "--json").ok().jsonArray(), "hash");
    assertEquals(all, history("--from", "-1h", "--to", "now"));
    assertEquals(List.of(), history("--to", "2020-01-01"));
    assertEquals(List.of(), history("--from", "-1h", "--to", "-30m"));
    List<String> a = history("--path", "a");
    assertEquals(3, a.size());
    assertEquals(1, history("--path", "b").size());
    assertEquals(List.of(), history("--path", "c"));
    assertEquals(a.subList(2, 3), history("--path", "a", "--last", "1"));
    assertEquals(a.subList(0, 1), history("--path", "a", "--limit", "1"));
    String phoneKey = phone.run("status", "--json").ok().json().getString("key");
    List<String> theirs = history("--author", phoneKey.substring(0, 8));
    assertEquals(all.size(), history("--author", "laptop").size() + theirs.size());
    assertEquals(a.subList(1, 2), history("--author", phoneKey, "--path", "a"));
    laptop.run("history", "--author", "nobody").refused(Failure.NOT_FOUND, "nobody");
    laptop.run("history", "--from", "soon").refused(Failure.BAD_INPUT, "a time is");
    laptop
        .run("history", "--from", "now", "--to", "-1h")
        .refused(Failure.BAD_INPUT, "is later than");
    assertEquals(2, laptop.run("history", "--last", "0").code());
  }

  private List<String> history(String... filter) throws Exception {
    List<String> line = new ArrayList<>(List.of("history", "--json"));
    line.addAll(List.of(filter));
    return column(laptop.run(line.toArray(String[]::new)).ok().jsonArray(), "hash");
  }
}
