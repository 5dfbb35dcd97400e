package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import dev.latticenano.host.Failure;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a Prometheus server reads of a running node, and what status says of the disk. */
@Timeout(120)
class MetricsTest {
  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir Path place;

  private HttpResponse<String> ask(String url, String method) throws Exception {
    HttpRequest.BodyPublisher nothing = HttpRequest.BodyPublishers.noBody();
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).method(method, nothing).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Samples by their name and labels. */
  private static Map<String, Double> samples(String text) {
    Map<String, Double> all = new TreeMap<>();
    for (String line : text.split("\n")) {
      if (!line.startsWith("#")) {
        int space = line.lastIndexOf(' ');
        all.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
      }
    }
    return all;
  }

  /** Name and type of every metric that docs/operations.md lists. */
  private static Map<String, String> documented() throws Exception {
    Map<String, String> all = new TreeMap<>();
    for (String[] row : OperationsTest.rows("metric")) {
      all.put(row[0].replaceAll("`|\\{.*", ""), row[1]);
    }
    return all;
  }

  /** Name and type of every metric in an answer. */
  private static Map<String, String> described(String text) {
    Map<String, String> all = new TreeMap<>();
    for (String line : text.split("\n")) {
      if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ");
        all.put(words[2], words[3]);
      }
    }
    return all;
  }

  private static String url(Child serve) throws Exception {
    String line = serve.line();
    assertTrue(line.startsWith("listening metrics http://127.0.0.1:"), line);
    return line.substring("listening metrics ".length());
  }

  @Test
  void answersWithTheFiguresOfTheNode() throws Exception {
    Device node = Device.init(place.resolve("node"));
    String id = node.run("store", "create", "photos").ok().out().split(" ")[0];
    node.run("put", Folders.file(place.resolve("in"), "one", 100_000).toString()).ok();
    int intentions =
        ((JsonObject) node.run("status", "--json").ok().json().getArray("stores").get(0))
            .getInt("intentions");
    try (Child serve = Child.start(node.line("serve", "--tcp", "127.0.0.1:0", "--metrics", "0"))) {
      serve.port();
      String url = url(serve);
      HttpResponse<String> answer = ask(url, "GET");
      assertEquals(200, answer.statusCode(), answer.body());
      serve.awaitError("checks by=\"Java\" threads=");
      assertTrue(answer.headers().firstValue("Content-Type").orElse("").contains("0.0.4"));
      Map<String, Double> samples = samples(answer.body());
      String store = "{store=\"" + id.substring(0, 8) + "\"}";
      assertEquals(intentions, samples.get("lattice_store_intentions" + store), answer.body());
      assertEquals(1, samples.get("lattice_store_authors" + store));
      assertEquals(0, samples.get("lattice_store_floating" + store));
      assertEquals(0, samples.get("lattice_sessions"));
      assertEquals(0.002, samples.get("lattice_commit_delay_seconds"));
      assertTrue(samples.get("lattice_disk_free_bytes") > 0);
      assertFalse(answer.body().contains(id), "a store's whole id is an invitation");
      for (String name : List.of("_total{use=\"log\"}", "_total{use=\"chunk\"}")) {
        assertTrue(samples.containsKey("lattice_written_bytes" + name), answer.body());
      }
      assertEquals(documented(), described(answer.body()));
    }
  }

  @Test
  void answersNothingElse() throws Exception {
    Device node = Device.init(place.resolve("node"));
    try (Child serve =
        Child.start(node.line("serve", "--tcp", "127.0.0.1:0", "--metrics", "127.0.0.1:0"))) {
      serve.port();
      String url = url(serve);
      assertEquals(404, ask(url.replace("/metrics", "/"), "GET").statusCode());
      assertEquals(404, ask(url + "/../secret", "GET").statusCode());
      assertEquals(405, ask(url, "POST").statusCode());
      assertEquals("", ask(url, "HEAD").body());
      String port = url.replaceAll(".*:([0-9]+)/.*", "$1");
      node.run("serve", "--tcp", "127.0.0.1:0", "--metrics", port).says("process ");
      Device other = Device.init(place.resolve("other"));
      other
          .run("serve", "--tcp", "127.0.0.1:0", "--metrics", port)
          .refused(Failure.LINK, "cannot listen for metrics at 127.0.0.1:" + port);
    }
  }

  @Test
  void statusCountsWhatAllRunsHaveWritten() throws Exception {
    Device node = Device.init(place.resolve("node"));
    node.run("store", "create", "photos").ok();
    node.run("put", Folders.file(place.resolve("in"), "one", 100_000).toString()).ok();
    JsonObject disk = node.run("status", "--json").ok().json().getObject("disk");
    JsonObject lifetime = disk.getObject("lifetime");
    assertTrue(lifetime.getLong("chunk_bytes") >= 100_000, lifetime::toString);
    assertTrue(lifetime.getLong("log_bytes") > lifetime.getLong("payload_bytes"));
    assertTrue(lifetime.getLong("payload_bytes") > 0 && lifetime.getLong("syncs") >= 3);
    assertTrue(lifetime.getDouble("write_amplification") > 1);
    assertEquals(0, disk.getObject("this_run").getLong("chunk_bytes"));
    node.run("settings", "set", "power", "stick").ok();
    node.run("status")
        .ok()
        .shows("batches wait up to 100ms for one")
        .shows("checks signatures by Java, on ");
    JsonObject again = node.run("status", "--json").ok().json().getObject("disk");
    assertEquals(lifetime.toString(), again.getObject("lifetime").toString(), "asking is free");
    assertEquals(100, again.getInt("commit_delay_ms"));
    JsonObject checks = node.run("status", "--json").ok().json().getObject("checks");
    assertEquals("Java", checks.getString("by"));
    assertEquals("", checks.getString("finding"));
    assertTrue(checks.getInt("threads") >= 1, checks::toString);
  }
}
