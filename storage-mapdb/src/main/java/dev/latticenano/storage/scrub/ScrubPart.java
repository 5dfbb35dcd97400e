package dev.latticenano.storage.scrub;

import dev.latticenano.core.store.StoreException;

/** One part of what is stored, that can be read again in bounded steps, from 0 on. */
public interface ScrubPart {
  /** A name that stays the same from run to run, on one line. */
  String name();

  /** Bytes there are to read, about. */
  long bytes() throws StoreException;

  /** Where it stands; survives a restart. What lies before was read. */
  long place();

  /**
   * Goes to a place that {@link #place} told, in this run or an earlier one; 0 is the beginning.
   */
  void begin(long place);

  /**
   * Reads on and tells {@code findings} what is damaged.
   *
   * @param budgetBytes how much to read, about; one thing is read to its end
   * @return bytes read; 0 when it stands at the end
   */
  long step(int budgetBytes, Findings findings) throws StoreException;
}
