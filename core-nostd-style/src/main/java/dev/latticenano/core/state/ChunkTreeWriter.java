package dev.latticenano.core.state;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.Hash;
import java.util.Arrays;

/**
 * Cuts content into chunks, seals those of content if it has a cipher, and names them from the
 * leaves up, holding at most one chunk of each level. Whenever a chunk is {@link #ready}, the
 * caller keeps it and says {@link #taken}; until then nothing is accepted. After {@link #finish}
 * and the last chunk the root is known.
 *
 * <pre>
 *   while (more) { at += tree.feed(bytes, at, end - at); while (tree.ready()) { keep; tree.taken(); } }
 *   tree.finish(); while (tree.ready()) { keep; tree.taken(); }
 * </pre>
 */
public final class ChunkTreeWriter {
  private static final int NONE = -1;

  private final ChunkTree shape;
  private final Blake3 blake3;
  private final ContentCipher cipher;
  private final int leafOffset;
  private final byte[][] buffers = new byte[ChunkTree.LEVELS_MAX + 1][];
  private final int[] used = new int[ChunkTree.LEVELS_MAX + 1];
  private final long[] emitted = new long[ChunkTree.LEVELS_MAX + 1];
  private final byte[] name = new byte[Hash.BYTES];
  private int ready = NONE;
  private boolean finished;
  private long size;
  private Hash root;
  private int levels;

  /** A writer of the standard shape that hashes with {@code blake3}, lent for its life. */
  public ChunkTreeWriter(Blake3 blake3) {
    this(ChunkTree.STANDARD, blake3);
  }

  /** A writer of any shape that is not sealed. */
  public ChunkTreeWriter(ChunkTree shape, Blake3 blake3) {
    this(shape, null, blake3);
  }

  /** A writer that seals with {@code cipher}, lent for its life, under the key it has. */
  public ChunkTreeWriter(ContentCipher cipher, Blake3 blake3) {
    this(ChunkTree.SEALED, cipher, blake3);
  }

  /** A writer of any shape; {@code cipher} is null if it is not sealed. */
  ChunkTreeWriter(ChunkTree shape, ContentCipher cipher, Blake3 blake3) {
    if (shape.sealed() != (cipher != null)) {
      throw new IllegalArgumentException(
          shape + (cipher == null ? " without" : " with") + " cipher");
    }
    this.shape = shape;
    this.blake3 = blake3;
    this.cipher = cipher;
    this.leafOffset = cipher == null ? 0 : ContentCipher.NONCE_BYTES;
    buffers[0] = new byte[shape.leafChunkBytes(shape.leafBytes())];
    for (int level = 1; level < buffers.length; level++) {
      buffers[level] = new byte[shape.fanOut() * Hash.BYTES];
    }
  }

  /**
   * Takes content; copies it.
   *
   * @return bytes taken; fewer than {@code length} when a chunk became ready
   * @throws IllegalStateException content after {@link #finish} or beyond the shape's bytesMax
   */
  public int feed(byte[] source, int offset, int length) {
    if (finished || size + length > shape.bytesMax()) {
      throw new IllegalStateException("size " + (size + length) + " beyond " + shape.bytesMax());
    }
    if (ready != NONE) {
      return 0;
    }
    int taken = Math.min(length, shape.leafBytes() - used[0]);
    System.arraycopy(source, offset, buffers[0], leafOffset + used[0], taken);
    used[0] += taken;
    size += taken;
    if (used[0] == shape.leafBytes()) {
      become(0);
    }
    return taken;
  }

  /** Says that all content was fed; at least one byte, and no chunk may be waiting. */
  public void finish() {
    if (size == 0 || ready != NONE) {
      throw new IllegalStateException("size " + size + ", a chunk waiting: " + (ready != NONE));
    }
    finished = true;
    close();
  }

  /** True if a chunk waits to be kept. */
  public boolean ready() {
    return ready != NONE;
  }

  /** The waiting chunk's array, filled from 0; lent until {@link #taken}. */
  public byte[] chunk() {
    return buffers[ready];
  }

  /** Bytes of the waiting chunk. */
  public int chunkBytes() {
    return used[ready];
  }

  /** The waiting chunk's name, 32 bytes from 0; lent until {@link #taken}. */
  public byte[] name() {
    return name;
  }

  /** Says that the waiting chunk is kept. */
  public void taken() {
    int level = ready;
    ready = NONE;
    used[level] = 0;
    emitted[level]++;
    if (level == ChunkTree.LEVELS_MAX) {
      end(Hash.of(name, 0), level);
      return;
    }
    int above = level + 1;
    System.arraycopy(name, 0, buffers[above], used[above], Hash.BYTES);
    used[above] += Hash.BYTES;
    if (used[above] == buffers[above].length && above < ChunkTree.LEVELS_MAX) {
      become(above);
    } else if (finished) {
      close();
    }
  }

  /** The name of the root: of the only leaf when there are no levels. After the last chunk. */
  public Hash root() {
    if (root == null) {
      throw new IllegalStateException("chunks are still to come");
    }
    return root;
  }

  /** Levels of nodes: 0 to 2. After the last chunk. */
  public int levels() {
    return levels;
  }

  /** Bytes of content fed so far. */
  public long size() {
    return size;
  }

  private void become(int level) {
    ready = level;
    if (level == 0 && cipher != null) {
      int padded = shape.paddedBytes(used[0]);
      Arrays.fill(buffers[0], leafOffset + used[0], leafOffset + padded, (byte) 0);
      used[0] = cipher.seal(buffers[0], 0, padded);
    }
    blake3.hash(buffers[level], 0, used[level], name, 0);
  }

  /** Makes the lowest unfinished chunk ready, or finds that a lone name is the root. */
  private void close() {
    if (root != null) {
      return;
    }
    int level = 0;
    while (used[level] == 0) {
      level++;
    }
    if (level > 0 && emitted[level] == 0 && used[level] == Hash.BYTES) {
      end(Hash.of(buffers[level], 0), level - 1);
    } else {
      become(level);
    }
  }

  private void end(Hash root, int levels) {
    this.root = root;
    this.levels = levels;
  }
}
