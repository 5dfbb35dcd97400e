package dev.latticenano.postgres;

import java.util.ArrayList;
import java.util.List;

/** Some records of a log, one behind the other, as they came from the server. */
final class RecordWindow {
  private record Held(long position, int kind, byte[] body) {}

  private final List<Held> records = new ArrayList<>();
  private long end;

  /** Forgets them; the next ones begin at {@code position}. */
  void clear(long position) {
    records.clear();
    end = position;
  }

  /** Adds a record; a null body is one that is damaged. */
  void add(long position, int kind, byte[] body, int bodyBytes) {
    records.add(new Held(position, kind, body));
    end = position + PostgresLog.HEAD_BYTES + bodyBytes;
  }

  /** There is nothing more before {@code position}. */
  void skipTo(long position) {
    end = position;
  }

  int count() {
    return records.size();
  }

  long position(int index) {
    return records.get(index).position;
  }

  int kind(int index) {
    return records.get(index).kind;
  }

  /** The body, the window's own; null if it is damaged. */
  byte[] body(int index) {
    return records.get(index).body;
  }

  /** The body of the record at {@code position}; null if it is not here, or damaged. */
  byte[] bodyAt(long position) {
    int low = 0;
    int high = records.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = records.get(middle).position;
      if (found == position) {
        return records.get(middle).body;
      }
      if (found < position) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  /** The position behind the last one. */
  long end() {
    return end;
  }
}
