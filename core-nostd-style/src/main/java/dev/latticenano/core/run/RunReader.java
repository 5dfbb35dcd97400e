package dev.latticenano.core.run;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.bytes.Varint;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.SignedIntentionWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * Rebuilds the signed intentions of a run, one after the other. What is rebuilt has the form of a
 * signed intention and nothing more: whether it is what its author signed its signature says. A
 * whole record is handed on as it is, unread. Holds one intention and the hashes of the run;
 * allocates only while it needs more room than ever before. Source: docs/runs.md.
 */
public final class RunReader {
  /** What each intention counts for, besides its bytes, in what a run is rebuilt to. */
  static final int COUNTED_BYTES = 4;

  // Before the intention is room for the longest head of its field.
  private static final int INTENTION_AT = 8;
  private static final int FIRST_BYTES = 4096;
  private static final int SIGNATURE_TAG = 0x12;
  private static final int INTENTION_TAG = 0x0A;

  private final byte[] store;
  private final RunContext context;
  private final Cursor in = new Cursor();
  private final Blake3 blake3 = Blake3.plain();
  private final SealedOps sealed = new SealedOps();
  private final NameTable names = new NameTable(false);
  private final NameTable authors = new NameTable(false);
  private final byte[] hash = new byte[Hash.BYTES];
  private final byte[] lookedUpAuthor = new byte[AuthorId.BYTES];
  private byte[] rebuilt = new byte[FIRST_BYTES];
  private long[] epochs = new long[8];
  private int epochCount;
  private byte[] bytes = rebuilt;
  private byte[] out = rebuilt;
  private int offset;
  private int length;
  private int at;
  private int count;
  private long total;
  private int lookups;
  private int author;
  private long wallMs;
  private int counter;
  private boolean lookedUp;
  private Verdict verdict = Verdict.OK;

  /** Of intentions of {@code store}, of which {@code context} holds some. */
  public RunReader(StoreId store, RunContext context) {
    this.store = store.toBytes();
    this.context = context;
  }

  /** Begins with the run of {@code length} bytes at {@code bytes[offset]}, lent. */
  public RunReader wrap(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    in.wrap(bytes, offset, length);
    count = 0;
    total = 0;
    lookups = 0;
    author = NameTable.NONE;
    wallMs = 0;
    counter = 0;
    epochCount = 0;
    names.clear();
    authors.clear();
    verdict = Verdict.OK;
    return this;
  }

  /**
   * The run lies at the same place of {@code newBytes} from now on, lent, as what was read does.
   */
  public void moved(byte[] newBytes) {
    out = out == rebuilt ? rebuilt : newBytes;
    bytes = newBytes;
    in.moved(newBytes);
  }

  /**
   * Stands on the next intention; false at the end, or where a rule is broken: {@link #verdict}.
   */
  public boolean next() throws StoreException {
    if (verdict != Verdict.OK || in.remaining() == 0) {
      return false;
    }
    verdict = count == Limits.RUN_INTENTIONS_MAX ? Verdict.RUN_TOO_LONG : read();
    return verdict == Verdict.OK;
  }

  /** OK, or the rule that the run breaks where reading stopped. */
  public Verdict verdict() {
    return verdict;
  }

  /** The array in which this signed intention lies; lent until the next call. */
  public byte[] bytes() {
    return out;
  }

  /** Where it begins. */
  public int offset() {
    return offset;
  }

  /** Its bytes. */
  public int length() {
    return length;
  }

  /** Intentions read so far, this one included. */
  public int count() {
    return count;
  }

  /** The 32-byte hash of its intention, if it had to be worked out; else null. Lent as above. */
  public byte[] name() {
    return out == rebuilt ? hash : null;
  }

  /**
   * True if it was rebuilt from what was looked up: then its signature alone can tell who is to
   * blame if it breaks a rule.
   */
  public boolean isLookedUp() {
    return lookedUp;
  }

  private Verdict read() throws StoreException {
    lookedUp = false;
    int head = bytes[in.position()] & 0xFF;
    in.skip(1);
    if (RunHead.prev(head) == RunHead.PREV_UNUSED) {
      return head == RunHead.WHOLE ? readWhole() : Verdict.RUN_MALFORMED;
    }
    if (RunHead.clock(head) == RunHead.CLOCK_UNUSED) {
      return Verdict.RUN_MALFORMED;
    }
    out = rebuilt;
    at = INTENTION_AT + IntentionView.CONDITION;
    Verdict read = readAuthor(head);
    read = read == Verdict.OK ? readPrev(head) : read;
    read = read == Verdict.OK ? readClock(head) : read;
    read = read == Verdict.OK ? readCondition(head) : read;
    read = read == Verdict.OK ? readOps(head) : read;
    return read == Verdict.OK ? finish() : read;
  }

  private Verdict readWhole() {
    long size = in.varint();
    if (size < 1 || size > Limits.SIGNED_BYTES_MAX || size > in.remaining()) {
      return Verdict.RUN_MALFORMED;
    }
    out = bytes;
    offset = in.position();
    length = (int) size;
    in.skip(size);
    names.addNameless();
    return counted();
  }

  private Verdict readAuthor(int head) {
    int authorAt = INTENTION_AT + IntentionView.AUTHOR;
    switch (RunHead.author(head)) {
      case RunHead.AUTHOR_NUMBER -> {
        long number = in.varint();
        author = number >= 0 && number < authors.count() ? (int) number : NameTable.NONE;
      }
      case RunHead.AUTHOR_KEY -> {
        boolean whole = copy(AuthorId.BYTES, authorAt);
        author = whole ? authors.add(rebuilt, authorAt, NameTable.NONE) : NameTable.NONE;
      }
      case RunHead.AUTHOR_LOOKED_UP -> {
        return Verdict.OK;
      }
      default -> {}
    }
    if (in.malformed() || author == NameTable.NONE) {
      return Verdict.RUN_MALFORMED;
    }
    authors.copy(author, rebuilt, authorAt);
    return Verdict.OK;
  }

  private Verdict readPrev(int head) throws StoreException {
    int prevAt = INTENTION_AT + IntentionView.STORE_PREV;
    boolean isAuthorLookedUp = RunHead.author(head) == RunHead.AUTHOR_LOOKED_UP;
    if (RunHead.prev(head) == RunHead.PREV_REFERENCE) {
      Verdict read = readReference(prevAt);
      if (read != Verdict.OK || !isAuthorLookedUp) {
        return read;
      }
      if (!lookedUp) {
        return Verdict.RUN_MALFORMED;
      }
      author = authors.add(lookedUpAuthor, 0, NameTable.NONE);
      authors.copy(author, rebuilt, INTENTION_AT + IntentionView.AUTHOR);
      return Verdict.OK;
    }
    if (isAuthorLookedUp) {
      return Verdict.RUN_MALFORMED;
    }
    if (RunHead.prev(head) == RunHead.PREV_NONE) {
      Arrays.fill(rebuilt, prevAt, prevAt + Hash.BYTES, (byte) 0);
      return Verdict.OK;
    }
    int last = authors.value(author);
    if (last == NameTable.NONE) {
      return Verdict.RUN_MALFORMED;
    }
    names.copy(last, rebuilt, prevAt);
    return Verdict.OK;
  }

  private Verdict readClock(int head) {
    if (RunHead.clock(head) == RunHead.CLOCK_NEXT) {
      counter++;
    } else {
      wallMs += RunHead.unzigzag(in.varint());
      long newCounter = RunHead.clock(head) == RunHead.CLOCK_BOTH ? in.varint() : 0;
      if (in.malformed() || newCounter >>> 32 != 0) {
        return Verdict.RUN_MALFORMED;
      }
      counter = (int) newCounter;
    }
    LittleEndian.putLong(rebuilt, INTENTION_AT + IntentionView.WALL_MS, wallMs);
    LittleEndian.putInt(rebuilt, INTENTION_AT + IntentionView.COUNTER, counter);
    return Verdict.OK;
  }

  private Verdict readCondition(int head) throws StoreException {
    long citations = RunHead.hasCondition(head) ? in.varint() : 0;
    // Each citation takes a byte at least.
    if (citations < 0
        || citations > Limits.CONDITION_HASHES_MAX
        || citations > in.remaining()
        || in.malformed()) {
      return Verdict.RUN_MALFORMED;
    }
    makeRoom((int) citations * Hash.BYTES);
    for (int i = 0; i < citations; i++) {
      Verdict read = readReference(at);
      if (read != Verdict.OK) {
        return read;
      }
      at += Hash.BYTES;
    }
    System.arraycopy(store, 0, rebuilt, INTENTION_AT + IntentionView.STORE, StoreId.BYTES);
    rebuilt[INTENTION_AT + IntentionView.CONDITION_TAG] = IntentionView.CONDITION_V1;
    int countAt = INTENTION_AT + IntentionView.CONDITION_COUNT;
    LittleEndian.putInt(rebuilt, countAt, (int) citations);
    return Verdict.OK;
  }

  private Verdict readReference(int to) throws StoreException {
    long number = in.varint();
    if (number == RunHead.REFERENCE_HASH && !in.malformed()) {
      return copy(Hash.BYTES, to) ? Verdict.OK : Verdict.RUN_MALFORMED;
    }
    if (number == RunHead.REFERENCE_LOOKED_UP) {
      return lookUp(to);
    }
    long row = count - (number - 1);
    if (number < 0 || row < 0 || in.malformed() || !names.isNamed((int) row)) {
      return Verdict.RUN_MALFORMED;
    }
    names.copy((int) row, rebuilt, to);
    return Verdict.OK;
  }

  private Verdict lookUp(int to) throws StoreException {
    int from = in.position();
    in.skip(RunContext.PREFIX_BYTES);
    if (in.malformed()) {
      return Verdict.RUN_MALFORMED;
    }
    if (lookups == Limits.RUN_LOOKUPS_MAX) {
      return Verdict.RUN_TOO_LONG;
    }
    lookups++;
    lookedUp = true;
    if (!context.find(bytes, from, hash, lookedUpAuthor)) {
      return Verdict.RUN_CONTEXT_MISSING;
    }
    System.arraycopy(hash, 0, rebuilt, to, Hash.BYTES);
    return Verdict.OK;
  }

  private Verdict readOps(int head) {
    if (RunHead.isSealed(head)) {
      return readSealed();
    }
    long size = in.varint();
    if (size < 0 || size > Limits.OPS_BYTES_MAX || size > in.remaining() || in.malformed()) {
      return Verdict.RUN_MALFORMED;
    }
    beginOps((int) size);
    copy((int) size, at);
    at += (int) size;
    return Verdict.OK;
  }

  private void beginOps(int size) {
    makeRoom(size + 4);
    LittleEndian.putInt(rebuilt, at, size);
    at += 4;
  }

  private Verdict readSealed() {
    long number = in.varint();
    int idAt = in.position();
    if (number == 0) {
      in.skip(SealedOps.EPOCH_BYTES);
    }
    if (number < 0 || number > epochCount || in.malformed()) {
      return Verdict.RUN_MALFORMED;
    }
    long epoch =
        number > 0 ? epochs[(int) number - 1] : noteEpoch(LittleEndian.longAt(bytes, idAt));
    long ciphertext = in.varint();
    if (!SealedOps.isCiphertext(ciphertext)
        || SealedOps.NONCE_BYTES + ciphertext > in.remaining()
        || SealedOps.length((int) ciphertext) > Limits.OPS_BYTES_MAX) {
      return Verdict.RUN_MALFORMED;
    }
    int size = (int) SealedOps.length((int) ciphertext);
    beginOps(size);
    sealed.write(rebuilt, at, (int) ciphertext);
    LittleEndian.putLong(rebuilt, at + sealed.epochAt(), epoch);
    copy(SealedOps.NONCE_BYTES, at + sealed.nonceAt());
    copy((int) ciphertext, at + sealed.ciphertextAt());
    at += size;
    return Verdict.OK;
  }

  private long noteEpoch(long epoch) {
    if (epochCount == epochs.length) {
      epochs = Arrays.copyOf(epochs, 2 * epochCount);
    }
    epochs[epochCount++] = epoch;
    return epoch;
  }

  /** The head before the intention, the signature behind it, and its hash. */
  private Verdict finish() {
    int intentionBytes = at - INTENTION_AT;
    makeRoom(2);
    rebuilt[at] = SIGNATURE_TAG;
    rebuilt[at + 1] = SignedIntentionView.SIGNATURE_BYTES;
    if (!copy(SignedIntentionView.SIGNATURE_BYTES, at + 2)) {
      return Verdict.RUN_MALFORMED;
    }
    out = rebuilt;
    offset = INTENTION_AT - SignedIntentionWriter.headerBytes(intentionBytes);
    rebuilt[offset] = INTENTION_TAG;
    Varint.write(rebuilt, offset + 1, intentionBytes);
    length = at + 2 + SignedIntentionView.SIGNATURE_BYTES - offset;
    blake3.hash(rebuilt, INTENTION_AT, intentionBytes, hash, 0);
    authors.value(author, names.add(hash, 0, 0));
    return counted();
  }

  private Verdict counted() {
    count++;
    total += length + COUNTED_BYTES;
    return total > Limits.RUN_BYTES_MAX ? Verdict.RUN_TOO_LONG : Verdict.OK;
  }

  /** Copies the next bytes of the run; false if they are not there. */
  private boolean copy(int size, int to) {
    int from = in.position();
    in.skip(size);
    if (!in.malformed()) {
      System.arraycopy(bytes, from, rebuilt, to, size);
    }
    return !in.malformed();
  }

  /** Makes room for so many more bytes, and for a signature behind them. */
  private void makeRoom(int more) {
    int needed = at + more + 8 + SignedIntentionView.SIGNATURE_BYTES;
    if (rebuilt.length < needed) {
      rebuilt = Arrays.copyOf(rebuilt, Math.max(needed, 2 * rebuilt.length));
    }
  }
}
