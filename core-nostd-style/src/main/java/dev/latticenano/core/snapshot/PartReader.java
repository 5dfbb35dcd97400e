package dev.latticenano.core.snapshot;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.ChunkTreeReader;
import dev.latticenano.core.state.ChunkTreeReader.Step;
import dev.latticenano.core.state.Chunks;
import dev.latticenano.core.store.StoreException;

/**
 * Walks the chunk tree of a snapshot and opens its parts in their order. Where a chunk is not held
 * it stands until it is. Allocates nothing after construction.
 */
final class PartReader {
  /** What {@link #next} found. */
  enum Found {
    /** A part, open. */
    PART,
    /** There is no further part. */
    END,
    /** The next chunk is not held. */
    MISSING,
    /** A chunk or a part breaks a rule. */
    REFUSED
  }

  private final PartCipher cipher;
  private final Chunks<StoreException> chunks;
  private final ChunkTreeReader tree = new ChunkTreeReader();
  private final byte[] part = new byte[Limits.CHUNK_BYTES_MAX];
  private long size;
  private long number;
  private int length;
  private boolean last;
  private boolean stands;
  private Step step = Step.DONE;
  private Verdict verdict = Verdict.OK;

  PartReader(PartCipher cipher, Chunks<StoreException> chunks) {
    this.cipher = cipher;
    this.chunks = chunks;
  }

  /** Stands before the first part; the answer is the tree's. */
  Verdict wrap(byte[] cid, int offset, long newSize, int levels) {
    size = newSize;
    number = 0;
    last = false;
    stands = false;
    verdict = tree.wrap(cid, offset, newSize, levels);
    return verdict;
  }

  /** Opens the next part. */
  Found next() throws StoreException {
    while (verdict == Verdict.OK) {
      step = stands ? step : tree.next();
      if (step == Step.DONE) {
        return Found.END;
      }
      int read = chunks.read(tree.nameArray(), tree.nameOffset(), part);
      stands = read < 0;
      if (stands) {
        return Found.MISSING;
      }
      verdict = step == Step.NODE ? tree.supply(part, 0, read) : open(read);
      if (verdict == Verdict.OK && step == Step.LEAF) {
        return Found.PART;
      }
    }
    return Found.REFUSED;
  }

  private Verdict open(int bytes) {
    Verdict fits = tree.check(bytes);
    if (fits != Verdict.OK) {
      return fits;
    }
    last = tree.position() + bytes == size;
    length = bytes - PartCipher.TAG_BYTES;
    boolean right = length >= PartSize.LAST_BYTES_MIN && cipher.open(number, last, part, 0, length);
    number++;
    return right ? Verdict.OK : Verdict.SNAPSHOT_PART_WRONG;
  }

  /** The open part, from 0; lent until the next call. */
  byte[] part() {
    return part;
  }

  /** Bytes of the open part. */
  int length() {
    return length;
  }

  /** True if the open part is the last. */
  boolean isLast() {
    return last;
  }

  /** What is wrong, if REFUSED. */
  Verdict verdict() {
    return verdict;
  }

  /** The chunk that is not held, if MISSING. */
  Hash missing() {
    return tree.name();
  }
}
