package dev.latticenano.core.run;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.bytes.Varint;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.SignedIntentionWriter;
import dev.latticenano.core.intention.StoreId;
import java.util.Arrays;

/**
 * Writes one run after the other into the caller's buffers: {@link #begin}, {@link #add} for each
 * intention in causal order, {@link #length}. What a run refers to outside itself it has looked up
 * by the first bytes of its hash, or, if it stands alone, names whole. Allocates only while a run
 * has more intentions or authors than any before. Source: docs/runs.md.
 */
public final class RunWriter {
  // A record of the most unusual kind is longer than its intention by less than this and by one
  // byte a citation.
  private static final int RECORD_BYTES_MORE = 64;
  private static final int EPOCHS_MAX = 64;

  private final byte[] store;
  private final SignedIntentionView signed = new SignedIntentionView();
  private final IntentionView intention = signed.intention();
  private final Blake3 blake3 = Blake3.plain();
  private final byte[] hash = new byte[Hash.BYTES];
  private final NameTable names = new NameTable(true);
  private final NameTable authors = new NameTable(true);
  private final SealedOps sealed = new SealedOps();
  private final long[] epochs = new long[EPOCHS_MAX];
  private int epochCount;
  private byte[] out;
  private int start;
  private int limit;
  private int at;
  private int before;
  private boolean alone;
  private boolean ended;
  private int count;
  private int rebuilt;
  private int lookups;
  private int author;
  private long wallMs;
  private int counter;

  /** Of intentions of {@code store}. */
  public RunWriter(StoreId store) {
    this.store = store.toBytes();
  }

  /**
   * Begins a run at {@code out[offset]}, which ends before {@code limit}; the buffer is lent.
   *
   * @param alone nothing is to be looked up
   */
  public RunWriter begin(byte[] out, int offset, int limit, boolean alone) {
    this.out = out;
    this.start = offset;
    this.limit = limit;
    this.alone = alone;
    at = offset;
    before = offset;
    ended = false;
    count = 0;
    rebuilt = 0;
    lookups = 0;
    author = NameTable.NONE;
    wallMs = 0;
    counter = 0;
    epochCount = 0;
    names.clear();
    authors.clear();
    return this;
  }

  /** Bytes of the run so far. */
  public int length() {
    return at - start;
  }

  /** Intentions in the run so far. */
  public int count() {
    return count;
  }

  /**
   * Appends a signed intention: any bytes, at least one and at most {@code
   * Limits.SIGNED_BYTES_MAX}.
   *
   * @return false if the run has no room for it, or may not become longer: then nothing changed
   */
  public boolean add(byte[] bytes, int offset, int length) {
    int most = length + Limits.CONDITION_HASHES_MAX + RECORD_BYTES_MORE;
    if (ended
        || count == Limits.RUN_INTENTIONS_MAX
        || length > Limits.RUN_BYTES_MAX - rebuilt - RunReader.COUNTED_BYTES
        || limit - at < most) {
      return false;
    }
    before = at;
    if (isUsual(bytes, offset, length)) {
      putRecord();
      intention.hash(blake3, hash, 0);
      authors.value(author, names.add(hash, 0, 0));
    } else {
      out[at++] = RunHead.WHOLE;
      putNumber(length);
      putBytes(bytes, offset, length);
      names.addNameless();
    }
    rebuilt += length + RunReader.COUNTED_BYTES;
    count++;
    return true;
  }

  /** Takes back what was added last; nothing can be added to this run any more. */
  public void undo() {
    if (ended || count == 0) {
      throw new IllegalStateException("nothing to take back of " + count);
    }
    ended = true;
    at = before;
    count--;
  }

  /** True if a reader makes these very bytes of the intention again. */
  private boolean isUsual(byte[] bytes, int offset, int length) {
    if (signed.wrap(bytes, offset, length).check() != Verdict.OK) {
      return false;
    }
    int storeAt = intention.storeOffset();
    int head = SignedIntentionWriter.headerBytes(intention.length());
    int behind = intention.offset() + intention.length();
    return Arrays.equals(store, 0, StoreId.BYTES, bytes, storeAt, storeAt + StoreId.BYTES)
        && intention.offset() == offset + head
        && signed.signatureOffset() == behind + 2
        && offset + length == signed.signatureOffset() + SignedIntentionView.SIGNATURE_BYTES;
  }

  private void putRecord() {
    int headAt = at++;
    byte[] bytes = intention.bytes();
    int authorHead = putAuthor(bytes);
    int prevHead = putPrev(bytes);
    int clockHead = putClock();
    int citations = intention.conditionCount();
    if (citations > 0) {
      putNumber(citations);
      for (int i = 0; i < citations; i++) {
        putReference(bytes, intention.conditionOffset(i));
      }
    }
    boolean isSealed = putOps(bytes);
    putBytes(bytes, signed.signatureOffset(), SignedIntentionView.SIGNATURE_BYTES);
    out[headAt] = (byte) RunHead.of(authorHead, prevHead, clockHead, isSealed, citations > 0);
  }

  private int putAuthor(byte[] bytes) {
    int known = authors.find(bytes, intention.authorOffset());
    int last = author;
    if (known != NameTable.NONE) {
      author = known;
      if (known == last) {
        return RunHead.AUTHOR_SAME;
      }
      putNumber(known);
      return RunHead.AUTHOR_NUMBER;
    }
    author = authors.add(bytes, intention.authorOffset(), NameTable.NONE);
    if (isLookedUp(bytes, intention.storePrevOffset())) {
      return RunHead.AUTHOR_LOOKED_UP;
    }
    putBytes(bytes, intention.authorOffset(), AuthorId.BYTES);
    return RunHead.AUTHOR_KEY;
  }

  private int putPrev(byte[] bytes) {
    int last = authors.value(author);
    if (last != NameTable.NONE && names.is(last, bytes, intention.storePrevOffset())) {
      return RunHead.PREV_LAST;
    }
    if (intention.isFirst()) {
      return RunHead.PREV_NONE;
    }
    putReference(bytes, intention.storePrevOffset());
    return RunHead.PREV_REFERENCE;
  }

  private int putClock() {
    long lastMs = wallMs;
    int last = counter;
    wallMs = intention.wallMs();
    counter = intention.counter();
    if (wallMs == lastMs && counter == last + 1) {
      return RunHead.CLOCK_NEXT;
    }
    putNumber(RunHead.zigzag(wallMs - lastMs));
    if (counter == 0) {
      return RunHead.CLOCK_WALL;
    }
    putNumber(Integer.toUnsignedLong(counter));
    return RunHead.CLOCK_BOTH;
  }

  private boolean isLookedUp(byte[] hash, int offset) {
    return !alone
        && lookups < Limits.RUN_LOOKUPS_MAX
        && !Hash.isZero(hash, offset)
        && names.find(hash, offset) == NameTable.NONE;
  }

  private void putReference(byte[] hash, int offset) {
    int row = names.find(hash, offset);
    if (row != NameTable.NONE) {
      putNumber(count - row + 1);
    } else if (isLookedUp(hash, offset)) {
      lookups++;
      putNumber(RunHead.REFERENCE_LOOKED_UP);
      putBytes(hash, offset, RunContext.PREFIX_BYTES);
    } else {
      putNumber(RunHead.REFERENCE_HASH);
      putBytes(hash, offset, Hash.BYTES);
    }
  }

  private boolean putOps(byte[] bytes) {
    int opsAt = intention.opsOffset();
    int ciphertext = sealed.read(bytes, opsAt, intention.opsLength());
    int epoch = ciphertext < 0 ? NameTable.NONE : epoch(bytes, opsAt + sealed.epochAt());
    if (epoch == NameTable.NONE) {
      putNumber(intention.opsLength());
      putBytes(bytes, opsAt, intention.opsLength());
      return false;
    }
    putNumber(epoch);
    if (epoch == 0) {
      putBytes(bytes, opsAt + sealed.epochAt(), SealedOps.EPOCH_BYTES);
    }
    putNumber(ciphertext);
    putBytes(bytes, opsAt + sealed.nonceAt(), SealedOps.NONCE_BYTES);
    putBytes(bytes, opsAt + sealed.ciphertextAt(), ciphertext);
    return true;
  }

  /** The number of an epoch in this run, 0 for a new one, NONE if no more can be noted. */
  private int epoch(byte[] bytes, int offset) {
    long id = LittleEndian.longAt(bytes, offset);
    for (int i = 0; i < epochCount; i++) {
      if (epochs[i] == id) {
        return i + 1;
      }
    }
    if (epochCount == EPOCHS_MAX) {
      return NameTable.NONE;
    }
    epochs[epochCount++] = id;
    return 0;
  }

  private void putNumber(long value) {
    at += Varint.write(out, at, value);
  }

  private void putBytes(byte[] bytes, int offset, int length) {
    System.arraycopy(bytes, offset, out, at, length);
    at += length;
  }

  @Override
  public String toString() {
    return count + " intentions in " + length() + " bytes";
  }
}
