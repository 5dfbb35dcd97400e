package dev.latticenano.core.noise;

import dev.latticenano.core.crypto.Entropy;
import java.util.Arrays;

/**
 * One handshake under way, as caller or as answerer, with the frame that was said last and when it
 * is said again. Frames: docs/noise.md §2.
 */
final class Exchange {
  static final int BEGIN = 1;
  static final int ANSWER = 2;
  static final int PROVE = 3;
  static final int RESUME = 4;
  static final int RESUMED = 5;
  static final int FORGOTTEN = 6;

  /** Bytes of each kind of frame, by its number; sealed ones are longer than they must be. */
  static final int[] BYTES = {0, 33, 193, 161, 193, 145, 17};

  /** The other end's ephemeral key stands here in the first frame of either. */
  static final int EPHEMERAL_OFFSET = 1;

  private final Handshake handshake;
  private final boolean caller;
  private final boolean resuming;
  private final byte[] heard;
  private final byte[] said;
  private byte[] voucher;

  private Exchange(
      Handshake handshake, boolean caller, boolean resuming, byte[] heard, byte[] said) {
    this.handshake = handshake;
    this.caller = caller;
    this.resuming = resuming;
    this.heard = heard;
    this.said = said;
  }

  /** Calls; {@code remote} is the other end's transport key, or null if none is remembered. */
  static Exchange call(TransportKey own, byte[] remote, Entropy entropy) {
    boolean resuming = remote != null;
    Handshake handshake = new Handshake(resuming ? "IK" : "XX", true, own, remote, entropy);
    byte[] said =
        frame(handshake, resuming ? RESUME : BEGIN, resuming ? own.voucher() : new byte[0]);
    return new Exchange(handshake, true, resuming, null, said);
  }

  /**
   * Answers a {@code begin} or a {@code resume}.
   *
   * @return null if it cannot be read
   */
  static Exchange answer(TransportKey own, byte[] frame, int offset, int length, Entropy entropy) {
    boolean resuming = frame[offset] == RESUME;
    Handshake handshake = new Handshake(resuming ? "IK" : "XX", false, own, null, entropy);
    byte[] payload = handshake.read(frame, offset + 1, length - 1);
    if (payload == null || payload.length != (resuming ? TransportKey.VOUCHER_BYTES : 0)) {
      handshake.end();
      return null;
    }
    byte[] said = frame(handshake, resuming ? RESUMED : ANSWER, own.voucher());
    byte[] heard = Arrays.copyOfRange(frame, offset, offset + length);
    Exchange exchange = new Exchange(handshake, false, resuming, heard, said);
    exchange.voucher = resuming ? payload : null;
    return exchange;
  }

  private static byte[] frame(Handshake handshake, int kind, byte[] payload) {
    byte[] frame = new byte[BYTES[kind]];
    frame[0] = (byte) kind;
    int length = 1 + handshake.write(payload, frame, 1);
    if (length != frame.length) {
      throw new AssertionError(length + " bytes of a frame of kind " + kind);
    }
    return frame;
  }

  /**
   * Reads the frame that ends the handshake for this end: {@code answer} or {@code resumed} for a
   * caller, {@code prove} for an answerer.
   *
   * @return false if it cannot be read; the handshake is then of no more use
   */
  boolean read(byte[] frame, int offset, int length) {
    voucher = handshake.read(frame, offset + 1, length - 1);
    return voucher != null && voucher.length == TransportKey.VOUCHER_BYTES;
  }

  /** What proves this end, to the {@code answer} just read. */
  byte[] prove(TransportKey own) {
    return frame(handshake, PROVE, own.voucher());
  }

  /** What both ends share from now on. */
  Sealing split() {
    return handshake.split();
  }

  boolean isCaller() {
    return caller;
  }

  /** True for IK. */
  boolean isResuming() {
    return resuming;
  }

  /** The frame this end said. */
  byte[] said() {
    return said;
  }

  /** How the ephemeral key that was said compares, as bytes, with the one that a frame says. */
  int compareWith(byte[] frame, int offset) {
    int from = EPHEMERAL_OFFSET;
    int to = from + TransportKey.BYTES;
    return Arrays.compareUnsigned(said(), from, to, frame, offset + from, offset + to);
  }

  /** True if this is the very frame that was answered. */
  boolean isRepeated(byte[] frame, int offset, int length) {
    return heard != null && Arrays.equals(heard, 0, heard.length, frame, offset, offset + length);
  }

  /** The other end's voucher, once it has been read. */
  byte[] voucher() {
    return voucher;
  }

  /** The other end's transport key, once it has been read. */
  byte[] remoteKey() {
    return handshake.remoteKey();
  }

  /** Forgets all secrets. */
  void end() {
    handshake.end();
  }
}
