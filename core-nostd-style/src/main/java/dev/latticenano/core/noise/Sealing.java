package dev.latticenano.core.noise;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Varint;
import dev.latticenano.core.crypto.Aead;

/**
 * What both ends of a link share after a handshake: a key for each direction, counters, and the
 * conversation's binding. Seals and opens frames.
 *
 * <pre>
 *   0  kind         1   7
 *   1  counter          varint
 *      ciphertext       as long as the frame
 *      tag         16
 * </pre>
 *
 * Source: docs/noise.md §3.
 */
final class Sealing {
  /** The first byte of a sealed frame. */
  static final int KIND = 7;

  /** Bytes that sealing adds, at most. */
  static final int EXTRA_BYTES_MAX = 1 + Varint.BYTES_MAX + Aead.TAG_BYTES;

  private static final int GENERATIONS_AHEAD_MAX = 16;
  private static final long COUNTER_MAX = (1L << 62) - 1;
  private static final int WINDOW = 64;

  /** Seven bits each: more than {@link #COUNTER_MAX}, and never negative. */
  private static final int COUNTER_BYTES_MAX = 9;

  private final byte[] binding;
  private final byte[] remoteKey;
  private final LinkKey sending;
  private LinkKey receiving;
  private LinkKey before;
  private long counter;
  private long sinceMs = Long.MAX_VALUE;
  private long greatest = -1;
  private long taken;
  private int openedOffset;
  private int openedLength;

  /** Takes over both keys of generation 0. */
  Sealing(byte[] binding, byte[] remoteKey, byte[] sendingKey, byte[] receivingKey) {
    this.binding = binding;
    this.remoteKey = remoteKey;
    this.sending = new LinkKey(sendingKey, 0);
    this.receiving = new LinkKey(receivingKey, 0);
  }

  /** The 32 bytes that both ends know and nobody else can choose. */
  byte[] binding() {
    return binding;
  }

  /** The other end's transport key. */
  byte[] remoteKey() {
    return remoteKey;
  }

  /** True once a frame of the other end was opened: it lives, and holds the keys. */
  boolean isProven() {
    return greatest >= 0;
  }

  /** Bytes that stand before the plaintext of the next frame; its key is ready then. */
  int prepare(Aead cipher, long nowMs) {
    if (sinceMs > nowMs) {
      sinceMs = nowMs;
    }
    if (nowMs - sinceMs >= Limits.NOISE_GENERATION_MS) {
      counter = (sending.generation() + 1) << LinkKey.BITS;
    }
    if (counter >>> LinkKey.BITS != sending.generation()) {
      sending.next(cipher);
      sinceMs = nowMs;
    }
    return 1 + Varint.size(counter);
  }

  /** Seals {@code length} bytes that stand so many bytes behind {@code offset}, in place. */
  int seal(Aead cipher, byte[] out, int offset, int length) {
    if (counter > COUNTER_MAX) {
      throw new IllegalStateException("all counters are used");
    }
    out[offset] = KIND;
    int at = offset + 1 + Varint.write(out, offset + 1, counter);
    sending.begin(cipher, counter++);
    return at - offset + cipher.seal(out, at, length, out, at);
  }

  /**
   * Opens a frame in place: its plaintext then begins at {@link #openedOffset}.
   *
   * @return OK, or the rule it breaks; nothing is changed then
   */
  Verdict open(Aead cipher, byte[] bytes, int offset, int length) {
    long number = counterAt(bytes, offset + 1, offset + length);
    int sealed = offset + length - openedOffset;
    if (number < 0 || number > COUNTER_MAX || sealed < Aead.TAG_BYTES) {
      return Verdict.NOISE_COUNTER_WRONG;
    }
    long generation = number >>> LinkKey.BITS;
    if (generation > receiving.generation() + GENERATIONS_AHEAD_MAX) {
      return Verdict.NOISE_COUNTER_WRONG;
    }
    if (isTaken(number)) {
      return Verdict.NOISE_REPEATED;
    }
    LinkKey key = key(cipher, generation);
    if (key == null) {
      return Verdict.NOISE_REPEATED;
    }
    key.begin(cipher, number);
    openedLength = cipher.open(bytes, openedOffset, sealed, bytes, openedOffset);
    if (openedLength < 0) {
      return Verdict.NOISE_SEAL_WRONG;
    }
    take(cipher, number, key);
    return Verdict.OK;
  }

  /** Reads a counter, behind which {@link #openedOffset} is then; −1 if there is none. */
  private long counterAt(byte[] bytes, int at, int end) {
    long number = 0;
    for (int i = 0; i < Math.min(COUNTER_BYTES_MAX, end - at); i++) {
      byte each = bytes[at + i];
      number |= (each & 0x7FL) << 7 * i;
      if (each >= 0) {
        openedOffset = at + i + 1;
        boolean overlong = each == 0 && i > 0;
        return overlong ? -1 : number;
      }
    }
    return -1;
  }

  /** Where the plaintext of the frame opened last begins. */
  int openedOffset() {
    return openedOffset;
  }

  /** Bytes of that plaintext. */
  int openedLength() {
    return openedLength;
  }

  private boolean isTaken(long number) {
    long below = greatest - number;
    return below >= WINDOW || below >= 0 && (taken >>> below & 1) == 1;
  }

  /** The key of a generation that is present, just over, or to come; null if it is forgotten. */
  private LinkKey key(Aead cipher, long generation) {
    if (generation == receiving.generation()) {
      return receiving;
    }
    if (generation < receiving.generation()) {
      return before != null && before.generation() == generation ? before : null;
    }
    LinkKey ahead = receiving.copy();
    while (ahead.generation() < generation) {
      ahead.next(cipher);
    }
    return ahead;
  }

  private void take(Aead cipher, long number, LinkKey key) {
    if (key.generation() > receiving.generation()) {
      // Only the one just before is still of use.
      while (receiving.generation() < key.generation() - 1) {
        receiving.next(cipher);
      }
      if (before != null) {
        before.forget();
      }
      before = receiving;
      receiving = key;
    }
    if (number > greatest) {
      long up = number - greatest;
      taken = up >= WINDOW ? 1 : taken << up | 1;
      greatest = number;
    } else {
      taken |= 1L << greatest - number;
    }
  }

  /** Forgets all secrets. */
  void forget() {
    sending.forget();
    receiving.forget();
    if (before != null) {
      before.forget();
    }
  }
}
