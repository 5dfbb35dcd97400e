package dev.latticenano.core;

import dev.latticenano.core.intention.SnapshotNoticeView;
import dev.latticenano.core.state.ChunkRoom;
import dev.latticenano.core.state.ChunkTreeReader;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;

/** Whether all chunks of a snapshot are here. */
final class SnapshotNeeds {
  private final HeldChunks held;
  private final ChunkTreeReader tree = new ChunkTreeReader();
  private final ChunkRoom node = new ChunkRoom();

  SnapshotNeeds(ChunkStore chunks) {
    this.held = new HeldChunks(chunks);
  }

  /** True if every chunk of what {@code notice} names is here. */
  boolean isWhole(SnapshotNoticeView notice) throws StoreException {
    boolean whole = true;
    tree.wrap(notice.bytes(), notice.cidOffset(), notice.size(), notice.levels());
    ChunkTreeReader.Step step = tree.next();
    for (; whole && step != ChunkTreeReader.Step.DONE; step = tree.next()) {
      whole = held.holds(tree.nameArray(), tree.nameOffset());
      if (whole && step == ChunkTreeReader.Step.NODE) {
        byte[] names = node.bytes();
        int length = held.read(tree.nameArray(), tree.nameOffset(), names);
        whole = length >= 0 && tree.supply(names, 0, length) == Verdict.OK;
      }
    }
    node.giveBack();
    return whole;
  }
}
