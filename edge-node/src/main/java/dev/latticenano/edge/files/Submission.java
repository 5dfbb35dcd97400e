package dev.latticenano.edge.files;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.state.Proposal;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import java.util.ArrayList;
import java.util.List;

/** Signs what a batch proposes, in order, each op bare: the node seals it in a sealed store. */
public final class Submission {
  private final NodeHome home;
  private final StoreId store;

  /** Signs into {@code store}. */
  public Submission(NodeHome home, StoreId store) {
    this.home = home;
    this.store = store;
  }

  /** Signs and keeps every proposal; durable when it returns. */
  public void submit(List<Proposal> proposals) throws Failure {
    Hash previous = null;
    for (Proposal proposal : proposals) {
      List<Hash> condition = new ArrayList<>(proposal.condition());
      if (proposal.citesPrevious() && previous != null) {
        condition.add(previous);
      }
      previous = home.submit(store, ops(proposal.op()), condition);
    }
  }

  /** The ops of an intention that carries {@code op}, the {@code app_data}. */
  public static byte[] ops(byte[] op) {
    UniversalOpWriter writer = new UniversalOpWriter().appData(op, 0, op.length);
    byte[] out = new byte[writer.length()];
    writer.write(out, 0, out.length);
    return out;
  }
}
