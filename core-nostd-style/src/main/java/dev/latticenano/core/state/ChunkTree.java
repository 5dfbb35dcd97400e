package dev.latticenano.core.state;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Ladder;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.Hash;
import java.util.Arrays;

/**
 * The shape of a file's content: leaves with {@code leafBytes} of it, all full but the last, below
 * 0 to 2 levels of nodes with {@code fanOut} names, all full but the last of each level. A node is
 * the concatenation of its children's names (32 bytes each); leaves and nodes are chunks, named by
 * the BLAKE3 of their bytes. A sealed leaf is longer than its content, and the last one is padded.
 * Size alone decides the shape: docs/files.md §4.
 */
public record ChunkTree(int leafBytes, int fanOut, boolean sealed) {
  /** Content as it is: 262 144-byte leaves, 8192 names a node, so up to 2^44 bytes. */
  public static final ChunkTree STANDARD =
      new ChunkTree(Limits.CHUNK_BYTES_MAX, Limits.CHUNK_BYTES_MAX / Hash.BYTES);

  /** Sealed content: as long chunks with 40 bytes less in each. */
  public static final ChunkTree SEALED =
      new ChunkTree(Limits.CHUNK_BYTES_MAX - ContentCipher.ADDED_BYTES, STANDARD.fanOut(), true);

  /** Levels of nodes at most. */
  public static final int LEVELS_MAX = 2;

  /** Bytes of content, padding included, in the shortest sealed leaf. */
  public static final int PADDED_BYTES_MIN = 256;

  /** A shape of content that is not sealed. */
  public ChunkTree(int leafBytes, int fanOut) {
    this(leafBytes, fanOut, false);
  }

  /** Bytes of the largest file. */
  public long bytesMax() {
    return span(LEVELS_MAX) * leafBytes;
  }

  /** Leaves of a file of {@code size} bytes, 1 to {@link #bytesMax}. */
  public long leaves(long size) {
    return (size + leafBytes - 1) / leafBytes;
  }

  /** Levels of nodes above the leaves of a file of {@code size} bytes, 1 to {@link #bytesMax}. */
  public int levels(long size) {
    long leaves = leaves(size);
    return leaves == 1 ? 0 : leaves <= fanOut ? 1 : 2;
  }

  /** Leaves below one full node of {@code level}; a leaf is level 0. */
  long span(int level) {
    return level == 0 ? 1 : level == 1 ? fanOut : (long) fanOut * fanOut;
  }

  /** Bytes that {@code content} bytes of content, 1 to {@link #leafBytes}, fill with padding. */
  int paddedBytes(int content) {
    return sealed ? Math.min(leafBytes, Ladder.of(content, PADDED_BYTES_MIN)) : content;
  }

  /** Bytes of the leaf with {@code content} bytes of content. */
  int leafChunkBytes(int content) {
    return paddedBytes(content) + (sealed ? ContentCipher.ADDED_BYTES : 0);
  }

  /**
   * Whether {@code length} bytes are the chunk that the 32 bytes at {@code name} name: {@code OK},
   * {@code CHUNK_LENGTH} or {@code CHUNK_MISNAMED}.
   */
  public static Verdict check(
      Blake3 blake3, byte[] name, int nameOffset, byte[] chunk, int offset, int length) {
    if (length < 1 || length > Limits.CHUNK_BYTES_MAX) {
      return Verdict.CHUNK_LENGTH;
    }
    byte[] digest = new byte[Hash.BYTES];
    blake3.hash(chunk, offset, length, digest, 0);
    return Arrays.equals(digest, 0, Hash.BYTES, name, nameOffset, nameOffset + Hash.BYTES)
        ? Verdict.OK
        : Verdict.CHUNK_MISNAMED;
  }
}
