package dev.latticenano.core.noise;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Aead;

/**
 * The keys that hold on a link, and those of a later handshake that do not hold yet: they do from
 * the first frame that opens under them.
 */
final class Keys {
  private Sealing present;
  private byte[] author;
  private Sealing coming;
  private byte[] comingAuthor;
  private Sealing opened;
  private int changes;
  private boolean calls;
  private boolean comingCalls;

  /** The keys that hold; null before there are any. */
  Sealing present() {
    return present;
  }

  /** The author whose voucher came with them. */
  byte[] author() {
    return author;
  }

  /** True if this end began the handshake that made them. */
  boolean calls() {
    return calls;
  }

  /** How often others came to hold. */
  int changes() {
    return changes;
  }

  /** Keys of a handshake that this end began, or not; {@code atOnce} if nothing is unproven. */
  void take(Sealing sealing, byte[] vouched, boolean newCalls, boolean atOnce) {
    if (coming != null) {
      coming.forget();
    }
    coming = sealing;
    comingAuthor = vouched;
    comingCalls = newCalls;
    if (atOnce) {
      goOver();
    }
  }

  private void goOver() {
    if (present != null) {
      present.forget();
    }
    present = coming;
    author = comingAuthor;
    calls = comingCalls;
    coming = null;
    comingAuthor = null;
    changes++;
  }

  /** Opens a sealed frame in place, under the keys that hold or will. */
  Verdict open(Aead cipher, byte[] frame, int offset, int length) {
    if (present == null) {
      return Verdict.NOISE_EARLY;
    }
    Verdict verdict = present.open(cipher, frame, offset, length);
    if (verdict != Verdict.OK
        && coming != null
        && coming.open(cipher, frame, offset, length) == Verdict.OK) {
      goOver();
      verdict = Verdict.OK;
    }
    opened = verdict == Verdict.OK ? present : null;
    return verdict;
  }

  /** Nothing is opened. */
  void clearOpened() {
    opened = null;
  }

  /** What opened the last frame; null if nothing did. */
  Sealing opened() {
    return opened;
  }

  /** Forgets all secrets. */
  void forget() {
    if (present != null) {
      present.forget();
    }
    if (coming != null) {
      coming.forget();
    }
  }
}
