package dev.latticenano.edge.sim;

import dev.latticenano.core.Lag;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FilePath;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.state.StateMachine;
import dev.latticenano.core.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a scenario asks of one node that has power. */
public final class Questions {
  private final SimNode node;

  /** About one node. */
  public Questions(SimNode node) {
    this.node = node;
  }

  /** The value that a key shows; null if none. */
  public String value(StoreId store, String key) throws StoreException {
    if (!(node.node().state(store) instanceof KvState kv)) {
      return null;
    }
    byte[] value = kv.value(key.getBytes(StandardCharsets.UTF_8));
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  /** How many values a key or a path has that no other has replaced. */
  public int heads(StoreId store, String key) throws StoreException {
    StateMachine state = node.node().state(store);
    List<Head> heads = List.of();
    if (state instanceof KvState kv) {
      heads = kv.heads(key.getBytes(StandardCharsets.UTF_8));
    } else if (state instanceof FileState files) {
      heads = files.heads(FilePath.of(key));
    }
    return heads.size();
  }

  /** The member that is furthest behind what this node holds; null if there is no other. */
  public Lag worstLag(StoreId store) throws StoreException {
    Lag worst = null;
    for (Lag lag : node.node().acks().lags(store, node.nowMs())) {
      worst = worst == null || lag.behind() > worst.behind() ? lag : worst;
    }
    return worst;
  }
}
