package dev.latticenano.core.relay;

/** Who brings what a relay looks at now, and when that is. One for all stores. */
final class Turn {
  private Guest guest;
  private long nowMs;
  private long taken;

  /** {@code newGuest}, or nobody if that is null, brings something. */
  void begin(Guest newGuest, long newNowMs) {
    guest = newGuest;
    nowMs = newNowMs;
  }

  /** Whoever brings it; null: nobody does. */
  Guest guest() {
    return guest;
  }

  long nowMs() {
    return nowMs;
  }

  /** All stores together take so many bytes more, or less. */
  void charge(long bytes) {
    taken += bytes;
  }

  /** Bytes that all stores together take. */
  long taken() {
    return taken;
  }
}
