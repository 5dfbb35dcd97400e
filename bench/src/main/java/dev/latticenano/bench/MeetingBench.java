package dev.latticenano.bench;

import dev.latticenano.bench.meeting.Encounter;
import dev.latticenano.bench.meeting.History;
import dev.latticenano.bench.meeting.Line;
import dev.latticenano.bench.meeting.StoredNode;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.reconcile.Caps;
import dev.latticenano.core.reconcile.Differences;
import dev.latticenano.core.reconcile.ItemTree;
import dev.latticenano.core.reconcile.Negentropy;
import dev.latticenano.core.run.RunWriter;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What two nodes with the same intentions of a hundred authors, and some news, say to each other:
 * bytes beside the news, and how often it goes to and fro; beside it what Negentropy V1 takes to
 * find the same differences, the news themselves not sent. Bytes do not depend on the machine.
 *
 * <pre>
 *   handshake, seals   bytes of the link's privacy
 *   session            bytes of everything else, without the runs that carry the news
 *   have, know         round trips from the moment the link is there until both ends have the
 *                      same, and until both know it; one of them is the handshake's
 * </pre>
 *
 * Arguments: intentions in common (default 100000), a folder (default: the working folder) in which
 * the history is kept for another run.
 */
public final class MeetingBench {
  private static final int AUTHORS = 100;
  private static final int BYTES_WANTED = 300;
  private static final int BYTES_STRETCH = 150;

  private final History history = new History(AUTHORS);
  private final Path folder;
  private final int common;
  private final ItemTree mine = new ItemTree();
  private final ItemTree theirs = new ItemTree();
  private final byte[] hash = new byte[Hash.BYTES];
  private StoredNode left;
  private StoredNode right;
  private byte[] lastKey;
  private int links;
  private int strangers = 2;

  private MeetingBench(Path folder, int common) {
    this.folder = folder;
    this.common = common;
  }

  /** Runs all meetings and prints a line for each. */
  public static void main(String[] args) throws IOException, StoreException {
    int common = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    Path folder = Path.of(args.length > 1 ? args[1] : ".");
    new MeetingBench(folder, common).run();
  }

  private void run() throws IOException, StoreException {
    Path kept = folder.resolve("meeting-history-" + common);
    long start = System.nanoTime();
    StoredNode.fill(kept, history, common);
    System.out.printf(
        Locale.ROOT, "%d intentions in %.0f s%n", common, (System.nanoTime() - start) / 1e9);
    Path work = Files.createTempDirectory(folder, "meeting-bench");
    try {
      StoredNode.copy(kept, work.resolve("left"));
      StoredNode.copy(kept, work.resolve("right"));
      history.goOn(open(work, 0, 1));
      index(mine, left.dag(), 0);
      index(theirs, right.dag(), 0);
      System.out.println(
          "who         news            frames  bytes  news  handshake  seals  session  have  know"
              + "  Negentropy bytes, rounds  wanted");
      meet(work, true, 0, 0, 0);
      for (boolean met : new boolean[] {true, false}) {
        meet(work, met, 0, 0, 0);
        meet(work, met, 1, 1, 0);
        meet(work, met, 20, 1, 0);
        meet(work, met, 20, 5, 0);
        meet(work, met, 10, 1, 10);
        meet(work, met, 10, 5, 10);
      }
      left.close();
      right.close();
    } finally {
      StoredNode.remove(work);
    }
  }

  private Dag open(Path work, int leftNumber, int rightNumber) throws IOException, StoreException {
    left = new StoredNode(work.resolve("left"), history, leftNumber);
    right = new StoredNode(work.resolve("right"), history, rightNumber);
    return left.dag();
  }

  /** Puts what came behind a place of the witness order into an index. */
  private void index(ItemTree tree, Dag dag, int after) throws StoreException {
    for (int place = after + 1; place <= dag.sequence(); place++) {
      int row = dag.rowAtSequence(place);
      dag.copyHash(row, hash, 0);
      tree.insert(dag.wallMs(row), hash, 0);
    }
  }

  /** One meeting: {@code here} authors have written at the left end, others at the right one. */
  private void meet(Path work, boolean met, int here, int each, int there)
      throws IOException, StoreException {
    byte[] remembered = met ? lastKey : null;
    if (!met) {
      left.close();
      right.close();
      open(work, strangers++, strangers++);
    }
    int before = left.dag().sequence();
    write(left, 0, here, each);
    write(right, here, there, each);
    long news = newsBytes(left.dag(), before) + newsBytes(right.dag(), before);
    index(mine, left.dag(), before);
    index(theirs, right.dag(), before);
    Counted other = new Counted().run(mine, theirs);
    index(mine, right.dag(), before);
    index(theirs, left.dag(), before);
    Encounter meeting =
        Encounter.run(left, right, ++links, Line.TRIPS, remembered, history.nowMs(), true);
    lastKey = left.node().doors().peerTransportKey(links);
    left.node().unlink(links);
    right.node().unlink(links);
    if (remembered != null || !met) {
      print(met, here, each, there, meeting, news, other);
    }
  }

  private void write(StoredNode at, int first, int count, int each) throws StoreException {
    for (int i = first; i < first + count; i++) {
      // Authors of whom it is not known that they write next.
      history.write(at.dag(), i * 37 % AUTHORS, each);
    }
  }

  /** Bytes of the run that carries what came behind a place. */
  private long newsBytes(Dag dag, int before) throws StoreException {
    if (dag.sequence() == before) {
      return 0;
    }
    RunWriter writer = new RunWriter(history.store()).begin(new byte[1 << 18], 0, 1 << 18, false);
    byte[] signed = new byte[1 << 12];
    for (int place = before + 1; place <= dag.sequence(); place++) {
      int row = dag.rowAtSequence(place);
      if (!writer.add(signed, 0, dag.read(row, signed, 0))) {
        throw new IllegalStateException("one run is too short");
      }
    }
    return writer.length();
  }

  private void print(
      boolean met, int here, int each, int there, Encounter meeting, long news, Counted other) {
    double tripMs = 2.0 * Line.TRIPS.delayMs();
    long session = meeting.sessionBytes() - news;
    long beyond = session + meeting.sealBytes();
    System.out.printf(
        Locale.ROOT,
        "%-11s %-15s %6d %6d %5d %10d %6d %8d  %4.1f  %4.1f  %8d, %d  %s%n",
        met ? "met before" : "strangers",
        here + (there > 0 ? " + " + there : "") + " x " + each,
        meeting.frames(),
        meeting.bytes(),
        news,
        meeting.handshakeBytes(),
        meeting.sealBytes(),
        session,
        meeting.haveMs() / tripMs,
        meeting.knowMs() / tripMs,
        other.bytes,
        other.rounds,
        wanted("session", session) + "; " + wanted("with seals", beyond));
    if (Boolean.getBoolean("messages")) {
      System.out.println("  bytes by message " + meeting.messages());
    }
  }

  private static String wanted(String what, long bytes) {
    String said =
        bytes <= BYTES_STRETCH ? " <= 150" : bytes <= BYTES_WANTED ? " <= 300" : " missed";
    return what + said;
  }

  /** A reconciliation of the same two sets. */
  private static final class Counted implements Differences {
    private long bytes;
    private int rounds;

    Counted run(ItemTree mine, ItemTree theirs) throws StoreException {
      Caps caps = new Caps(0, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, false);
      Negentropy one = new Negentropy(mine, caps, 1);
      Negentropy other = new Negentropy(theirs, caps, 2);
      one.initiate();
      while (!one.isDone()) {
        rounds++;
        tell(one, other, null);
        tell(other, one, this);
      }
      return this;
    }

    private void tell(Negentropy from, Negentropy to, Differences found) throws StoreException {
      bytes += from.messageLength();
      Verdict verdict = to.receive(from.message(), 0, from.messageLength(), found);
      if (verdict != Verdict.OK) {
        throw new IllegalStateException(verdict.toString());
      }
    }

    @Override
    public void have(byte[] id, int offset) {
      // Sent to whoever needs it, by another protocol.
    }

    @Override
    public void need(byte[] id, int offset) {
      // Asked for by another protocol.
    }
  }
}
