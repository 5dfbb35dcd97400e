package dev.latticenano.core.session;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;

/**
 * A store that this node holds, as sessions see it, and how much of it a power cut cannot take:
 * only that is shown to a peer, so that nobody ever builds on what may be lost again.
 */
public final class Held {
  private final StoreId id;
  private final Dag dag;
  private final Store log;
  private int durable;

  /** A store, its intentions and where they lie; all the caller's. */
  public Held(StoreId id, Dag dag, Store log) {
    this.id = id;
    this.dag = dag;
    this.log = log;
  }

  /** The store. */
  public StoreId id() {
    return id;
  }

  /** Its intentions. */
  public Dag dag() {
    return dag;
  }

  /** Reads the log and stands where the last run stood; what lies there is taken for durable. */
  public void replay(long nowMs) throws StoreException {
    try {
      dag.replay(nowMs);
    } finally {
      durable = dag.sequence();
    }
  }

  /** Where its intentions lie. */
  Store log() {
    return log;
  }

  /**
   * Makes everything durable, and witnesses what a full disk held up.
   *
   * @throws StoreException the disk failed; if it is full, a later call goes on
   */
  public void sync(long nowMs) throws StoreException {
    dag.resume(nowMs);
    log.sync();
    durable = dag.sequence();
  }

  /** Places of the witness order, counted from the first, that a power cut cannot take. */
  public int durable() {
    return durable;
  }
}
