package dev.latticenano.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.latticenano.relay.cli.Ran;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Words are planted in values, keys, names of stores, of devices and of files, and in files. A
 * relay that carried all of it between two members has none of them on its disk, in its memory or
 * in what went over its links; and the same search finds them where they are.
 */
@Timeout(120)
class ScanTest {
  private static final String DEVICE = "plantedphone";
  private static final String PEER = "plantedlaptop";
  private static final String STORE = "plantedstore";
  private static final String FOLDER = "plantedfolder";
  private static final String KEY = "plantedkey";
  private static final String VALUE = "plantedvalue";
  private static final String WIDE = "plantedпосажено";
  private static final String FILE = "plantedfile.txt";
  private static final String CONTENT = "plantedcontent";
  private static final List<String> ALL =
      List.of(DEVICE, PEER, STORE, FOLDER, KEY, VALUE, WIDE, FILE, CONTENT);

  private final Words words = new Words('p', ALL);
  @TempDir Path place;
  private Path dir;
  private String key;
  private EdgeNode ann;
  private EdgeNode bo;

  @BeforeEach
  void makeTwoNodesAndARelay() throws Exception {
    dir = place.resolve("relay");
    key = Ran.in(dir, "init").ok().field("key");
    ann = named("ann", DEVICE);
    bo = named("bo", PEER);
  }

  private EdgeNode named(String folder, String name) {
    EdgeNode node = new EdgeNode(place.resolve(folder));
    node.ok("init", "--name", name);
    return node;
  }

  /** Two stores, one of values and one of files, that Ann makes and Bo may write in. */
  private void share() throws Exception {
    for (String name : List.of(STORE, FOLDER)) {
      List<String> line = new ArrayList<>(List.of("store", "create", name));
      if (name.equals(STORE)) {
        line.addAll(List.of("--type", "core:kvstore"));
      }
      ann.ok(line.toArray(String[]::new));
      bo.ok("store", "join", ann.ok("store", "invite", name, "--role", "voter"));
      ann.meet(bo);
    }
  }

  /** Both write all words, and hear of each other's by the relay. */
  private void carry(int port) throws Exception {
    String url = "lattice://127.0.0.1:" + port + "/" + key;
    for (String name : List.of(STORE, FOLDER)) {
      String ticket = Ran.in(dir, "ticket", "create", "--space", "100MB").ok().field("ticket");
      ann.ok("relay", "add", url, "--ticket", ticket, "--store", name);
      bo.ok("relay", "add", url, "--store", name);
    }
    ann.ok("kv", "put", KEY, VALUE, "--store", STORE);
    bo.ok("kv", "put", "k", WIDE, "--store", STORE);
    Path file = place.resolve(FILE);
    Files.writeString(file, (CONTENT + " and more. ").repeat(8_000));
    ann.ok("put", file.toString(), "--store", FOLDER);
    for (EdgeNode each : List.of(ann, bo, ann)) {
      each.ok("sync");
    }
    assertEquals(VALUE, bo.ok("kv", "get", KEY, "--store", STORE));
    assertEquals(WIDE, ann.ok("kv", "get", "k", "--store", STORE));
    Path copy = place.resolve("copy");
    bo.ok("get", FILE, copy.toString(), "--store", FOLDER);
    assertEquals(-1, Files.mismatch(file, copy.resolve(FILE)));
    Files.delete(file);
  }

  private Path heap(Served relay, String name) throws Exception {
    Path dump = place.resolve(name);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(relay.pid()),
                "GC.heap_dump",
                "-all",
                dump.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return dump;
  }

  /** Which words are in the memory of a relay that runs; its heap is looked at twice. */
  private Set<String> remembered(Served relay, String name) throws Exception {
    Set<String> found = new TreeSet<>(words.in(heap(relay, name)));
    try {
      found.addAll(words.inMemory(relay.pid()));
    } catch (IOException e) {
      System.out.println("only the heap is searched, the rest may not be read: " + e.getMessage());
    }
    return found;
  }

  @Test
  void aRelayThatCarriedThemHasNoPlantedWordOnDiskInMemoryOrOnItsLinks() throws Exception {
    share();
    try (Served relay = Served.from(dir);
        Recorder recorder = new Recorder(relay.port())) {
      carry(recorder.port());
      assertEquals(Set.of(), remembered(relay, "sealed"), "in memory");
      byte[] seen = recorder.seen();
      assertTrue(seen.length > 100_000, seen.length + " bytes recorded");
      assertEquals(Set.of(), words.in(seen, seen.length), "on its links");
      try (Socket clear = new Socket("127.0.0.1", recorder.port())) {
        clear.getOutputStream().write(VALUE.getBytes(StandardCharsets.UTF_16LE));
        clear.getOutputStream().flush();
        clear.shutdownOutput();
        assertEquals(-1, clear.getInputStream().read());
      }
      seen = recorder.seen();
      assertEquals(Set.of(VALUE), words.in(seen, seen.length), "said in the clear");
      relay.kill();
      assertTrue(relay.log().contains("INFO admitted"), relay.log());
      byte[] log = relay.log().getBytes(StandardCharsets.UTF_8);
      assertEquals(Set.of(), words.in(log, log.length), "in its log");
    }
    assertEquals(Set.of(), words.under(dir), "on its disk");
    Path own = place.resolve("own.hprof");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(own.toString(), true);
    assertEquals(Set.copyOf(ALL), words.in(own), "in the memory of whoever can read");
  }

  @Test
  void theSameSearchFindsThemAtARelayThatHoldsClearStores() throws Exception {
    ann.ok("store", "create", STORE, "--type", "core:kvstore", "--clear");
    ann.ok("kv", "put", KEY, VALUE);
    ann.ok("kv", "put", "k", WIDE);
    try (Served relay = Served.from(dir, "--hold-clear-stores")) {
      String ticket = Ran.in(dir, "ticket", "create", "--space", "100MB").ok().field("ticket");
      ann.ok("relay", "add", "lattice://" + relay.address() + "/" + key, "--ticket", ticket);
      Set<String> found = remembered(relay, "clear");
      assertTrue(found.stream().anyMatch(List.of(STORE, KEY, VALUE, WIDE)::contains), "in memory");
    }
    assertEquals(Set.of(DEVICE, STORE, KEY, VALUE, WIDE), words.under(dir), "on its disk");
  }
}
