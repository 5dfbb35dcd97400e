package dev.latticenano.edge;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.SystemOpWriter;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes a store inside another: first its folder with the mark whose child it is, then what is in
 * it, and at last the declaration by its parent. Stopped in between, it is finished or taken away
 * at the next start.
 */
final class ChildBirth {
  private static final int ACTIVE = 1;

  private final NodeHome home;
  private final StoreMarks marks;

  ChildBirth(NodeHome home, StoreMarks marks) {
    this.home = home;
    this.marks = marks;
  }

  /** Makes a child of {@code parent}; with {@code independent} it has members of its own. */
  StoreId create(StoreId parent, String name, String type, boolean independent)
      throws StoreException, Failure {
    boolean sealed = home.node().projection(parent).isSealed();
    StoreId child = home.createStore(name, type, sealed, parent);
    if (independent) {
      say(home, child, SystemOpWriter.strategyIndependent(), List.of("strategy"));
    }
    declare(parent, child, name, type);
    return child;
  }

  private void declare(StoreId parent, StoreId child, String name, String type)
      throws StoreException, Failure {
    if (home.node().system(child).value("strategy") == null) {
      say(home, child, SystemOpWriter.strategyInherited(), List.of("strategy"));
    }
    new Inheritance(home).copy(parent, child);
    byte[] declared =
        SystemOpWriter.batch(
            List.of(
                SystemOpWriter.addChild(child, name, type),
                SystemOpWriter.childStatus(child, ACTIVE)));
    say(home, parent, declared, List.of());
  }

  /**
   * Goes on with a child that its parent does not name: declares it if this node made it and it has
   * got its name, takes it away if there is nothing in it.
   *
   * @return true if anything was done
   */
  boolean finish(StoreId parent, StoreId child) throws StoreException, Failure {
    home.openStore(child, ReplayProgress.SILENT);
    Dag dag = home.node().dag(child);
    boolean empty = dag.sequence() == 0;
    boolean own = !empty && isFirst(dag, own(dag));
    String name = home.node().system(child).name();
    if (own && name != null) {
      declare(parent, child, name, home.node().projection(child).type());
      return true;
    }
    home.closeStore(child);
    if (empty || own) {
      marks.remove(child);
    }
    return false;
  }

  /** True if the first intention is this author's; where that is gone, only members have a say. */
  private static boolean isFirst(Dag dag, int author) throws StoreException {
    int first = dag.rowAtSequence(1);
    return !dag.pruning().isBelowFloor(first) && dag.author(first) == author;
  }

  private int own(Dag dag) {
    return dag.findAuthor(home.node().key().toBytes(), 0);
  }

  /** Writes a change to a store's own tables, in place of what they say under {@code keys}. */
  static void say(NodeHome home, StoreId store, byte[] systemOp, List<String> keys)
      throws StoreException, Failure {
    Set<Hash> cited = new LinkedHashSet<>();
    for (String key : keys) {
      for (Head head : home.node().system(store).heads(key)) {
        cited.add(head.hash());
      }
    }
    List<Hash> condition = new ArrayList<>(cited);
    UniversalOpWriter ops = new UniversalOpWriter().system(systemOp, 0, systemOp.length);
    byte[] bytes = new byte[ops.length()];
    ops.write(bytes, 0, bytes.length);
    home.submit(store, bytes, condition.subList(0, Math.min(16, condition.size())));
  }
}
