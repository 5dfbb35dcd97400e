package dev.latticenano.core.session;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;

/**
 * The chunks that one store needs: told in the order of their names by whoever can read the store,
 * kept by whoever cannot and carries them all the same.
 */
public interface NeededChunks {
  /** {@link #behind}: the store cannot be read here. */
  int UNREADABLE = -1;

  /** {@link #behind}: state is not where the log is yet. */
  int NOT_YET = -2;

  /** Knows nothing and carries nothing. */
  NeededChunks NONE =
      new NeededChunks() {
        @Override
        public boolean isCarried() {
          return false;
        }

        @Override
        public Hash list() {
          return Hash.ZERO;
        }

        @Override
        public int behind(byte[] after, byte[] out, int most) {
          return UNREADABLE;
        }

        @Override
        public boolean take(
            byte[] after, byte[] names, int offset, int count, boolean last, boolean whole) {
          return false;
        }

        @Override
        public void heard(Hash list) {}
      };

  /** True if the store cannot be read here and chunks are carried for those who can. */
  boolean isCarried();

  /**
   * The BLAKE3 hash of all names, one after the other: of those that {@link #behind} gave some of
   * last, or, if the store is carried, of the list that was heard whole last; zero for none, and
   * for names that are not all.
   */
  Hash list();

  /**
   * Copies the first {@code most} names above {@code after} to {@code out}, rising.
   *
   * @param after 32 bytes; null: from the first name on
   * @return how many, {@link #UNREADABLE} or {@link #NOT_YET}
   */
  int behind(byte[] after, byte[] out, int most) throws StoreException;

  /**
   * A peer says that of the names above {@code after} the store needs the {@code count} at {@code
   * names[offset]}, rising, and none between.
   *
   * @param last nothing above them, either
   * @param whole false: the peer lacks chunks that name others, so what it leaves out may be needed
   * @return false if no more names are kept
   */
  boolean take(byte[] after, byte[] names, int offset, int count, boolean last, boolean whole)
      throws StoreException;

  /**
   * A list was heard whole, or a peer says that its own is still that one; zero: it was not the one
   * that its hash says.
   */
  void heard(Hash list);
}
