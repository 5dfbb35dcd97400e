package dev.latticenano.core.snapshot;

import dev.latticenano.core.Limits;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.ChunkTreeWriter;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * Cuts content into parts, seals them and keeps each as a chunk of a tree. The last byte of a full
 * part is held back until more comes, because only then is it known not to be the last. Allocates
 * nothing after construction.
 */
final class PartWriter {
  private final PartCipher cipher;
  private final ChunkStore chunks;
  private final ChunkTreeWriter tree;
  private final byte[] part = new byte[Limits.CHUNK_BYTES_MAX];
  private int used;
  private long parts;

  PartWriter(PartCipher cipher, ChunkStore chunks) {
    this.cipher = cipher;
    this.chunks = chunks;
    tree = new ChunkTreeWriter(Blake3.plain());
  }

  /** Appends content; copies it. */
  void write(byte[] source, int offset, int length) throws StoreException {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      if (used == PartSize.FULL_BYTES) {
        keep(false);
      }
      int taken = Math.min(end - at, PartSize.FULL_BYTES - used);
      System.arraycopy(source, at, part, used, taken);
      used += taken;
      at += taken;
    }
  }

  /** Appends one byte. */
  void write(int value) throws StoreException {
    if (used == PartSize.FULL_BYTES) {
      keep(false);
    }
    part[used++] = (byte) value;
  }

  /** Pads and keeps the last part, and the names above; afterwards the tree has a root. */
  void finish() throws StoreException {
    int padded = PartSize.padded(used);
    Arrays.fill(part, used, padded, (byte) 0);
    used = padded;
    keep(true);
    tree.finish();
    keepChunks();
  }

  private void keep(boolean last) throws StoreException {
    cipher.seal(parts, last, part, 0, used);
    int end = used + PartCipher.TAG_BYTES;
    int at = 0;
    while (at < end) {
      at += tree.feed(part, at, end - at);
      keepChunks();
    }
    used = 0;
    parts++;
  }

  private void keepChunks() throws StoreException {
    while (tree.ready()) {
      chunks.write(tree.name(), 0, tree.chunk(), 0, tree.chunkBytes());
      tree.taken();
    }
  }

  /** The root of the tree, after {@link #finish}. */
  Hash root() {
    return tree.root();
  }

  /** Levels of the tree, after {@link #finish}. */
  int levels() {
    return tree.levels();
  }

  /** Bytes of all parts so far, tags included. */
  long size() {
    return tree.size();
  }
}
