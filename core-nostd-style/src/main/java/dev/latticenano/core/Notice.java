package dev.latticenano.core;

import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.SnapshotNoticeView;
import dev.latticenano.core.intention.SnapshotNoticeWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.snapshot.ClearParts;
import dev.latticenano.core.snapshot.Frontier;
import dev.latticenano.core.snapshot.PartCipher;
import dev.latticenano.core.snapshot.SealedParts;
import dev.latticenano.core.snapshot.SnapshotReader;
import dev.latticenano.core.snapshot.SnapshotRows;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;

/**
 * What somebody says of a snapshot that they made (docs/snapshots.md §2), taken out of the bytes.
 *
 * @param epoch the key it is sealed by; null for a clear snapshot
 * @param cid root of the chunk tree
 * @param size bytes of the parts together
 * @param levels of chunks of names
 * @param frontier the line it stands on
 */
record Notice(EpochId epoch, Hash cid, long size, int levels, Frontier frontier) {
  /** What a checked view shows. */
  static Notice of(SnapshotNoticeView view) {
    EpochId epoch = view.sealed() ? EpochId.of(view.bytes(), view.epochIdOffset()) : null;
    return new Notice(epoch, view.cid(), view.size(), view.levels(), Frontier.of(view));
  }

  /** True if the snapshot is sealed under a key that is not in {@code seal}. */
  boolean isLocked(Seal seal) {
    return epoch != null && seal.ring().find(epoch) == null;
  }

  /**
   * A reader of the snapshot, before its beginning.
   *
   * @param rows receives what it holds
   */
  SnapshotReader reader(StoreId store, Seal seal, ChunkStore chunks, SnapshotRows rows)
      throws StoreException {
    PartCipher cipher =
        epoch == null
            ? new ClearParts(store, frontier)
            : new SealedParts(store, frontier, seal.ring().find(epoch));
    SnapshotReader reader =
        new SnapshotReader(store, frontier, cipher, new HeldChunks(chunks), rows);
    reader.wrap(cid.toBytes(), 0, size, levels);
    return reader;
  }

  /** The bytes of the notice itself. */
  byte[] toBytes() {
    byte[] id = new byte[EpochId.BYTES];
    SnapshotNoticeWriter writer = new SnapshotNoticeWriter();
    if (epoch != null) {
      epoch.write(id, 0);
      writer.sealed(id, 0);
    }
    writer.tree(cid.toBytes(), 0, size, levels).frontier(frontier.rows(), 0, frontier.count());
    byte[] out = new byte[writer.length()];
    writer.write(out, 0, out.length);
    return out;
  }

  /** The notice as ops of an intention. */
  byte[] toOps() {
    byte[] bytes = toBytes();
    UniversalOpWriter writer = new UniversalOpWriter().snapshot(bytes, 0, bytes.length);
    byte[] out = new byte[writer.length()];
    writer.write(out, 0, out.length);
    return out;
  }
}
