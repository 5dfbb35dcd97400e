package dev.latticenano.core.store;

/**
 * A log whose beginning can go, a piece at a time. Positions keep their meaning: those of what went
 * are never given again. Which pieces there are is the log's affair.
 */
public interface PrunableStore extends Store {
  /** Where the log begins: nothing before it is here. */
  long begin();

  /** Where the log would begin without its first piece; -1 if that is all there is. */
  long nextBegin();

  /**
   * Drops the first piece, durably: the log begins at {@link #nextBegin} afterwards, now and after
   * any power cut. Everything appended before is durable, too.
   *
   * @param limit up to where pieces are to be dropped, one after the other, at least {@link
   *     #nextBegin}: a piece before it that is missing later on is no damage
   */
  void dropFirst(long limit) throws StoreException;

  /**
   * As {@link #append}, but may use what is reserved for making room: only for what lets a piece
   * go.
   */
  long appendReserved(int kind, byte[] source, int offset, int length) throws StoreException;
}
