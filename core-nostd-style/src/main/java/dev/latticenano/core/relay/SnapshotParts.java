package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.SnapshotNoticeView;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;

/**
 * Whether all chunks of a snapshot lie here, each of the length that it must have: the chunk tree
 * of docs/files.md, whose chunks of names are not sealed. Reads those of names alone. Holds one of
 * each level while it looks.
 */
final class SnapshotParts {
  private static final int NAMES_MAX = Limits.CHUNK_BYTES_MAX / Hash.BYTES;

  private final ChunkStore chunks;
  private Names shown;

  SnapshotParts(ChunkStore chunks) {
    this.chunks = chunks;
  }

  /** Receives the names of chunks, each 32 bytes at an offset. */
  interface Names {
    void name(byte[] name, int offset) throws StoreException;
  }

  /** True if every chunk of what {@code notice} names is here. */
  boolean areHere(SnapshotNoticeView notice) throws StoreException {
    return isHere(notice.bytes(), notice.cidOffset(), notice.levels(), notice.size());
  }

  /** As above; shows {@code out} those that are named by what is here, and the first. */
  boolean areHere(SnapshotNoticeView notice, Names out) throws StoreException {
    shown = out;
    boolean here = isHere(notice.bytes(), notice.cidOffset(), notice.levels(), notice.size());
    shown = null;
    return here;
  }

  /** Whether the chunk of this name is here, and those that it names, of {@code size} bytes. */
  private boolean isHere(byte[] name, int offset, int level, long size) throws StoreException {
    if (shown != null) {
      shown.name(name, offset);
    }
    if (level == 0) {
      return chunks.size(name, offset) == size;
    }
    long span = Limits.CHUNK_BYTES_MAX;
    for (int i = 1; i < level; i++) {
      span *= NAMES_MAX;
    }
    int count = (int) ((size + span - 1) / span);
    if (chunks.size(name, offset) != count * Hash.BYTES) {
      return false;
    }
    byte[] names = new byte[count * Hash.BYTES];
    boolean here = chunks.read(name, offset, names, 0) == names.length;
    boolean all = here;
    for (int i = 0; here && i < count && (all || shown != null); i++) {
      long below = Math.min(span, size - i * span);
      all &= isHere(names, i * Hash.BYTES, level - 1, below);
    }
    return all;
  }
}
