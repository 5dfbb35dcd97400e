package dev.latticenano.bench;

import dev.latticenano.bench.meeting.Encounter;
import dev.latticenano.bench.meeting.History;
import dev.latticenano.bench.meeting.Line;
import dev.latticenano.bench.meeting.StoredNode;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * From the moment that a serial line of 115 200 baud is there until both ends know that they have
 * the same: two nodes that have met before, one of which has a hundred new intentions of twenty
 * authors. On a clock of its own, so that load does not matter; processor time is not in it. Beside
 * it what was promised: 1.2 × (bytes of the hundred ÷ rate of the line) + 2 round trips.
 *
 * <p>Arguments: intentions in common (default 100000), a folder (default: the working folder) in
 * which the history is kept for another run and for {@code MeetingBench}.
 */
public final class CatchUpBench {
  private static final int AUTHORS = 100;
  private static final int WRITERS = 20;
  private static final int EACH = 5;

  private CatchUpBench() {}

  /** Measures and prints. */
  public static void main(String[] args) throws IOException, StoreException {
    int common = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    Path folder = Path.of(args.length > 1 ? args[1] : ".");
    History history = new History(AUTHORS);
    Path kept = folder.resolve("meeting-history-" + common);
    StoredNode.fill(kept, history, common);
    Path work = Files.createTempDirectory(folder, "catch-up-bench");
    StoredNode.copy(kept, work.resolve("left"));
    StoredNode.copy(kept, work.resolve("right"));
    try (StoredNode left = new StoredNode(work.resolve("left"), history, 0);
        StoredNode right = new StoredNode(work.resolve("right"), history, 1)) {
      history.goOn(left.dag());
      Encounter.run(left, right, 1, Line.SERIAL, null, history.nowMs(), true);
      byte[] key = left.node().doors().peerTransportKey(1);
      left.node().unlink(1);
      right.node().unlink(1);
      int before = left.dag().sequence();
      for (int i = 0; i < WRITERS; i++) {
        history.write(left.dag(), i * 37 % AUTHORS, EACH);
      }
      Encounter meeting = Encounter.run(left, right, 2, Line.SERIAL, key, history.nowMs(), false);
      print(common, bytes(left.dag(), before), meeting);
    } finally {
      StoredNode.remove(work);
    }
  }

  /** Bytes, as signed, of what came behind a place. */
  private static long bytes(Dag dag, int before) throws StoreException {
    long bytes = 0;
    for (int place = before + 1; place <= dag.sequence(); place++) {
      bytes += dag.length(dag.rowAtSequence(place));
    }
    return bytes;
  }

  private static void print(int common, long bytes, Encounter meeting) {
    double tripMs = 2.0 * Line.SERIAL.delayMs();
    double promisedMs = 1.2 * bytes * 1000 / Line.SERIAL.bytesPerSecond() + 2 * tripMs;
    System.out.printf(
        Locale.ROOT,
        "%d in common, %d news of %d bytes, %d bytes on the link: both have them after %.0f ms and"
            + " know after %.0f ms, of that %.0f ms until the first sealed frame; promised %.0f ms:"
            + " %.2f of it%n",
        common,
        WRITERS * EACH,
        bytes,
        meeting.bytes(),
        meeting.haveMs(),
        meeting.knowMs(),
        meeting.sealedMs(),
        promisedMs,
        meeting.knowMs() / promisedMs);
  }
}
