package dev.latticenano.edge.files;

import dev.latticenano.core.intention.EnvelopeWriter;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.state.Proposal;
import dev.latticenano.edge.Failure;
import dev.latticenano.edge.NodeHome;
import java.util.ArrayList;
import java.util.List;

/** Signs what a batch proposes, in order, each op in the clear form of the envelope. */
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
      previous = home.submit(store, enveloped(proposal.op()), condition);
    }
  }

  /** The ops of an intention that carries {@code op}, the {@code app_data}, in the clear. */
  public static byte[] enveloped(byte[] op) {
    byte[] inner = bytes(new UniversalOpWriter().appData(op, 0, op.length));
    EnvelopeWriter envelope =
        new EnvelopeWriter().supersedesNothing().clear(inner, 0, inner.length);
    byte[] middle = new byte[envelope.length()];
    envelope.write(middle, 0, middle.length);
    return bytes(new UniversalOpWriter().envelope(middle, 0, middle.length));
  }

  private static byte[] bytes(UniversalOpWriter writer) {
    byte[] out = new byte[writer.length()];
    writer.write(out, 0, out.length);
    return out;
  }
}
