package dev.latticenano.edge.cli;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.reconcile.Caps;
import dev.latticenano.core.reconcile.Differences;
import dev.latticenano.core.reconcile.ItemTree;
import dev.latticenano.core.reconcile.Negentropy;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import java.io.PrintWriter;

/** One side of a reconciliation that is spoken to in lines; what they are, the command says. */
final class NegentropyHarness implements Differences {
  private static final int ID_BYTES = 32;

  private final ItemTree items = new ItemTree();
  private final Caps caps;
  private final PrintWriter out;
  private Negentropy side;
  private boolean initiator;
  private int lines;

  NegentropyHarness(Caps caps, PrintWriter out) {
    this.caps = caps;
    this.out = out;
  }

  /** Does what a line asks for; an empty one asks for nothing. */
  void accept(String line) throws Failure {
    lines++;
    String[] parts = line.split(",", -1);
    try {
      switch (parts[0]) {
        case "" -> {}
        case "item" -> insert(parts);
        case "seal" -> side = new Negentropy(items, caps, System.nanoTime());
        case "initiate" -> {
          sealed().initiate();
          initiator = true;
          answer();
        }
        case "msg" -> receive(parts);
        default -> throw new IllegalArgumentException("unknown command " + parts[0]);
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new Failure(Failure.BAD_INPUT, "line " + lines + ": " + e.getMessage(), e);
    } catch (StoreException e) {
      throw new AssertionError("items are on the heap", e);
    }
  }

  @Override
  public void have(byte[] id, int offset) {
    out.println("have," + Hex.encode(id, offset, ID_BYTES));
  }

  @Override
  public void need(byte[] id, int offset) {
    out.println("need," + Hex.encode(id, offset, ID_BYTES));
  }

  private void insert(String[] parts) {
    byte[] id = Hex.decode(parts.length == 3 ? parts[2] : "");
    if (id.length != ID_BYTES || side != null) {
      throw new IllegalArgumentException("not item,CREATED,64 digits, before seal");
    }
    items.insert(Long.parseUnsignedLong(parts[1]), id, 0);
  }

  private void receive(String[] parts) throws StoreException {
    byte[] bytes = Hex.decode(parts.length > 1 ? parts[1] : "");
    Verdict verdict = sealed().receive(bytes, 0, bytes.length, initiator ? this : null);
    if (verdict != Verdict.OK) {
      throw new IllegalArgumentException(verdict + " (" + verdict.rule() + ")");
    }
    answer();
  }

  private void answer() {
    boolean done = side.isDone();
    out.println(done ? "done" : "msg," + Hex.encode(side.message(), 0, side.messageLength()));
    out.flush();
  }

  private Negentropy sealed() {
    if (side == null) {
      throw new IllegalStateException("not sealed yet");
    }
    return side;
  }
}
