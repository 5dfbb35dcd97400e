package dev.latticenano.core.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of many things is due when: each stands here at most once, and the earliest is known at
 * once. A change takes the logarithm of their number; what is not due takes no room. Of things due
 * at the same time any is first.
 */
public final class Due<T> {
  /** Not due. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final int NOWHERE = -1;

  private final Map<T, Entry<T>> entries = new HashMap<>();

  /** A heap: each entry is due no earlier than the one at (its index − 1) / 2. */
  private final List<Entry<T>> heap = new ArrayList<>();

  private static final class Entry<T> {
    private final T thing;
    private long dueMs = NEVER;
    private int at = NOWHERE;

    private Entry(T thing) {
      this.thing = thing;
    }
  }

  /** {@code thing} is due at {@code dueMs}, and no more at any other time. */
  public void set(T thing, long dueMs) {
    Entry<T> entry = entries.get(thing);
    if (dueMs == NEVER) {
      remove(thing);
      return;
    }
    if (entry == null) {
      entry = new Entry<>(thing);
      entries.put(thing, entry);
    }
    if (dueMs == entry.dueMs) {
      return;
    }
    entry.dueMs = dueMs;
    if (entry.at == NOWHERE) {
      entry.at = heap.size();
      heap.add(entry);
    }
    rise(entry);
    sink(entry);
  }

  /** True if {@code thing} is due at some time. */
  public boolean holds(T thing) {
    return entries.containsKey(thing);
  }

  /** Forgets {@code thing}. */
  public void remove(T thing) {
    Entry<T> entry = entries.remove(thing);
    if (entry != null) {
      takeOut(entry);
    }
  }

  /** When the first of them is due; {@link #NEVER} if none is. */
  public long earliestMs() {
    return heap.isEmpty() ? NEVER : heap.get(0).dueMs;
  }

  /** Takes one that is due at {@code nowMs}, which is not due any more; null: there is none. */
  public T take(long nowMs) {
    if (earliestMs() > nowMs || heap.isEmpty()) {
      return null;
    }
    Entry<T> first = heap.get(0);
    remove(first.thing);
    return first.thing;
  }

  private void takeOut(Entry<T> entry) {
    int at = entry.at;
    Entry<T> last = heap.remove(heap.size() - 1);
    if (last != entry) {
      put(last, at);
      rise(last);
      sink(last);
    }
  }

  private void put(Entry<T> entry, int at) {
    heap.set(at, entry);
    entry.at = at;
  }

  private void rise(Entry<T> entry) {
    int at = entry.at;
    while (at > 0 && heap.get((at - 1) / 2).dueMs > entry.dueMs) {
      put(heap.get((at - 1) / 2), at);
      at = (at - 1) / 2;
    }
    put(entry, at);
  }

  private void sink(Entry<T> entry) {
    int at = entry.at;
    while (2 * at + 1 < heap.size()) {
      int least = 2 * at + 1;
      boolean right = least + 1 < heap.size() && heap.get(least + 1).dueMs < heap.get(least).dueMs;
      least += right ? 1 : 0;
      if (heap.get(least).dueMs >= entry.dueMs) {
        break;
      }
      put(heap.get(least), at);
      at = least;
    }
    put(entry, at);
  }
}
