package dev.latticenano.core.crypto;

import dev.latticenano.core.bytes.LittleEndian;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * BLAKE3 as a reusable, incremental hasher in one of its three modes: hash, keyed hash, key
 * derivation. Source: the BLAKE3 paper, §2. Allocates nothing after construction. Not thread-safe:
 * one owner.
 *
 * <pre>
 * message   chunks of 1,024 bytes, each 16 blocks of 64
 * tree      chunk, chunk → parent; the left subtree is the largest power of two of chunks
 * stack     one chaining value per complete subtree: as many as the chunk count has one-bits
 * </pre>
 *
 * <p>A block is compressed only when a byte after it arrives, since the last one carries a flag.
 */
public final class Blake3 {
  /** Bytes of a digest of default length. */
  public static final int DIGEST_BYTES = 32;

  /** Bytes of the key of a keyed hash. */
  public static final int KEY_BYTES = 32;

  private static final int BLOCK_BYTES = Blake3Compression.BLOCK_BYTES;
  private static final int CHUNK_BLOCKS = 16;

  // Subtrees of a message of less than 2^63 bytes: 63 − 10 levels, and the one being merged.
  private static final int STACK_DEPTH_MAX = 54;

  // Domain flags: the paper's §2.2, Table 3.
  private static final int CHUNK_START = 1;
  private static final int CHUNK_END = 1 << 1;
  private static final int PARENT = 1 << 2;
  private static final int ROOT = 1 << 3;
  private static final int KEYED_HASH = 1 << 4;
  private static final int DERIVE_KEY_CONTEXT = 1 << 5;
  private static final int DERIVE_KEY_MATERIAL = 1 << 6;

  private static final int[] IV = {
    Blake3Compression.IV0,
    Blake3Compression.IV1,
    Blake3Compression.IV2,
    Blake3Compression.IV3,
    0x510E527F,
    0x9B05688C,
    0x1F83D9AB,
    0x5BE0CD19
  };

  private final int[] key;
  private final int modeFlags;

  private final byte[] block = new byte[BLOCK_BYTES];
  private int blockBytes;
  private int chunkBlocks;
  private long chunks;
  private final int[] chunkCv = new int[8];
  private final byte[] stack = new byte[DIGEST_BYTES * STACK_DEPTH_MAX];
  private int stackDepth;

  private final byte[] parent = new byte[BLOCK_BYTES];
  private final int[] nodeCv = new int[8];
  private final int[] outputWords = new int[16];
  private final byte[] outputBlock = new byte[BLOCK_BYTES];

  private Blake3(int[] key, int modeFlags) {
    this.key = key;
    this.modeFlags = modeFlags;
    reset();
  }

  /** A plain hasher. */
  public static Blake3 plain() {
    return new Blake3(IV, 0);
  }

  /** A hasher keyed with {@link #KEY_BYTES} bytes, which are copied. */
  public static Blake3 keyed(byte[] key, int offset) {
    return new Blake3(words(key, offset), KEYED_HASH);
  }

  /**
   * A deriver of keys: the digest of key material is a key for {@code context} alone. The context
   * is fixed text, unique to one use in one application; it never comes from outside.
   */
  public static Blake3 deriving(String context) {
    Blake3 hasher = new Blake3(IV, DERIVE_KEY_CONTEXT);
    byte[] text = context.getBytes(StandardCharsets.UTF_8);
    byte[] contextKey = new byte[KEY_BYTES];
    hasher.hash(text, 0, text.length, contextKey, 0);
    return new Blake3(words(contextKey, 0), DERIVE_KEY_MATERIAL);
  }

  /** Forgets all input; mode and key stay. */
  public void reset() {
    blockBytes = 0;
    chunkBlocks = 0;
    chunks = 0;
    stackDepth = 0;
    System.arraycopy(key, 0, chunkCv, 0, 8);
  }

  /** Appends {@code length} bytes. How input is split over calls does not change the digest. */
  public void update(byte[] in, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, in.length);
    int position = offset;
    int remaining = length;
    while (remaining > 0) {
      if (blockBytes == BLOCK_BYTES) {
        compressInner(block, 0);
        blockBytes = 0;
      }
      if (blockBytes == 0) {
        while (remaining > BLOCK_BYTES) {
          compressInner(in, position);
          position += BLOCK_BYTES;
          remaining -= BLOCK_BYTES;
        }
      }
      int taken = Math.min(BLOCK_BYTES - blockBytes, remaining);
      System.arraycopy(in, position, block, blockBytes, taken);
      blockBytes += taken;
      position += taken;
      remaining -= taken;
    }
  }

  /** Writes the 32-byte digest of the input so far. More input may follow. */
  public void digest(byte[] out, int offset) {
    digest(out, offset, DIGEST_BYTES);
  }

  /**
   * Writes {@code length} bytes of extended output; the first 32 are the digest, and a shorter
   * output is a prefix of a longer one. More input may follow.
   */
  public void digest(byte[] out, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, out.length);
    byte[] rootBlock = block;
    int[] rootCv = chunkCv;
    int rootBytes = blockBytes;
    Arrays.fill(block, blockBytes, BLOCK_BYTES, (byte) 0);
    int flags = modeFlags | CHUNK_END | (chunkBlocks == 0 ? CHUNK_START : 0);
    long counter = chunks;
    for (int depth = stackDepth; depth > 0; depth--) {
      Blake3Compression.compress(rootCv, rootBlock, 0, counter, rootBytes, flags, nodeCv);
      System.arraycopy(stack, DIGEST_BYTES * (depth - 1), parent, 0, DIGEST_BYTES);
      putWords(nodeCv, parent, DIGEST_BYTES);
      rootBlock = parent;
      rootCv = key;
      rootBytes = BLOCK_BYTES;
      flags = modeFlags | PARENT;
      counter = 0;
    }
    squeeze(rootCv, rootBlock, rootBytes, flags | ROOT, out, offset, length);
  }

  /** Forgets all input and writes the 32-byte digest of these {@code length} bytes. */
  public void hash(byte[] in, int offset, int length, byte[] out, int outOffset) {
    reset();
    update(in, offset, length);
    digest(out, outOffset, DIGEST_BYTES);
  }

  /** Compresses a full block that is not the message's last. */
  private void compressInner(byte[] in, int offset) {
    int flags = modeFlags;
    if (chunkBlocks == 0) {
      flags |= CHUNK_START;
    }
    chunkBlocks++;
    if (chunkBlocks < CHUNK_BLOCKS) {
      Blake3Compression.compress(chunkCv, in, offset, chunks, BLOCK_BYTES, flags, chunkCv);
      return;
    }
    Blake3Compression.compress(
        chunkCv, in, offset, chunks, BLOCK_BYTES, flags | CHUNK_END, chunkCv);
    pushChunk();
  }

  /** Puts a finished chunk on the stack and joins every pair of equally large subtrees. */
  private void pushChunk() {
    putWords(chunkCv, stack, DIGEST_BYTES * stackDepth);
    stackDepth++;
    chunks++;
    for (long count = chunks; (count & 1) == 0; count >>>= 1) {
      int left = DIGEST_BYTES * (stackDepth - 2);
      Blake3Compression.compress(key, stack, left, 0, BLOCK_BYTES, modeFlags | PARENT, nodeCv);
      putWords(nodeCv, stack, left);
      stackDepth--;
    }
    chunkBlocks = 0;
    System.arraycopy(key, 0, chunkCv, 0, 8);
  }

  private void squeeze(
      int[] cv, byte[] in, int inBytes, int flags, byte[] out, int offset, int length) {
    for (int counter = 0; (long) counter * BLOCK_BYTES < length; counter++) {
      int done = counter * BLOCK_BYTES;
      int[] words = outputWords;
      Blake3Compression.compress(cv, in, 0, counter, inBytes, flags, words);
      for (int i = 0; i < 16; i++) {
        LittleEndian.putInt(outputBlock, 4 * i, words[i]);
      }
      int taken = Math.min(BLOCK_BYTES, length - done);
      System.arraycopy(outputBlock, 0, out, offset + done, taken);
    }
  }

  private static int[] words(byte[] in, int offset) {
    int[] words = new int[8];
    for (int i = 0; i < 8; i++) {
      words[i] = LittleEndian.intAt(in, offset + 4 * i);
    }
    return words;
  }

  private static void putWords(int[] cv, byte[] out, int offset) {
    for (int i = 0; i < 8; i++) {
      LittleEndian.putInt(out, offset + 4 * i, cv[i]);
    }
  }
}
