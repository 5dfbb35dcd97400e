package dev.latticenano.core.state;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.Hash;
import java.util.Arrays;

/**
 * Walks a chunk tree from its root and tells the names it needs, leaves in file order. A {@code
 * NODE} step is answered with {@link #supply}; unanswered, what lies below is passed over, because
 * its names are not known. The caller has verified that chunks match their names ({@link
 * ChunkTree#check}); the reader checks that their lengths fit the file's size. Allocates room for
 * the longest chunk of names it met on each level, and nothing else.
 */
public final class ChunkTreeReader {
  /** What the walk stands at. */
  public enum Step {
    /** A chunk of names. */
    NODE,
    /** A chunk of content. */
    LEAF,
    /** Behind the last leaf. */
    DONE
  }

  private static final byte[] NO_NAMES = {};

  private final int fanOut;
  private ChunkTree shape;
  private final byte[] root = new byte[Hash.BYTES];
  private final byte[][] nodes = new byte[ChunkTree.LEVELS_MAX + 1][];
  private final long[] starts = new long[ChunkTree.LEVELS_MAX + 1];
  private final long[] ends = new long[ChunkTree.LEVELS_MAX + 1];
  private long size;
  private long leaves;
  private int levels;
  private long nextLeaf;
  private int open;
  private Step step = Step.DONE;
  private int level;
  private long start;
  private byte[] nameArray = root;
  private int nameOffset;

  /** A reader of what files stores use, sealed or not. */
  public ChunkTreeReader() {
    this(ChunkTree.STANDARD);
  }

  /** A reader of any shape. */
  public ChunkTreeReader(ChunkTree shape) {
    this.shape = shape;
    this.fanOut = shape.fanOut();
    Arrays.fill(nodes, NO_NAMES);
  }

  /**
   * Stands before the root of a file of {@code size} bytes; copies its name.
   *
   * @return {@code OK}; {@code ENTRY_TOO_LARGE} or {@code ENTRY_LEVELS_WRONG} when no tree of that
   *     size has these levels
   */
  public Verdict wrap(byte[] cid, int offset, long size, int levels) {
    step = Step.DONE;
    nextLeaf = 0;
    leaves = 0;
    if (size < 1 || size > shape.bytesMax()) {
      return Verdict.ENTRY_TOO_LARGE;
    }
    if (levels != shape.levels(size)) {
      return Verdict.ENTRY_LEVELS_WRONG;
    }
    System.arraycopy(cid, offset, root, 0, Hash.BYTES);
    this.size = size;
    this.levels = levels;
    leaves = shape.leaves(size);
    open = levels + 1;
    return Verdict.OK;
  }

  /** As above, for a tree of another shape whose nodes have as many names. */
  public Verdict wrap(ChunkTree newShape, byte[] cid, int offset, long size, int levels) {
    if (newShape.fanOut() != fanOut) {
      throw new IllegalArgumentException(newShape.fanOut() + " names a node, not " + fanOut);
    }
    shape = newShape;
    return wrap(cid, offset, size, levels);
  }

  /** Stands before the root of the content of {@code entry}, checked and in chunks. */
  Verdict wrap(DirEntryView entry) {
    return wrap(entry.tree(), entry.bytes(), entry.cidOffset(), entry.size(), entry.levels());
  }

  /** As above. */
  public Verdict wrap(FileEntry entry) {
    return wrap(entry.view());
  }

  /** Moves on. */
  public Step next() {
    if (nextLeaf >= leaves) {
      return step = Step.DONE;
    }
    while (open <= levels && nextLeaf >= ends[open]) {
      open++;
    }
    start = nextLeaf;
    level = open - 1;
    if (open > levels) {
      nameArray = root;
      nameOffset = 0;
    } else {
      nameArray = nodes[open];
      nameOffset = (int) ((start - starts[open]) / shape.span(level)) * Hash.BYTES;
    }
    nextLeaf = end();
    return step = level == 0 ? Step.LEAF : Step.NODE;
  }

  /** The array that holds the name of the chunk at this step; lent until the next call. */
  public byte[] nameArray() {
    return nameArray;
  }

  /** Where the name's 32 bytes begin in {@link #nameArray}. */
  public int nameOffset() {
    return nameOffset;
  }

  /** The name of the chunk at this step. */
  public Hash name() {
    return Hash.of(nameArray, nameOffset);
  }

  /** The level of the chunk at this step: 0 for content, above that names. */
  public int level() {
    return level;
  }

  /** Bytes that the chunk at this step must have. */
  public int chunkBytes() {
    if (step == Step.LEAF) {
      return shape.leafChunkBytes((int) contentBytes());
    }
    long below = shape.span(level - 1);
    return (int) ((end() - start + below - 1) / below) * Hash.BYTES;
  }

  /** Where in the file the content of this step's chunk, or of those below it, begins. */
  public long position() {
    return start * shape.leafBytes();
  }

  /** Bytes of the file's content in this step's chunk, or in those below it. */
  public long contentBytes() {
    return Math.min(size, end() * shape.leafBytes()) - position();
  }

  /**
   * Whether a chunk of {@code length} bytes fits this step: {@code OK}, {@code CHUNK_NODE_LENGTH}
   * or {@code CHUNK_LEAF_LENGTH}.
   */
  public Verdict check(int length) {
    if (length == chunkBytes()) {
      return Verdict.OK;
    }
    return step == Step.LEAF ? Verdict.CHUNK_LEAF_LENGTH : Verdict.CHUNK_NODE_LENGTH;
  }

  /** Answers a {@code NODE} step with its chunk; copies it. The walk enters it if it fits. */
  public Verdict supply(byte[] chunk, int offset, int length) {
    if (step != Step.NODE) {
      throw new IllegalStateException("step is " + step);
    }
    Verdict verdict = check(length);
    if (verdict == Verdict.OK) {
      if (nodes[level].length < length) {
        nodes[level] = new byte[length];
      }
      System.arraycopy(chunk, offset, nodes[level], 0, length);
      starts[level] = start;
      ends[level] = end();
      nextLeaf = start;
      open = level;
    }
    return verdict;
  }

  /** The leaf after those of this step. */
  private long end() {
    return Math.min(leaves, start + shape.span(level));
  }
}
