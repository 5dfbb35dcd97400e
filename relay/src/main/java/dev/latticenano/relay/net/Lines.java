package dev.latticenano.relay.net;

import java.util.Arrays;
import java.util.function.Consumer;

/** The links that are up, by number, and which of them may have something to say. */
final class Lines {
  private static final int FIRST_SLOTS = 64;

  private Line[] slots = new Line[FIRST_SLOTS];
  private int[] free = new int[FIRST_SLOTS];
  private int freeCount;
  private int used;
  private int up;
  private int strangers;
  private final Row due = new Row();
  private final Row dueLater = new Row();

  /** Lines in the order in which they came to stand in it. */
  private static final class Row {
    private Line first;
    private Line last;

    void add(Line line) {
      if (last == null) {
        first = line;
      } else {
        last.nextDue = line;
      }
      last = line;
    }

    Line take() {
      Line line = first;
      if (line != null) {
        first = line.nextDue;
        last = first == null ? null : last;
        line.nextDue = null;
        line.due = false;
      }
      return line;
    }
  }

  /** The number that the next line gets: the one given back last, or a new one. */
  int nextNumber() {
    return freeCount > 0 ? free[freeCount - 1] : used;
  }

  /** Takes a line in under {@link #nextNumber}. */
  void add(Line line) {
    if (freeCount > 0) {
      freeCount--;
    } else {
      used++;
      if (used > slots.length) {
        slots = Arrays.copyOf(slots, 2 * slots.length);
      }
    }
    slots[line.number] = line;
    up++;
    strangers += line.isStranger() ? 1 : 0;
  }

  /** Forgets a line; its number is free. */
  void remove(Line line) {
    slots[line.number] = null;
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, 2 * free.length);
    }
    free[freeCount++] = line.number;
    up--;
    strangers -= line.isStranger() ? 1 : 0;
  }

  /** The line of a number; null if there is none. */
  Line find(int number) {
    return number >= 0 && number < used ? slots[number] : null;
  }

  void proven(Line line) {
    strangers -= line.isStranger() ? 1 : 0;
    line.proven = true;
  }

  int up() {
    return up;
  }

  int strangers() {
    return strangers;
  }

  /** Shows each line; one that is shown may be removed. */
  void each(Consumer<Line> reader) {
    for (int number = 0; number < used; number++) {
      if (slots[number] != null) {
        reader.accept(slots[number]);
      }
    }
  }

  /** The stranger that called first; null if there is none. */
  Line oldestStranger() {
    Line oldest = null;
    for (int number = 0; number < used; number++) {
      Line line = slots[number];
      if (line != null && line.isStranger() && (oldest == null || line.bornMs < oldest.bornMs)) {
        oldest = line;
      }
    }
    return oldest;
  }

  /** The line on which bytes have waited longest; null if none wait. */
  Line longestWaiting() {
    Line longest = null;
    for (int number = 0; number < used; number++) {
      Line line = slots[number];
      if (line != null
          && line.waitingBytes() > 0
          && (longest == null || line.waitingSinceMs() < longest.waitingSinceMs())) {
        longest = line;
      }
    }
    return longest;
  }

  /** A line may have something to say; one that has much stands behind all others. */
  void due(Line line) {
    if (!line.due) {
      line.due = true;
      (line.hasMuch ? dueLater : due).add(line);
    }
  }

  /** Takes the line that has been due for longest, of those that have little; null: none is. */
  Line takeDue() {
    return due.take();
  }

  /** The same of those that have much. */
  Line takeDueLater() {
    return dueLater.take();
  }

  boolean isAnyDue() {
    return due.first != null || dueLater.first != null;
  }
}
