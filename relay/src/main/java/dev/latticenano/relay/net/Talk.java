package dev.latticenano.relay.net;

import dev.latticenano.core.store.StoreException;

/** Whoever speaks over the links of a {@link LinkLoop}; called on its thread alone. */
public interface Talk {
  /** Somebody called: the link is up, and a stranger's until proven. */
  void up(int link);

  /**
   * One whole frame, lent for the call, which may change its bytes.
   *
   * @return false to hang up
   * @throws StoreException the disk failed: the loop ends
   */
  boolean heard(int link, byte[] frame, int offset, int length, long nowMs) throws StoreException;

  /**
   * Writes the next frame for a link to {@code out}, which has room for {@link
   * Wire#FRAME_BYTES_MAX} from {@code offset}; returns its bytes, or 0 if there is none now.
   */
  int say(int link, byte[] out, int offset, long nowMs) throws StoreException;

  /** True if nothing more is to be read from the link before the next tick. */
  boolean isFull(int link);

  /** The link is down, and its number may come again. */
  void down(int link, Ending why);
}
