package dev.latticenano.core.run;

import dev.latticenano.core.store.StoreException;

/** What the reader of a run holds of its store: there references are looked up. */
public interface RunContext {
  /** Bytes of a hash that a reference gives to look it up by. */
  int PREFIX_BYTES = 8;

  /** Holds nothing: for runs that stand alone. */
  RunContext NONE = (prefix, offset, hash, author) -> false;

  /**
   * Finds the only intention held whose hash begins with the {@link #PREFIX_BYTES} at {@code
   * prefix[offset]}; writes its hash and its author's key, 32 bytes each.
   *
   * @return false if there is none, or more than one
   */
  boolean find(byte[] prefix, int offset, byte[] hash, byte[] author) throws StoreException;
}
