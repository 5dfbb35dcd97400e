package dev.latticenano.core.store;

/**
 * Tables whose checkpoint is written in turns, so that whoever writes to them never waits for all
 * of it: what is on the heap when it begins is set aside, and new rows gather above it. Whoever
 * opened the tables goes on with it.
 */
public interface GradualTables extends Tables {
  /**
   * Begins a checkpoint of the tables as they are. {@link #covered} is {@code position} when it is
   * done, and until then what it was; {@link #isDue} is true again when as much has gathered anew,
   * or the disk failed. One that was begun before and is not done is finished first.
   *
   * @param position as of {@link #checkpoint}
   * @throws StoreException as of {@link #checkpoint}
   */
  void begin(long position) throws StoreException;
}
