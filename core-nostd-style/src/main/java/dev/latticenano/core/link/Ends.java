package dev.latticenano.core.link;

import java.util.ArrayDeque;

/**
 * This end of many links, and which of them there is something to do about: those whose deadline
 * has come, those of which somebody says that something happened, and those that may have something
 * to say. An end about which nothing happens costs nothing, however many there are; an event costs
 * the logarithm of their number. Not thread-safe: one owner.
 */
public final class Ends {
  /** No link; the host numbers links from 0. */
  public static final int NONE = -1;

  private final LinkTable<Entry> entries = new LinkTable<>();
  private final Due<Entry> due = new Due<>();
  private final ArrayDeque<Entry> stirred = new ArrayDeque<>();
  private final ArrayDeque<Entry> speaking = new ArrayDeque<>();

  private static final class Entry {
    private final int link;
    private final LinkEnd end;
    private boolean stirred;
    private boolean speaks;
    private boolean gone;

    private Entry(int link, LinkEnd end) {
      this.link = link;
      this.end = end;
    }
  }

  /**
   * A link is there, about which there is something to do.
   *
   * @throws IllegalArgumentException there is one of that number, or the number is negative
   */
  public void add(int link, LinkEnd end) {
    if (entries.find(link) != null) {
      throw new IllegalArgumentException("link " + link);
    }
    entries.put(link, new Entry(link, end));
    stir(link);
  }

  /** A link is gone; nothing happens if there is none of that number. */
  public void remove(int link) {
    Entry entry = entries.remove(link);
    if (entry != null) {
      entry.gone = true;
      due.remove(entry);
      entry.end.close();
    }
  }

  /** This end of a link; null if there is none of that number. */
  public LinkEnd find(int link) {
    Entry entry = entries.find(link);
    return entry == null ? null : entry.end;
  }

  /** How many links there are. */
  public int count() {
    return entries.count();
  }

  /** Something happened that concerns an end: it is to be ticked, and may have something to say. */
  public void stir(int link) {
    Entry entry = entries.find(link);
    if (entry != null && !entry.stirred) {
      entry.stirred = true;
      stirred.add(entry);
    }
  }

  /** As {@link #stir}, for every end: the clock was set back, or all of them are concerned. */
  public void stirAll() {
    entries.each(this::stir);
  }

  /** An end was ticked, heard or spoken for: when it is due, and that it may have more to say. */
  public void settle(int link) {
    Entry entry = entries.find(link);
    if (entry != null) {
      due.set(entry, entry.end.deadlineMs());
      if (!entry.speaks) {
        entry.speaks = true;
        speaking.add(entry);
      }
    }
  }

  /** As {@link #settle}, of an end that has nothing more to say now. */
  public void rest(int link) {
    Entry entry = entries.find(link);
    if (entry != null) {
      due.set(entry, entry.end.deadlineMs());
    }
  }

  /** Takes the next end that is to be ticked at {@code nowMs}; {@link #NONE}: there is none. */
  public int takeDue(long nowMs) {
    for (Entry entry = due.take(nowMs); entry != null; entry = due.take(nowMs)) {
      stir(entry.link);
    }
    Entry next = stirred.poll();
    while (next != null && next.gone) {
      next = stirred.poll();
    }
    if (next == null) {
      return NONE;
    }
    next.stirred = false;
    return next.link;
  }

  /** True if some end is to be ticked now, whatever the time. */
  public boolean isAnyStirred() {
    return !stirred.isEmpty();
  }

  /**
   * Takes the next end that may have something to say, each in its turn; {@link #NONE}: there is
   * none. Whoever has not heard all it has to say goes on asking it without this.
   */
  public int takeSpeaker() {
    Entry next = speaking.poll();
    while (next != null && next.gone) {
      next = speaking.poll();
    }
    if (next == null) {
      return NONE;
    }
    next.speaks = false;
    return next.link;
  }

  /** When some end is to be ticked; {@link Due#NEVER}: none before something happens. */
  public long deadlineMs() {
    return due.earliestMs();
  }
}
