package dev.latticenano.core.session;

import dev.latticenano.core.store.StoreException;
import java.util.List;

/**
 * The sets of this end that the peer may know: those on which both agreed, of earlier meetings and
 * of this one, and those that were shown to it last.
 */
final class Marks {
  private static final int DIGEST_BYTES = Mark.DIGEST_BYTES;

  private final Meetings meetings;
  private final byte[] peerKey;
  private Mark agreed;
  private Mark agreedBefore;
  private Mark shown;
  private Mark shownBefore;

  /** What {@code meetings} remembers of a peer; the key is lent. */
  Marks(Meetings meetings, byte[] peerKey) throws StoreException {
    this.meetings = meetings;
    this.peerKey = peerKey;
    List<Mark> remembered = meetings.of(peerKey);
    agreed = remembered.isEmpty() ? null : remembered.get(0);
    agreedBefore = remembered.size() < 2 ? null : remembered.get(1);
  }

  /** The last set on which both agreed; null if there is none. */
  Mark last() {
    return agreed;
  }

  /** True if the last set on which both agreed has this digest. */
  boolean isLast(byte[] digest) {
    return agreed != null && agreed.begins(digest, 0, DIGEST_BYTES);
  }

  /** Both agree on another set. */
  void agree(Mark mark) throws StoreException {
    agreedBefore = agreed;
    agreed = shown != null && shown.isSame(mark) ? shown : mark;
    meetings.agreed(peerKey, agreed);
  }

  /** The set was shown to the peer. */
  void show(Mark mark) {
    shownBefore = shown;
    shown = agreed != null && agreed.isSame(mark) ? agreed : mark;
  }

  /**
   * The set from which a peer's frontier counts, if it is known here and true; {@code gain} is then
   * what came since. Null if there is none, as for a full frontier.
   */
  Mark since(FrontierView frontier, Gain gain) throws StoreException {
    if (frontier.kind() == FrontierView.FULL) {
      return null;
    }
    boolean changed = frontier.kind() == FrontierView.CHANGED;
    int at = changed ? frontier.sinceAt() : frontier.digestAt();
    int length = changed ? FrontierView.SHORT_BYTES : DIGEST_BYTES;
    Mark found = find(frontier.bytes(), at, length);
    return found != null && gain.measure(found) ? found : null;
  }

  /** The newest set whose digest begins with these bytes; null if none does. */
  private Mark find(byte[] bytes, int offset, int length) {
    for (Mark mark : new Mark[] {agreed, agreedBefore, shown, shownBefore}) {
      if (mark != null && mark.begins(bytes, offset, length)) {
        return mark;
      }
    }
    return null;
  }

  /**
   * The shortest way to tell the set of this digest by what is remembered.
   *
   * @param even true if the peer has it
   */
  int kind(byte[] digest, Gain gain, boolean even) throws StoreException {
    if (even) {
      return FrontierView.EQUAL;
    }
    if (last() == null || !gain.measure(last())) {
      return FrontierView.FULL;
    }
    return isLast(digest) ? FrontierView.EQUAL : FrontierView.CHANGED;
  }
}
