package dev.latticenano.edge.cli;

import dev.latticenano.core.Projection;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.state.Applied;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.Server;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.Stopping;

/**
 * Shows a store's ops in witness order, from a place on, as they come: first those that are here,
 * then, while the node serves peers, those that they bring.
 */
final class Following {
  private final NodeHome home;
  private final Projection projection;
  private final IntentionReading reading;
  private final Look look;
  private final Applied applied = new Applied();
  private int place;
  private StoreException broken;

  /** What is done with the ops. */
  interface Look {
    /** One op that counts, lent, and its place. */
    void op(Applied op, int place) throws StoreException;

    /** Some were shown; what they say is in state. */
    void shown() throws StoreException;
  }

  /** Follows {@code store} from a place of the witness order on, from 1. */
  Following(NodeHome home, StoreId store, int place, Look look) throws Failure {
    this.home = home;
    this.projection = home.node().projection(store);
    this.reading = new IntentionReading(home, store);
    this.place = place;
    this.look = look;
  }

  /** Shows what is here; says so if the first of it was dropped. */
  void begin(NodeCommand node) throws StoreException {
    int wanted = place;
    next();
    if (place > wanted && wanted <= reading.dag().sequence()) {
      node.say(reading.dropped());
    }
    catchUp();
  }

  private void catchUp() throws StoreException {
    for (int row = next(); place <= projection.place(); place++, row = next()) {
      IntentionView view = reading.dag().isProjected(row) ? reading.open(row) : null;
      UniversalOpView ops = view == null ? null : reading.ops(view);
      if (ops != null && ops.kind() == UniversalOpView.Kind.APP_DATA) {
        applied
            .wrap(reading.hash(row), view.timestamp(), view.author())
            .condition(view.bytes(), view.conditionOffset(0), view.conditionCount())
            .op(ops.contentBytes(), ops.contentOffset(), ops.contentLength());
        look.op(applied, place);
      }
    }
    look.shown();
  }

  /** Passes over what was dropped; {@link #place} is where it comes to. */
  private int next() throws StoreException {
    int row = reading.dag().pruning().next(reading.dag().rowAtSequence(place));
    place = reading.dag().sequenceOf(row);
    return row;
  }

  /** Serves peers and shows what they bring, until the process is told to stop. */
  void serve(LinkOptions links, NodeCommand node)
      throws Failure, InterruptedException, StoreException {
    Server server = new Server(home, false);
    Stopping stopping = new Stopping(server::stop);
    try {
      ServeCommand.listen(server, links, node.err());
    } catch (Failure e) {
      server.close();
      stopping.close();
      throw e;
    }
    server.watch(
        peers -> {
          try {
            catchUp();
          } catch (StoreException e) {
            broken = e;
            server.stop();
          }
        });
    try {
      server.run();
    } finally {
      stopping.close();
    }
    if (broken != null) {
      throw broken;
    }
  }
}
