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

  SnapshotParts(ChunkStore chunks) {
    this.chunks = chunks;
  }

  /** Receives names. */
  interface Names {
    /** The chunk named by the 32 bytes at {@code name[offset]}, lent. */
    void chunk(byte[] name, int offset);
  }

  /** Shows every chunk of what {@code notice} names, as far as those that name others are here. */
  void names(SnapshotNoticeView notice, Names names) throws StoreException {
    show(notice.bytes(), notice.cidOffset(), notice.levels(), names);
  }

  private void show(byte[] name, int offset, int level, Names names) throws StoreException {
    names.chunk(name, offset);
    int size = level == 0 ? -1 : chunks.size(name, offset);
    if (size > 0) {
      byte[] below = new byte[size];
      chunks.read(name, offset, below, 0);
      for (int at = 0; at + Hash.BYTES <= size; at += Hash.BYTES) {
        show(below, at, level - 1, names);
      }
    }
  }

  /** True if every chunk of what {@code notice} names is here. */
  boolean areHere(SnapshotNoticeView notice) throws StoreException {
    return isHere(notice.bytes(), notice.cidOffset(), notice.levels(), notice.size());
  }

  /** Whether the chunk of this name is here, and those that it names, of {@code size} bytes. */
  private boolean isHere(byte[] name, int offset, int level, long size) throws StoreException {
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
    for (int i = 0; here && i < count; i++) {
      long below = Math.min(span, size - i * span);
      here = isHere(names, i * Hash.BYTES, level - 1, below);
    }
    return here;
  }
}
