package dev.latticenano.core.state;

/**
 * The chunks a host holds, as a walk of content asks for them.
 *
 * @param <E> how the host's storage fails
 */
public interface Chunks<E extends Exception> {
  /** True if the chunk named by the 32 bytes at {@code name[offset]} is held whole. */
  boolean holds(byte[] name, int offset) throws E;

  /**
   * Copies a chunk, verified against its name, to {@code out} from 0, which has room for the
   * largest.
   *
   * @return its length, or -1 if it is not held
   */
  int read(byte[] name, int offset, byte[] out) throws E;
}
