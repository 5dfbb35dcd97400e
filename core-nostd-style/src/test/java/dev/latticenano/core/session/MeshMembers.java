package dev.latticenano.core.session;

import dev.latticenano.core.Admission;
import dev.latticenano.core.DagPast;
import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.state.Members;
import dev.latticenano.core.state.Right;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.VariableRows;
import java.util.Map;
import java.util.TreeMap;

/** The members of one store on one node of a {@link Mesh}, told whatever is witnessed there. */
final class MeshMembers {
  private final Dag dag;
  private final Admission admission;
  private final byte[] bytes = new byte[Limits.SIGNED_BYTES_MAX];
  final Members members;
  private final Table rows = new VariableRows();
  private int told;

  MeshMembers(MeshNode node, StoreId store) throws StoreException {
    dag = node.node.dag(store);
    members = new Members(store, rows, new VariableRows(), new DagPast(dag));
    admission = new Admission(dag, members, this::catchUp);
    dag.gate(admission);
    catchUp();
  }

  void catchUp() throws StoreException {
    while (told < dag.sequence()) {
      told++;
      IntentionView each = view(told);
      UniversalOpView ops = ops(each);
      members.learn(hash(told), each.author(), each.timestamp(), ops);
    }
    admission.settle();
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
