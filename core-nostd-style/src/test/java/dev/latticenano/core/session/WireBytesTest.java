package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.KvState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a meeting costs on the wire, both directions, link framing not counted. */
class WireBytesTest {
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| (\\d+) \\| (\\d+) \\| (\\d+) \\| (\\d+) \\| (\\d+) \\| (-?\\d+) \\|$");

  @Test
  void meetingsCostWhatTheDocumentSays() throws Exception {
    List<String> documented = new ArrayList<>();
    Matcher rows = ROW.matcher(document());
    while (rows.find()) {
      documented.add(rows.group());
    }
    List<String> measured = new ArrayList<>();
    for (int authors : new int[] {1, 20}) {
      for (int fresh : new int[] {0, 1, 100}) {
        measured.add(meeting(authors, fresh));
      }
    }
    assertEquals(String.join("\n", measured), String.join("\n", documented));
  }

  private static String document() throws IOException {
    Path docs = Path.of(System.getProperty("repository.root"), "docs");
    return Files.readString(docs.resolve("protocol.md"));
  }

  private static String meeting(int authors, int fresh) throws Exception {
    Mesh mesh = new Mesh(new Random(6));
    StoreId store = null;
    for (int i = 0; i < authors; i++) {
      MeshNode author = mesh.node();
      if (store == null) {
        store = author.create(KvState.TYPE, 1);
      } else {
        author.open(store);
        mesh.link(mesh.nodes.get(0), author);
      }
    }
    mesh.nodes.get(0).grantAll(store);
    mesh.rest(20_000);
    for (int i = 1; i < 900 + 100 - fresh; i++) {
      mesh.nodes.get(i % authors).put(store, "key " + i, 100);
    }
    mesh.rest(200_000);
    MeshNode other = mesh.node();
    other.open(store);
    mesh.link(mesh.nodes.get(0), other).profile.retryMs();
    mesh.rest(100_000);
    mesh.wires.get(mesh.wires.size() - 1).cut();
    long before = mesh.nodes.get(0).node.dag(store).sequence();
    for (int i = 0; i < fresh; i++) {
      mesh.nodes.get(i % authors).put(store, "new " + i, 100);
    }
    mesh.rest(200_000);
    assertEquals(before + fresh, mesh.nodes.get(0).node.dag(store).sequence());
    long intentions = 0;
    for (long i = before + 1; i <= before + fresh; i++) {
      int row = mesh.nodes.get(0).node.dag(store).rowAtSequence((int) i);
      intentions += mesh.nodes.get(0).node.dag(store).length(row);
    }
    MeshWire last = mesh.link(mesh.nodes.get(0), other);
    mesh.rest(100_000);
    mesh.assertSame(store, mesh.nodes.get(0), other);
    return "| "
        + authors
        + " | "
        + fresh
        + " | "
        + last.frames
        + " | "
        + last.bytes
        + " | "
        + intentions
        + " | "
        + (last.bytes - intentions)
        + " |";
  }
}
