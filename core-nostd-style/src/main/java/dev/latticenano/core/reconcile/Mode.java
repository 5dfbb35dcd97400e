package dev.latticenano.core.reconcile;

/** What a range of a message says; the code is its place here (docs/reconcile.md §2). */
enum Mode {
  /** Nothing: the sender is done with this range. */
  SKIP,
  /** The fingerprint of the sender's items in the range. */
  FINGERPRINT,
  /** All ids of the sender's items in the range. */
  IDS;

  private static final Mode[] VALUES = values();

  /** The mode of a code, or null. */
  static Mode of(long code) {
    return code >= 0 && code < VALUES.length ? VALUES[(int) code] : null;
  }
}
