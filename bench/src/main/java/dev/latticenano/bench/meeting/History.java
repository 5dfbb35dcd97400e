package dev.latticenano.bench.meeting;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.SystemOpWriter;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a number of authors write, by turns, with ops of 100 random bytes: a quarter of a second
 * between two, and every second one cites the one before it. The first intention creates the store,
 * the next let everybody write and the nodes of the meetings read.
 */
public final class History {
  /** When the first was written. */
  public static final long FIRST_MS = 1_790_000_000_000L;

  /** Nodes that may read: more than any benchmark brings together. */
  public static final int NODES_MAX = 64;

  // Nobody knows it: its ops are carried and not applied.
  private static final String TYPE = "bench:random";
  private static final int OPS_BYTES = 100;
  private static final int GRANTS_EACH = 20;
  private static final int STEP_MS = 250;
  private static final int FIRST_NODE = 1 << 16;

  private final Believed[] authors;
  private final byte[][] tips;
  private final StoreId store;
  private final IntentionWriter writer = new IntentionWriter();
  private final Blake3 blake3 = Blake3.plain();
  private final SplittableRandom random = new SplittableRandom(5);
  private final byte[] out = new byte[1 << 16];
  private byte[] last;
  private int written;

  /** Of so many authors. */
  public History(int count) {
    authors = new Believed[count];
    tips = new byte[count][];
    for (int i = 0; i < count; i++) {
      authors[i] = new Believed(i);
    }
    store = StoreId.derive(Blake3.plain(), authors[0].id(), 1);
  }

  /** The store that they write in. */
  public StoreId store() {
    return store;
  }

  /** Number of authors. */
  public int authors() {
    return authors.length;
  }

  /** Who a node is that meets others: not one of those who write. */
  static Believed node(int number) {
    if (number < 0 || number >= NODES_MAX) {
      throw new IllegalArgumentException(number + " outside 0 to " + (NODES_MAX - 1));
    }
    return new Believed(FIRST_NODE + number);
  }

  /** Creates the store in an empty DAG and lets everybody in. */
  public void begin(Dag dag) throws StoreException {
    write(dag, 0, new GenesisOp(TYPE, 1).toOps());
    List<AuthorId> let = new ArrayList<>();
    List<byte[]> grants = new ArrayList<>();
    for (int i = 1; i < authors.length + NODES_MAX; i++) {
      boolean writes = i < authors.length;
      AuthorId id = writes ? authors[i].id() : node(i - authors.length).id();
      let.add(id);
      grants.add(SystemOpWriter.peerStatus(id, 2));
      grants.add(SystemOpWriter.peerRole(id, (writes ? Role.VOTER : Role.READER).number()));
      if (let.size() == GRANTS_EACH || i == authors.length + NODES_MAX - 1) {
        byte[] batch = SystemOpWriter.batch(grants);
        write(dag, 0, ops(new UniversalOpWriter().system(batch, 0, batch.length)));
        let.clear();
        grants.clear();
      }
    }
  }

  /** Goes on from what a DAG has of it. */
  public void goOn(Dag dag) throws StoreException {
    byte[] name = new byte[AuthorId.BYTES];
    for (int i = 0; i < authors.length; i++) {
      authors[i].publicKey(name, 0);
      int author = dag.findAuthor(name, 0);
      tips[i] = author == Dag.NONE ? null : new byte[Hash.BYTES];
      if (author != Dag.NONE) {
        dag.copyHash(dag.tip(author, 0), tips[i], 0);
      }
    }
    written = dag.sequence();
    last = new byte[Hash.BYTES];
    dag.copyHash(dag.rowAtSequence(written), last, 0);
  }

  /** The author of a number writes {@code count} intentions at a node that has this DAG. */
  public void write(Dag dag, int author, int count) throws StoreException {
    byte[] bytes = new byte[OPS_BYTES - 4];
    for (int i = 0; i < count; i++) {
      random.nextBytes(bytes);
      write(dag, author, ops(new UniversalOpWriter().appData(bytes, 0, bytes.length)));
    }
  }

  private static byte[] ops(UniversalOpWriter ops) {
    byte[] bytes = new byte[ops.length()];
    ops.write(bytes, 0, bytes.length);
    return bytes;
  }

  private void write(Dag dag, int author, byte[] ops) throws StoreException {
    long wallMs = nowMs();
    writer.clear().store(store).timestamp(wallMs, 0).ops(ops, 0, ops.length);
    if (tips[author] != null) {
      writer.storePrev(tips[author], 0);
    }
    if (written > 0 && written % 2 == 0 && dag.find(last, 0) != Dag.NONE) {
      writer.addCondition(last, 0);
    }
    byte[] hash = new byte[Hash.BYTES];
    int length = IntentionProof.sign(writer, authors[author], blake3, out, 0, out.length, hash, 0);
    Verdict verdict = dag.ingest(out, 0, length, wallMs);
    if (verdict != Verdict.OK) {
      throw new IllegalStateException(verdict.toString());
    }
    tips[author] = hash;
    last = hash;
    written++;
  }

  /** The time of what is written next. */
  public long nowMs() {
    return FIRST_MS + (long) written * STEP_MS;
  }
}
