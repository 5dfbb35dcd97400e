package dev.latticenano.core.link;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * What belongs to links, by their numbers: a table without an object for each entry, for there are
 * many links and most of them rest. Twelve to thirty bytes an entry.
 */
public final class LinkTable<T> {
  private static final int FREE = -1;
  private static final int FIRST = 8;
  private static final int MIXER = 0x9E3779B1;

  private int[] links = new int[FIRST];
  private Object[] things = new Object[FIRST];
  private int count;

  /** An empty one. */
  public LinkTable() {
    Arrays.fill(links, FREE);
  }

  /** How many entries there are. */
  public int count() {
    return count;
  }

  /** What belongs to a link; null if nothing does. */
  @SuppressWarnings("unchecked")
  public T find(int link) {
    int at = place(link);
    return links[at] == link ? (T) things[at] : null;
  }

  /** From now on {@code thing} belongs to a link, whose number is not negative. */
  public void put(int link, T thing) {
    if (link < 0) {
      throw new IllegalArgumentException("link " + link);
    }
    int at = place(link);
    if (links[at] == FREE) {
      if (++count > links.length / 4 * 3) {
        grow();
        at = place(link);
      }
      links[at] = link;
    }
    things[at] = thing;
  }

  /** Nothing belongs to a link any more; what did, or null. */
  @SuppressWarnings("unchecked")
  public T remove(int link) {
    int at = place(link);
    if (links[at] != link || link == FREE) {
      return null;
    }
    T was = (T) things[at];
    free(at);
    count--;
    return was;
  }

  /** Shows the number of every link, in no order; nothing is put or removed meanwhile. */
  public void each(IntConsumer reader) {
    for (int link : links) {
      if (link != FREE) {
        reader.accept(link);
      }
    }
  }

  /** The numbers of all links now, rising. */
  public int[] toArray() {
    int[] all = Arrays.stream(links).filter(link -> link != FREE).toArray();
    Arrays.sort(all);
    return all;
  }

  /** Where a link is, or would be put. */
  private int place(int link) {
    int at = home(link);
    while (links[at] != link && links[at] != FREE) {
      at = next(at);
    }
    return at;
  }

  private int home(int link) {
    return link * MIXER >>> Integer.numberOfLeadingZeros(links.length - 1);
  }

  private int next(int at) {
    return at + 1 & links.length - 1;
  }

  private void grow() {
    int[] before = links;
    Object[] thingsBefore = things;
    links = new int[2 * before.length];
    things = new Object[links.length];
    Arrays.fill(links, FREE);
    for (int i = 0; i < before.length; i++) {
      if (before[i] != FREE) {
        int at = place(before[i]);
        links[at] = before[i];
        things[at] = thingsBefore[i];
      }
    }
  }

  // Whoever stands behind because this place was taken moves up.
  private void free(int place) {
    int hole = place;
    for (int at = next(hole); links[at] != FREE; at = next(at)) {
      int away = at - home(links[at]) & links.length - 1;
      if (away >= (at - hole & links.length - 1)) {
        links[hole] = links[at];
        things[hole] = things[at];
        hole = at;
      }
    }
    links[hole] = FREE;
    things[hole] = null;
  }
}
