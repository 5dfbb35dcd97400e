package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.Limits;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.store.StoreException;
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
      Pattern.compile("(?m)^\\| (strangers|met before) \\|( \\d+ \\|){8}$");

  @Test
  void meetingsCostWhatTheDocumentSays() throws Exception {
    List<String> documented = new ArrayList<>();
    Matcher rows = ROW.matcher(document());
    while (rows.find()) {
      documented.add(rows.group());
    }
    List<String> measured = new ArrayList<>();
    for (boolean met : new boolean[] {false, true}) {
      for (int authors : new int[] {1, 20}) {
        for (int fresh : new int[] {0, 1, 100}) {
          measured.add(meeting(met, authors, fresh));
        }
      }
    }
    assertEquals(String.join("\n", measured), String.join("\n", documented));
  }

  /** Bytes of the run that carries so many intentions behind a place of the witness order. */
  private static int runBytes(Dag dag, StoreId store, int before, int count) throws StoreException {
    if (count == 0) {
      return 0;
    }
    IntList rows = new IntList();
    for (int i = 1; i <= count; i++) {
      rows.add(dag.rowAtSequence(before + i));
    }
    HeldRuns runs = new HeldRuns(store, dag);
    byte[] out = new byte[Limits.SESSION_FRAME_BYTES_MAX];
    assertEquals(count, runs.write(rows, 0, count, out.length, false, out, 0, out.length));
    return runs.length();
  }

  private static String document() throws IOException {
    Path docs = Path.of(System.getProperty("repository.root"), "docs");
    return Files.readString(docs.resolve("protocol.md"));
  }

  private static String meeting(boolean met, int authors, int fresh) throws Exception {
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
    MeshNode first = mesh.nodes.get(0);
    MeshNode other = mesh.node();
    MeshNode between = mesh.node();
    first.grantAll(store);
    mesh.rest(20_000);
    for (int i = 1; i < 900 + 100 - fresh; i++) {
      mesh.nodes.get(i % authors).put(store, "key " + i, 100);
    }
    mesh.rest(200_000);
    other.open(store);
    if (met) {
      mesh.meet(first, other);
    } else {
      between.open(store);
      mesh.meet(first, between);
      mesh.meet(between, other);
    }
    long before = first.node.dag(store).sequence();
    for (int i = 0; i < fresh; i++) {
      mesh.nodes.get(i % authors).put(store, "new " + i, 100);
    }
    mesh.rest(200_000);
    assertEquals(before + fresh, first.node.dag(store).sequence());
    long intentions = runBytes(first.node.dag(store), store, (int) before, fresh);
    MeshWire last = mesh.link(first, other);
    mesh.rest(100_000);
    mesh.assertSame(store, first, other);
    long[] cells = {
      authors,
      fresh,
      last.frames,
      last.bytes,
      intentions,
      last.handshakeBytes,
      last.sealBytes(),
      last.sessionBytes() - intentions
    };
    StringBuilder row = new StringBuilder(met ? "| met before |" : "| strangers |");
    for (long cell : cells) {
      row.append(' ').append(cell).append(" |");
    }
    return row.toString();
  }
}
