package dev.latticenano.core.session;

import dev.latticenano.core.store.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The sets of this end that the peer may know: those on which both agreed, of earlier meetings and
 * of this one, and those that were shown to it last.
 */
final class Marks {
  private static final int DIGEST_BYTES = Mark.DIGEST_BYTES;
  private static final int AGREED_MAX = 2;
  private static final int SHOWN_MAX = 2;

  private final Meetings meetings;
  private final byte[] peerKey;
  private final List<Mark> agreed = new ArrayList<>();
  private final Deque<Mark> shown = new ArrayDeque<>(1);

  /** What {@code meetings} remembers of a peer; the key is lent. */
  Marks(Meetings meetings, byte[] peerKey) throws StoreException {
    this.meetings = meetings;
    this.peerKey = peerKey;
    agreed.addAll(meetings.of(peerKey));
  }

  /** The last set on which both agreed; null if there is none. */
  Mark last() {
    return agreed.isEmpty() ? null : agreed.get(0);
  }

  /** True if the last set on which both agreed has this digest. */
  boolean isLast(byte[] digest) {
    return !agreed.isEmpty() && agreed.get(0).begins(digest, 0, Mark.DIGEST_BYTES);
  }

  /** Both agree on another set. */
  void agree(Mark mark) throws StoreException {
    agreed.add(0, mark);
    while (agreed.size() > AGREED_MAX) {
      agreed.remove(AGREED_MAX);
    }
    meetings.agreed(peerKey, mark);
  }

  /** The set was shown to the peer. */
  void show(Mark mark) {
    shown.addFirst(mark);
    if (shown.size() > SHOWN_MAX) {
      shown.removeLast();
    }
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
    for (Mark mark : agreed) {
      if (mark.begins(bytes, offset, length)) {
        return mark;
      }
    }
    for (Mark mark : shown) {
      if (mark.begins(bytes, offset, length)) {
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
