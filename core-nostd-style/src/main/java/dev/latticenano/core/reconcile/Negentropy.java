package dev.latticenano.core.reconcile;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;

/**
 * One side of one reconciliation: message in, message out (docs/reconcile.md). The initiator begins
 * with {@link #initiate}, feeds what the peer answers to {@link #receive}, and sends {@link
 * #message} until {@link #isDone}; it learns what either side lacks. A responder only answers, and
 * remembers nothing from one message to the next.
 *
 * <p>The set may change between two messages; what changes is then told or not. Whoever needs to
 * know that both sets are equal compares them whole afterwards. With a frame limit nothing is
 * allocated after construction but for lists of ids longer than any before. Not thread-safe.
 */
public final class Negentropy {
  private static final int PARTS = 16;

  private final ItemSet items;
  private final Caps caps;
  private final MessageReader in;
  private final MessageWriter out;
  private final IdTable theirs;
  private final Fingerprint fingerprint = new Fingerprint();
  private final Bound previousBound = new Bound();
  private final Bound nextBound = new Bound();
  private final Bound infinity = new Bound().setInfinite();
  private final Around around = new Around();
  private final ItemSet.Reader toList = (created, id, offset) -> writeId(id, offset);
  private final ItemSet.Reader toCompare = (created, id, offset) -> compare(id, offset);
  private IdSum lowerSum = new IdSum();
  private IdSum upperSum = new IdSum();
  private IdSum partSum = new IdSum();
  private IdSum nextSum = new IdSum();
  private Differences differences;
  private boolean initiator;
  private boolean done;
  private boolean skipping;
  private int size;
  private int rounds;

  /**
   * A side that speaks for {@code items}.
   *
   * @param seed a secret random number, for hashing what the peer lists
   */
  public Negentropy(ItemSet items, Caps caps, long seed) {
    this.items = items;
    this.caps = caps;
    in = new MessageReader(caps.bytesMax(), caps.rangesMax());
    out = new MessageWriter(caps.frameBytesMax());
    theirs = new IdTable(seed);
  }

  /** Makes the first message; this side is the initiator from now on. */
  public void initiate() throws StoreException {
    if (initiator || rounds > 0) {
      throw new IllegalStateException("under way already");
    }
    initiator = true;
    size = items.size();
    lowerSum.clear();
    items.sumBefore(size, upperSum);
    out.begin();
    split(0, size, infinity);
  }

  /** Whether {@link #receive} would take a message; OK, or the rule that it breaks. */
  public Verdict check(byte[] bytes, int offset, int length) {
    if (rounds == caps.roundsMax()) {
      return Verdict.RECONCILE_ROUNDS_TOO_MANY;
    }
    Verdict verdict = in.wrap(bytes, offset, length).check();
    boolean other = verdict == Verdict.OK && in.version() != MessageReader.VERSION;
    return other && initiator ? Verdict.RECONCILE_VERSION_REFUSED : verdict;
  }

  /**
   * Takes a message and makes the next one. The bytes are borrowed for the call. Everything is
   * checked before anything is told.
   *
   * @param found is told the differences; null for a responder, which learns none
   * @return OK, or the rule that the message breaks: then the reconciliation is over
   * @throws StoreException the items could not be read; the same message may come again
   */
  public Verdict receive(byte[] bytes, int offset, int length, Differences found)
      throws StoreException {
    if (initiator == (found == null)) {
      throw new IllegalArgumentException("only an initiator learns differences, and it does");
    }
    Verdict verdict = check(bytes, offset, length);
    if (verdict != Verdict.OK) {
      return verdict;
    }
    out.begin();
    if (in.version() == MessageReader.VERSION) {
      differences = found;
      answer();
      assert !out.exceeds() : "message of " + out.length() + " bytes";
    }
    rounds++;
    done = initiator && out.length() == 1;
    return Verdict.OK;
  }

  /** True if the initiator has learnt all it can: there is nothing to send. */
  public boolean isDone() {
    return done;
  }

  /** The array whose first {@link #messageLength} bytes are to be sent; lent until the next. */
  public byte[] message() {
    return out.bytes();
  }

  /** Bytes of the message. */
  public int messageLength() {
    return out.length();
  }

  private void answer() throws StoreException {
    size = items.size();
    skipping = false;
    lowerSum.clear();
    previousBound.set(0, previousBound.id, 0, 0);
    int lower = 0;
    while (in.next()) {
      Bound bound = in.bound();
      int upper = below(bound, upperSum);
      out.mark();
      switch (in.mode()) {
        case SKIP -> skipping = true;
        case FINGERPRINT -> {
          if (!answerFingerprint(lower, upper)) {
            return;
          }
        }
        case IDS -> {
          if (!answerIds(lower, upper)) {
            return;
          }
        }
        default -> throw new AssertionError(in.mode());
      }
      lower = upper;
      swapLower();
      previousBound.set(bound);
    }
  }

  // False if the message is closed.
  private boolean answerFingerprint(int lower, int upper) throws StoreException {
    if (fingerprint.set(lowerSum, upperSum).is(in.bytes(), in.dataOffset())) {
      skipping = true;
      return true;
    }
    boolean skipped = skipping;
    skip();
    split(lower, upper, in.bound());
    if (!out.isFull()) {
      return true;
    }
    out.rewind();
    if (caps.compat()) {
      close(upperSum);
    } else {
      // What was split is dropped, so the rest begins before it: where the last range sent ends.
      skipping = skipped;
      skip();
      close(lowerSum);
    }
    return false;
  }

  // False if the message is closed.
  private boolean answerIds(int lower, int upper) throws StoreException {
    if (initiator) {
      theirs.wrap(in.bytes(), in.dataOffset(), in.idCount());
      items.items(lower, upper, toCompare);
      theirs.tellRest(differences);
      skipping = true;
      return true;
    }
    int listed = out.idsThatFit(upper - lower);
    int end = lower + listed;
    skip();
    nextBound.set(in.bound());
    if (end < upper) {
      items.sumBefore(end, upperSum);
      around.read(end);
      nextBound.set(around.item);
    }
    out.range(nextBound, Mode.IDS);
    out.count(listed);
    items.items(lower, end, toList);
    if (out.isFull()) {
      close(upperSum);
      return false;
    }
    return true;
  }

  /** Writes the items from lower to upper as a list, or as fingerprints of 16 parts. */
  private void split(int lower, int upper, Bound end) throws StoreException {
    int count = upper - lower;
    if (count < 2 * PARTS) {
      out.range(end, Mode.IDS);
      out.count(count);
      items.items(lower, upper, toList);
      return;
    }
    partSum.set(lowerSum);
    int current = lower;
    for (int i = 0; i < PARTS; i++) {
      current += count / PARTS + (i < count % PARTS ? 1 : 0);
      if (current == upper) {
        writeFingerprint(end, partSum, upperSum);
      } else {
        items.sumBefore(current, nextSum);
        around.read(current);
        writeFingerprint(nextBound.setBetween(around.previous, around.item), partSum, nextSum);
        IdSum passed = partSum;
        partSum = nextSum;
        nextSum = passed;
      }
    }
  }

  /** The last range of a full message: everything but what is before, to be gone into again. */
  private void close(IdSum before) throws StoreException {
    items.sumBefore(size, nextSum);
    writeFingerprint(infinity, before, nextSum);
  }

  private void writeFingerprint(Bound end, IdSum before, IdSum upTo) {
    out.range(end, Mode.FINGERPRINT);
    out.fingerprint(fingerprint.set(before, upTo).bytes());
  }

  // Ranges that need no answer are one, and it is written only if something follows.
  private void skip() {
    if (skipping) {
      skipping = false;
      out.range(previousBound, Mode.SKIP);
    }
  }

  private int below(Bound bound, IdSum before) throws StoreException {
    if (bound.isInfinite()) {
      items.sumBefore(size, before);
      return size;
    }
    return items.below(bound.created, bound.id, 0, before);
  }

  private void swapLower() {
    IdSum passed = lowerSum;
    lowerSum = upperSum;
    upperSum = passed;
  }

  private void writeId(byte[] id, int offset) {
    out.id(id, offset);
  }

  private void compare(byte[] id, int offset) {
    if (!theirs.find(id, offset)) {
      differences.have(id, offset);
    }
  }

  /** Two neighbours in the set. */
  private final class Around implements ItemSet.Reader {
    private Bound previous = new Bound();
    private Bound item = new Bound();

    /** Reads the item at an index, at least 1, and the one before it. */
    void read(int index) throws StoreException {
      items.items(index - 1, index + 1, this);
    }

    @Override
    public void item(long created, byte[] id, int offset) {
      Bound passed = previous;
      previous = item;
      item = passed.set(created, id, offset, Bound.ID_BYTES);
    }
  }
}
