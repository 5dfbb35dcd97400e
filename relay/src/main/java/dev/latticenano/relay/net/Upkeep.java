package dev.latticenano.relay.net;

import dev.latticenano.core.store.StoreException;

/** What is to be done as time goes by, whoever calls; on the thread of a {@link LinkLoop}. */
public interface Upkeep {
  /** Time has come to {@code nowMs}. */
  void tick(long nowMs) throws StoreException;

  /** When {@link #tick} has something to do, Unix ms; Long.MAX_VALUE for never. */
  long deadlineMs();
}
