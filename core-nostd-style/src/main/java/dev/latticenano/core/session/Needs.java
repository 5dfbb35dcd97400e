package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.dag.Shown;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * Beside the rounds of one session: asks the peer, page by page, which chunks the store needs if it
 * cannot be read here, and answers the like. Asked when the sets are equal, and again when either
 * has changed or the peer has got chunks. Rules: docs/protocol.md §14, Needs.
 */
final class Needs {
  /** Bytes of an answer that are not names, at most. */
  static final int FIXED_BYTES = 96;

  /** Until the same peer is asked again, for every page that its last list had; ms. */
  static final long AGAIN_MS = 1000;

  /** The same at most; ms. */
  static final long AGAIN_MS_MAX = 60_000;

  private final NeededChunks chunks;
  private final Shown shown;
  private final LinkProfile profile;
  private final int place;
  private final byte[] hash;
  private Question asked;
  private Blake3 heard;
  private byte[] after;
  private int request;
  private int pages;
  private boolean requestDue;
  private boolean waiting;
  private boolean barred;
  private boolean halted;
  private boolean told;
  private boolean again = true;
  private long askedAt;
  private long notBeforeMs = Long.MIN_VALUE;
  private long retryAtMs = Long.MAX_VALUE;

  /** What the peer wants to know. */
  private static final class Question {
    int number;
    byte[] after;
    Hash list;
  }

  Needs(Held store, LinkProfile profile, int place) {
    this.chunks = store.needed();
    this.shown = store.dag().shown();
    this.profile = profile;
    this.place = place;
    this.hash = store.reading().hash();
  }

  /**
   * True if no answer is owed and this end has asked. Asking again holds up nobody: a peer that was
   * told that this end rests may have hung up.
   */
  boolean isAtRest() {
    return asked == null && (told || !waiting && !isDue());
  }

  /** True if the peer owes an answer that this end cannot rest without. */
  boolean isWaiting() {
    return waiting && !told;
  }

  private boolean isDue() {
    boolean asks = !barred && !halted && !waiting && (again || askedAt != shown.version());
    return asks && chunks.isCarried();
  }

  /** The peer may know of more now. */
  void again() {
    again = true;
  }

  /** The peer says that it does not know this message: it is not asked again. */
  void unknownToPeer() {
    barred = true;
    waiting = false;
    requestDue = false;
  }

  /** Nothing can be kept here. */
  void halt() {
    halted = true;
    waiting = false;
    requestDue = false;
  }

  /** More can be kept again. */
  void resume() {
    again |= halted;
    halted = false;
  }

  /**
   * Asks if it is time; asks again on a link that loses frames.
   *
   * @param resting the sets are known to be equal, or as equal as they get
   */
  void tick(boolean resting, long nowMs) {
    if (waiting && profile.retryMs() > 0 && nowMs >= retryAtMs) {
      retryAtMs = nowMs + profile.retryMs();
      requestDue = true;
    } else if (resting && isDue() && nowMs >= notBeforeMs) {
      again = false;
      askedAt = shown.version();
      after = null;
      pages = 0;
      heard = null;
      ask(nowMs);
    }
  }

  private void ask(long nowMs) {
    request++;
    waiting = true;
    requestDue = true;
    retryAtMs = nowMs + profile.retryMs();
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs(boolean resting) {
    if (waiting) {
      return profile.retryMs() > 0 ? retryAtMs : Long.MAX_VALUE;
    }
    return resting && isDue() ? notBeforeMs : Long.MAX_VALUE;
  }

  /** Writes a question or an answer, if one is due; returns its bytes or 0. */
  int transmit(FrameWriter writer, byte[] out, int offset) throws StoreException {
    if (requestDue) {
      requestDue = false;
      writer.start(out, offset, Message.NEEDS).number(1, place).number(2, request);
      if (after != null) {
        writer.bytes(3, after, 0, Hash.BYTES);
      } else if (!chunks.list().equals(Hash.ZERO)) {
        chunks.list().write(hash, 0);
        writer.bytes(4, hash, 0, Hash.BYTES);
      }
      return writer.finish();
    }
    return asked == null ? 0 : answer(writer, out, offset);
  }

  private int answer(FrameWriter writer, byte[] out, int offset) throws StoreException {
    int most = (profile.frameBytes() - FIXED_BYTES) / Hash.BYTES;
    // Questions are rare, and links at rest many.
    byte[] names = new byte[(most + 1) * Hash.BYTES];
    int found = chunks.behind(asked.after, names, most + 1);
    if (found == NeededChunks.NOT_YET) {
      return 0;
    }
    Question question = asked;
    asked = null;
    writer.start(out, offset, Message.NEEDED).number(1, place).number(2, question.number);
    if (found == NeededChunks.UNREADABLE) {
      return writer.number(6, 1).finish();
    }
    boolean known = chunks.list().equals(question.list);
    int count = known ? 0 : Math.min(found, most);
    chunks.list().write(hash, 0);
    return writer
        .bytes(3, names, 0, count * Hash.BYTES)
        .number(4, !known && found > most ? 1 : 0)
        .bytes(5, hash, 0, Hash.BYTES)
        .finish();
  }

  /** The peer's question. */
  Verdict needs(byte[] bytes, int offset, int length) {
    long number = 0;
    Question question = new Question();
    boolean whole = true;
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      int at = fields.dataOffset();
      boolean name = fields.dataLength() == Hash.BYTES;
      switch (fields.fieldNumber()) {
        case 2 -> number = fields.value();
        case 3 -> {
          whole &= name;
          question.after = name ? Arrays.copyOfRange(bytes, at, at + Hash.BYTES) : null;
        }
        case 4 -> {
          whole &= name;
          question.list = name ? Hash.of(bytes, at) : null;
        }
        default -> {}
      }
    }
    if (fields.malformed() || !whole || number < 1 || number >>> 31 != 0) {
      return Verdict.NEEDS_MALFORMED;
    }
    question.number = (int) number;
    asked = question;
    return Verdict.OK;
  }

  /** The peer's answer. */
  Verdict needed(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    long number = 0;
    int at = offset;
    int namesBytes = 0;
    boolean more = false;
    boolean unread = false;
    Hash whole = Hash.ZERO;
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 2 -> number = fields.value();
        case 3 -> {
          at = fields.dataOffset();
          namesBytes = fields.dataLength();
        }
        case 4 -> more = fields.value() != 0;
        case 5 -> {
          boolean name = fields.dataLength() == Hash.BYTES;
          whole = name ? Hash.of(bytes, fields.dataOffset()) : null;
        }
        case 6 -> unread = fields.value() != 0;
        default -> {}
      }
    }
    boolean sound = number >= 1 && number >>> 31 == 0 && namesBytes % Hash.BYTES == 0;
    if (fields.malformed() || !sound || whole == null) {
      return Verdict.NEEDS_MALFORMED;
    }
    if (!waiting || number != request) {
      return Verdict.OK;
    }
    waiting = false;
    if (unread) {
      told = true;
      return Verdict.OK;
    }
    int count = namesBytes / Hash.BYTES;
    if (more && count == 0 || !isRising(bytes, at, count)) {
      barred = true;
      return Verdict.NEEDS_DISORDERED;
    }
    take(bytes, at, count, more, whole, nowMs);
    return Verdict.OK;
  }

  private boolean isRising(byte[] bytes, int at, int count) {
    byte[] before = after;
    int beforeAt = 0;
    for (int i = 0; i < count; i++) {
      int name = at + i * Hash.BYTES;
      if (before != null
          && Arrays.compareUnsigned(
                  before, beforeAt, beforeAt + Hash.BYTES, bytes, name, name + Hash.BYTES)
              >= 0) {
        return false;
      }
      before = bytes;
      beforeAt = name;
    }
    return true;
  }

  private void take(byte[] bytes, int at, int count, boolean more, Hash whole, long nowMs)
      throws StoreException {
    boolean known = after == null && whole.equals(chunks.list()) && !whole.equals(Hash.ZERO);
    if (known && count == 0) {
      told = true;
      chunks.heard(whole);
      return;
    }
    if (heard == null) {
      heard = Blake3.plain();
    }
    heard.update(bytes, at, count * Hash.BYTES);
    pages++;
    boolean goesOn = chunks.take(after, bytes, at, count, !more, !whole.equals(Hash.ZERO)) && more;
    if (goesOn) {
      int last = at + (count - 1) * Hash.BYTES;
      after = Arrays.copyOfRange(bytes, last, last + Hash.BYTES);
      ask(nowMs);
      return;
    }
    told = true;
    if (!more) {
      heard.digest(hash, 0);
      chunks.heard(whole.matches(hash, 0) ? whole : Hash.ZERO);
    }
    heard = null;
    notBeforeMs = nowMs + Math.min(AGAIN_MS_MAX, pages * AGAIN_MS);
  }
}
