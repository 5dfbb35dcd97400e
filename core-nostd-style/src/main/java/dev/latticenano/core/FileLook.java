package dev.latticenano.core;

import dev.latticenano.core.session.Wanted;
import dev.latticenano.core.state.WantedChunks;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;

/**
 * When a node looks through its files for chunks they lack. Looking is dear, and wanting early
 * would fetch what a later intention replaces: so it waits until a peer has sent what it has, and
 * between two looks while there is still something to ask for.
 */
final class FileLook {
  private static final long AGAIN_MS = 1000;

  private final ChunkStore chunks;
  private final Replicas replicas;
  private final Links links;
  private final Wanted wanted = new Wanted();
  private final Carrying carrying = new Carrying(wanted);
  private final WantedChunks walk = new WantedChunks();
  private long againMs = Long.MIN_VALUE;

  FileLook(ChunkStore chunks, Replicas replicas, Links links) {
    this.chunks = chunks;
    this.replicas = replicas;
    this.links = links;
  }

  Wanted wanted() {
    return wanted;
  }

  Carrying carrying() {
    return carrying;
  }

  /** What files lack may have changed. */
  void outdate() {
    wanted.outdate();
  }

  /** Looks if it is time. */
  void tick(long nowMs) throws StoreException {
    if (replicas.takeBaseNews()) {
      wanted.outdate();
    }
    if (isDue() && (!wanted.hasAskable() || nowMs >= againMs)) {
      look();
      againMs = nowMs + AGAIN_MS;
    }
    while (links.isAnyAtRest() && carrying.isDue()) {
      carrying.advance();
      if (isDue()) {
        look();
      }
    }
  }

  // State that is being made anew lacks files, not chunks.
  private boolean isDue() {
    return wanted.isOutdated() && !replicas.isAnyBehind() && links.isAnyAtRest();
  }

  void look() throws StoreException {
    FileNeeds needs = new FileNeeds(chunks, walk);
    for (Replica replica : replicas.all()) {
      needs.add(replica.id(), replica.machine());
      needs.add(replica.id(), replica.aside());
      for (Notice snapshot : SnapshotChunks.of(replica, 1)) {
        needs.add(replica.id(), snapshot);
      }
      if (replica.bases() != null) {
        replica.bases().look();
      }
    }
    carrying.want(needs);
    wanted.replace(needs.names());
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    return isDue() ? againMs : Long.MAX_VALUE;
  }
}
