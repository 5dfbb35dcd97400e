package dev.latticenano.core.run;

/**
 * The first byte of a record of a run, and the numbers that references begin with. Source:
 * docs/runs.md §1.
 *
 * <pre>
 * bits 0-1  author        same, number, key, of the one looked up
 * bits 2-3  store_prev    the author's last, none, reference, (whole record)
 * bits 4-5  clock         wall time, wall time and counter, next
 * bit  6    ops           as they are, sealed
 * bit  7    condition     empty, not
 * </pre>
 */
final class RunHead {
  static final int AUTHOR_SAME = 0;
  static final int AUTHOR_NUMBER = 1;
  static final int AUTHOR_KEY = 2;
  static final int AUTHOR_LOOKED_UP = 3;

  static final int PREV_LAST = 0;
  static final int PREV_NONE = 1;
  static final int PREV_REFERENCE = 2;
  static final int PREV_UNUSED = 3;

  static final int CLOCK_WALL = 0;
  static final int CLOCK_BOTH = 1;
  static final int CLOCK_NEXT = 2;
  static final int CLOCK_UNUSED = 3;

  private static final int SEALED = 1 << 6;
  private static final int CONDITION = 1 << 7;

  /** The head of a record that is a signed intention as it is. */
  static final int WHOLE = PREV_UNUSED << 2;

  /** A reference that is followed by a whole hash. */
  static final int REFERENCE_HASH = 0;

  /** A reference that is looked up. */
  static final int REFERENCE_LOOKED_UP = 1;

  private RunHead() {}

  static int of(int author, int prev, int clock, boolean sealed, boolean condition) {
    return author | prev << 2 | clock << 4 | (sealed ? SEALED : 0) | (condition ? CONDITION : 0);
  }

  static int author(int head) {
    return head & 3;
  }

  static int prev(int head) {
    return head >> 2 & 3;
  }

  static int clock(int head) {
    return head >> 4 & 3;
  }

  static boolean isSealed(int head) {
    return (head & SEALED) != 0;
  }

  static boolean hasCondition(int head) {
    return (head & CONDITION) != 0;
  }

  /** A signed difference as an unsigned number: small ones of either sign stay small. */
  static long zigzag(long value) {
    return value << 1 ^ value >> 63;
  }

  static long unzigzag(long number) {
    return number >>> 1 ^ -(number & 1);
  }
}
