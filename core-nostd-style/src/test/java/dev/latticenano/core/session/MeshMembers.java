package dev.latticenano.core.session;

import dev.latticenano.core.DagPast;
import dev.latticenano.core.Hiding;
import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.SignedIntentionWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.state.Members;
import dev.latticenano.core.state.Right;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.VariableRows;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The members of one store on one node of a {@link Mesh}, told whatever is witnessed there. */
final class MeshMembers {
  private final StoreId store;
  private final Dag dag;
  private final Hiding hiding;
  private final byte[] bytes = new byte[Limits.SIGNED_BYTES_MAX];
  final Members members;
  private final Table rows = new VariableRows();
  private int told;

  MeshMembers(MeshNode node, StoreId store) throws StoreException {
    this.store = store;
    dag = node.node.dag(store);
    members = new Members(store, rows, new VariableRows(), new DagPast(dag));
    hiding = new Hiding(dag, members);
    dag.gate(this::admits);
    catchUp();
  }

  private Verdict admits(byte[] bytes, int authorOffset) throws StoreException {
    AuthorId author = AuthorId.of(bytes, authorOffset);
    if (members.admits(author) != Verdict.OK) {
      catchUp();
    }
    return members.admits(author);
  }

  void catchUp() throws StoreException {
    while (told < dag.sequence()) {
      told++;
      IntentionView each = view(told);
      UniversalOpView ops = ops(each);
      members.learn(hash(told), each.author(), each.timestamp(), ops);
    }
    hiding.settle();
  }

  /** Writes on the tip of {@code author}, whatever it may: as a thief's program does. */
  void write(MeshKey author, long nowMs, byte[] ops, List<Hash> condition) throws StoreException {
    IntentionWriter writer = new IntentionWriter().store(store).author(author.id());
    int number = dag.findAuthor(author.id().toBytes(), 0);
    if (number != Dag.NONE && dag.authorHeight(number) > 0) {
      byte[] tip = new byte[Hash.BYTES];
      dag.copyHash(dag.rowAtHeight(number, dag.authorHeight(number)), tip, 0);
      writer.storePrev(tip, 0);
    }
    condition.forEach(writer::addCondition);
    writer.timestamp(nowMs, dag.sequence()).ops(ops, 0, ops.length);
    byte[] intention = new byte[writer.length()];
    writer.write(intention, 0, intention.length);
    byte[] hash = new byte[Hash.BYTES];
    Blake3.plain().hash(intention, 0, intention.length, hash, 0);
    byte[] signature = new byte[64];
    author.sign(hash, 0, hash.length, signature, 0);
    SignedIntentionWriter signed =
        new SignedIntentionWriter().intention(intention, 0, intention.length);
    signed.signature(signature, 0);
    byte[] out = new byte[signed.length()];
    signed.write(out, 0, out.length);
    dag.ingest(out, 0, out.length, nowMs);
    catchUp();
  }

  private IntentionView view(int place) throws StoreException {
    SignedIntentionView signed = new SignedIntentionView();
    int length = dag.read(dag.rowAtSequence(place), bytes, 0);
    if (signed.wrap(bytes, 0, length).check() != Verdict.OK) {
      throw new AssertionError("not an intention");
    }
    return signed.intention();
  }

  private static UniversalOpView ops(IntentionView each) {
    UniversalOpView ops = new UniversalOpView();
    ops.wrap(each.bytes(), each.opsOffset(), each.opsLength());
    if (ops.check() != Verdict.OK) {
      throw new AssertionError("not ops");
    }
    return ops;
  }

  private Hash hash(int place) throws StoreException {
    byte[] hash = new byte[Hash.BYTES];
    dag.copyHash(dag.rowAtSequence(place), hash, 0);
    return Hash.of(hash, 0);
  }

  /** What counts in state: names of intentions, in the order of their names. */
  Map<Hash, AuthorId> counted() throws StoreException {
    Map<Hash, AuthorId> counted = new TreeMap<>();
    for (int place = 1; place <= dag.sequence(); place++) {
      IntentionView each = view(place);
      Right right = Right.of(ops(each), each.author());
      if (members.judge(hash(place), each.author(), right) == Verdict.OK) {
        counted.put(hash(place), each.author());
      }
    }
    return counted;
  }

  /** The rows of the table that is the same everywhere. */
  String rows() throws StoreException {
    StringBuilder out = new StringBuilder();
    rows.range(
        new byte[0],
        null,
        (key, keyAt, keyBytes, value, at, length) -> {
          out.append(Hex.encode(key, keyAt, keyBytes) + " " + Hex.encode(value, at, length) + "\n");
          return true;
        });
    return out.toString();
  }

  long hiddenCount() {
    return dag.shown().hiddenCount();
  }
}
