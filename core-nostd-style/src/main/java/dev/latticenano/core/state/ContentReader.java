package dev.latticenano.core.state;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.ChunkTreeReader.Step;

/**
 * Reads the content of files in chunks, all of it or a range, and opens what is sealed. Where a
 * chunk is not held it stands until it is. Chunks that lie outside the range are not asked for.
 * Reusable; holds one chunk of each level. Allocates nothing a chunk but what {@link ContentCipher}
 * does.
 */
public final class ContentReader {
  /** What {@link #next} found. */
  public enum Found {
    /** The next bytes. */
    PIECE,
    /** Nothing follows. */
    END,
    /** The next chunk is not held. */
    MISSING,
    /** A chunk breaks a rule, or what was read does. */
    REFUSED
  }

  private final ChunkTreeReader tree = new ChunkTreeReader();
  private final ContentCipher cipher = new ContentCipher();
  private final Blake3 blake3 = Blake3.plain();
  private final byte[] digest = new byte[Hash.BYTES];
  private final byte[] chunk = new byte[Limits.CHUNK_BYTES_MAX];
  private boolean sealed;
  private Hash expected;
  private long from;
  private long to;
  private boolean stands;
  private Step step = Step.DONE;
  private Verdict verdict = Verdict.OK;
  private int offset;
  private int length;
  private long position;

  /**
   * Stands before the content of a file in chunks.
   *
   * @return {@code OK}, or what is wrong with the entry's size or levels
   */
  public Verdict wrap(FileEntry entry) {
    begin(entry, 0, entry.size());
    expected = entry.digest();
    blake3.reset();
    return verdict;
  }

  /**
   * Stands before bytes {@code from} to {@code to}, exclusive, of the content of a file in chunks.
   *
   * @throws IndexOutOfBoundsException the content has no such bytes
   */
  public Verdict wrap(FileEntry entry, long from, long to) {
    if (from < 0 || to < from || to > entry.size()) {
      throw new IndexOutOfBoundsException(from + " to " + to + " of " + entry.size() + " bytes");
    }
    begin(entry, from, to);
    expected = null;
    return verdict;
  }

  private void begin(FileEntry entry, long newFrom, long newTo) {
    from = newFrom;
    to = newTo;
    stands = false;
    step = Step.DONE;
    FileKey key = entry.key();
    sealed = key != null;
    if (sealed) {
      cipher.key(key);
    }
    verdict = tree.wrap(entry.view());
  }

  /** Goes on to the next bytes. */
  public <E extends Exception> Found next(Chunks<E> chunks) throws E {
    while (verdict == Verdict.OK) {
      if (!stands) {
        step = tree.next();
      }
      if (step == Step.DONE || tree.position() >= to) {
        return end();
      }
      // What is not entered is passed over.
      if (tree.position() + tree.contentBytes() <= from) {
        continue;
      }
      int read = chunks.read(tree.nameArray(), tree.nameOffset(), chunk);
      stands = read < 0;
      if (stands) {
        return Found.MISSING;
      }
      verdict = step == Step.NODE ? tree.supply(chunk, 0, read) : open(read);
      if (verdict == Verdict.OK && step == Step.LEAF) {
        return Found.PIECE;
      }
    }
    return Found.REFUSED;
  }

  private Found end() {
    step = Step.DONE;
    if (expected == null) {
      return Found.END;
    }
    blake3.digest(digest, 0);
    if (!expected.matches(digest, 0)) {
      verdict = Verdict.CONTENT_DIGEST_WRONG;
      return Found.REFUSED;
    }
    return Found.END;
  }

  private Verdict open(int bytes) {
    Verdict fits = tree.check(bytes);
    if (fits != Verdict.OK) {
      return fits;
    }
    int content = (int) tree.contentBytes();
    int start = sealed ? ContentCipher.NONCE_BYTES : 0;
    if (sealed) {
      int padded = cipher.open(chunk, 0, bytes);
      if (padded < 0) {
        return Verdict.CHUNK_SEAL_BROKEN;
      }
      if (!isZero(start + content, start + padded)) {
        return Verdict.CHUNK_PADDING_WRONG;
      }
    }
    if (expected != null) {
      blake3.update(chunk, start, content);
    }
    int skipped = (int) Math.max(0, from - tree.position());
    int left = (int) Math.max(0, tree.position() + content - to);
    offset = start + skipped;
    length = content - skipped - left;
    position = tree.position() + skipped;
    return Verdict.OK;
  }

  private boolean isZero(int start, int end) {
    int bits = 0;
    for (int i = start; i < end; i++) {
      bits |= chunk[i];
    }
    return bits == 0;
  }

  /** The array that holds the bytes found; lent until the next call. */
  public byte[] bytes() {
    return chunk;
  }

  /** Where they begin in {@link #bytes}. */
  public int offset() {
    return offset;
  }

  /** How many they are, from 1. */
  public int length() {
    return length;
  }

  /** Where in the file they begin. */
  public long position() {
    return position;
  }

  /** What is wrong, if REFUSED. */
  public Verdict verdict() {
    return verdict;
  }

  /** The chunk that is missing or wrong; null if it is the content as a whole. */
  public Hash chunk() {
    return step == Step.DONE ? null : tree.name();
  }
}
