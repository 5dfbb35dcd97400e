package dev.latticenano.core.noise;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Aead;
import dev.latticenano.core.crypto.Entropy;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.pace.Allowance;
import java.util.Arrays;

/**
 * One end of one link: makes keys with the other end, learns who it is, then seals and opens
 * frames. Every frame of the link passes through here. A link that holds keys costs little; what a
 * handshake needs is let go once the other end has been heard under them.
 *
 * <p>Handshakes may come at any time, for the other end may have started again: the keys that hold
 * go on to hold until the new ones are proven. {@link #conversation} counts changes of keys; a host
 * begins anew with each. Not thread-safe: one owner. Source: docs/noise.md.
 */
public final class NoiseLink {
  /** Bytes that sealing adds to a frame, at most. */
  public static final int EXTRA_BYTES_MAX = Sealing.EXTRA_BYTES_MAX;

  /** Bytes of the longest frame of a handshake. */
  public static final int HANDSHAKE_BYTES_MAX = 193;

  private static final int ECHO_BYTES = 16;

  private final TransportKey own;
  private final Verifier verifier;
  private final Entropy entropy;
  private final Aead cipher;
  private final boolean opens;
  private final Repetition repetition;
  private final Allowance answers = new Allowance(Limits.NOISE_BURST, Limits.NOISE_REFILL_MS);
  private final Keys keys = new Keys();
  private byte[] remembered;
  private Exchange calling;
  private Exchange answering;
  private byte[] proof;
  private byte[] toSay;
  private boolean called;

  /**
   * An end that has said nothing yet.
   *
   * @param opens true if this end calls, or nobody knows who does; false if it waits to be called
   * @param remembered the other end's transport key from an earlier meeting, or null
   * @param retryMs until what has no answer is said again; 0 for the usual time
   * @param cipher lent; may serve other links of the same owner, too
   */
  public NoiseLink(
      TransportKey own,
      Verifier verifier,
      Entropy entropy,
      Aead cipher,
      boolean opens,
      byte[] remembered,
      long retryMs) {
    this.own = own;
    this.verifier = verifier;
    this.entropy = entropy;
    this.cipher = cipher;
    this.opens = opens;
    this.remembered = remembered == null ? null : remembered.clone();
    this.repetition = new Repetition(retryMs);
  }

  /** True once frames can be sealed. */
  public boolean isOpen() {
    return keys.present() != null;
  }

  /** True once the other end was heard under the keys: it is there now, and is who it says. */
  public boolean isProven() {
    return isOpen() && keys.present().isProven();
  }

  /** How often keys were changed: each is a conversation of its own. */
  public int conversation() {
    return keys.changes();
  }

  /** The 32 bytes that name the conversation, to both ends and to nobody else, lent; when open. */
  public byte[] binding() {
    return keys.present().binding();
  }

  /** True if this end began the handshake of the keys that hold: the ends are told apart by it. */
  public boolean isCaller() {
    return keys.calls();
  }

  /** The author that the other end speaks for, 32 bytes, lent; when open. */
  public byte[] peerKey() {
    return keys.author();
  }

  /** The other end's transport key, to be remembered for the next meeting; when open. */
  public byte[] peerTransportKey() {
    return keys.present().remoteKey().clone();
  }

  /** Makes new keys with the other end: a new conversation. */
  public void call(long nowMs) {
    called = true;
    begin(known(), nowMs);
  }

  private byte[] known() {
    return isOpen() ? keys.present().remoteKey() : remembered;
  }

  private void begin(byte[] remote, long nowMs) {
    endCalling();
    calling = Exchange.call(own, remote, entropy);
    say(calling.said());
    repetition.start(nowMs);
  }

  private void endCalling() {
    if (calling != null) {
      calling.end();
      calling = null;
    }
  }

  private void say(byte[] frame) {
    toSay = frame;
  }

  /**
   * One frame of the link. A sealed one is opened in place: if it was, {@link #openedLength} is not
   * 0, and its plaintext begins at {@link #openedOffset}.
   *
   * @return OK, or the rule it breaks
   */
  public Verdict receive(byte[] frame, int offset, int length, long nowMs) {
    keys.clearOpened();
    int kind = length == 0 ? 0 : frame[offset];
    if (kind < Exchange.BEGIN || kind > Sealing.KIND) {
      return Verdict.NOISE_KIND_UNKNOWN;
    }
    if (kind == Sealing.KIND) {
      return open(frame, offset, length);
    }
    if (length != Exchange.BYTES[kind]) {
      return Verdict.NOISE_LENGTH;
    }
    return switch (kind) {
      case Exchange.BEGIN, Exchange.RESUME -> called(frame, offset, length, nowMs);
      case Exchange.ANSWER, Exchange.RESUMED -> answered(frame, offset, length, nowMs);
      case Exchange.PROVE -> proven(frame, offset, length);
      default -> forgotten(frame, offset, nowMs);
    };
  }

  // Frames of a handshake.

  private Verdict called(byte[] frame, int offset, int length, long nowMs) {
    if (answering != null && answering.isRepeated(frame, offset, length)) {
      say(answering.said());
      return Verdict.OK;
    }
    if (calling != null) {
      int order = calling.compareWith(frame, offset);
      if (order == 0) {
        return Verdict.NOISE_REFLECTED;
      }
      if (order < 0) {
        // The other end hears that of us, and answers it.
        return Verdict.OK;
      }
    }
    if (!answers.take(nowMs)) {
      return Verdict.NOISE_FLOOD;
    }
    Exchange exchange = Exchange.answer(own, frame, offset, length, entropy);
    if (exchange == null) {
      if (frame[offset] == Exchange.BEGIN) {
        return Verdict.NOISE_UNPROVEN;
      }
      // It may have been meant for a key that this end had before.
      sayForgotten(frame, offset);
      return Verdict.OK;
    }
    if (exchange.isResuming()) {
      Verdict verdict = judge(exchange);
      if (verdict != Verdict.OK) {
        exchange.end();
        return verdict;
      }
    }
    answer(exchange, nowMs);
    return Verdict.OK;
  }

  private void answer(Exchange exchange, long nowMs) {
    // Whoever was called need not call.
    called = true;
    endCalling();
    letGo();
    answering = exchange;
    say(exchange.said());
    repetition.start(nowMs);
    if (exchange.isResuming()) {
      // Who resumes repeats it by itself; it alone knows whether the answer came.
      repetition.stop();
      byte[] vouched = Arrays.copyOf(exchange.voucher(), Signer.KEY_BYTES);
      keys.take(exchange.split(), vouched, false, !isProven());
    }
  }

  private void sayForgotten(byte[] frame, int offset) {
    byte[] said = new byte[Exchange.BYTES[Exchange.FORGOTTEN]];
    said[0] = Exchange.FORGOTTEN;
    System.arraycopy(frame, offset + 1, said, 1, ECHO_BYTES);
    say(said);
  }

  private Verdict answered(byte[] frame, int offset, int length, long nowMs) {
    if (calling == null) {
      if (proof != null && frame[offset] == Exchange.ANSWER) {
        say(proof);
      }
      return Verdict.OK;
    }
    if (calling.isResuming() != (frame[offset] == Exchange.RESUMED)) {
      return Verdict.OK;
    }
    if (!calling.read(frame, offset, length)) {
      // What was not from the other end has spoilt this handshake; the next one may go better.
      restart(nowMs);
      return Verdict.NOISE_UNPROVEN;
    }
    Verdict verdict = judge(calling);
    if (verdict != Verdict.OK) {
      restart(nowMs);
      return verdict;
    }
    proof = calling.isResuming() ? null : calling.prove(own);
    if (proof != null) {
      say(proof);
    }
    byte[] vouched = Arrays.copyOf(calling.voucher(), Signer.KEY_BYTES);
    Sealing sealing = calling.split();
    calling = null;
    repetition.stop();
    keys.take(sealing, vouched, true, true);
    return Verdict.OK;
  }

  private void restart(long nowMs) {
    boolean resuming = calling.isResuming();
    byte[] remote = known();
    endCalling();
    calling = Exchange.call(own, resuming ? remote : null, entropy);
    toSay = null;
    repetition.again(nowMs);
  }

  private Verdict proven(byte[] frame, int offset, int length) {
    if (answering == null || answering.isResuming()) {
      // A repetition of what has been read.
      return Verdict.OK;
    }
    Exchange exchange = answering;
    answering = null;
    repetition.stop();
    if (!exchange.read(frame, offset, length)) {
      exchange.end();
      return Verdict.NOISE_UNPROVEN;
    }
    Verdict verdict = judge(exchange);
    if (verdict != Verdict.OK) {
      exchange.end();
      return verdict;
    }
    byte[] vouched = Arrays.copyOf(exchange.voucher(), Signer.KEY_BYTES);
    keys.take(exchange.split(), vouched, false, true);
    return Verdict.OK;
  }

  private Verdict forgotten(byte[] frame, int offset, long nowMs) {
    if (calling != null
        && calling.isResuming()
        && Arrays.equals(
            calling.said(), 1, 1 + ECHO_BYTES, frame, offset + 1, offset + 1 + ECHO_BYTES)) {
      remembered = null;
      begin(null, nowMs);
    }
    return Verdict.OK;
  }

  /** Whether an author answers for the transport key that was proven. */
  private Verdict judge(Exchange exchange) {
    return TransportKey.vouches(verifier, exchange.voucher(), exchange.remoteKey())
        ? Verdict.OK
        : Verdict.VOUCHER_WRONG;
  }

  // Sealed frames.

  private Verdict open(byte[] frame, int offset, int length) {
    Verdict verdict = keys.open(cipher, frame, offset, length);
    if (verdict == Verdict.OK) {
      // The other end holds the keys: nothing of the handshake is asked for again.
      proof = null;
      if (answering != null && answering.isResuming()) {
        answering = null;
      }
    }
    return verdict;
  }

  /** Bytes of the plaintext that the last frame brought; 0 if it brought none. */
  public int openedLength() {
    return keys.opened() == null ? 0 : keys.opened().openedLength();
  }

  /** Where that plaintext begins. */
  public int openedOffset() {
    return keys.opened().openedOffset();
  }

  /**
   * Writes the next frame of a handshake to {@code out}, which has room for {@link
   * #HANDSHAKE_BYTES_MAX}; it goes before all that is sealed.
   *
   * @return its bytes, or 0 if there is nothing to say now
   */
  public int transmit(byte[] out, int offset, long nowMs) {
    if (opens && !called) {
      call(nowMs);
    }
    if (toSay == null) {
      return 0;
    }
    int length = toSay.length;
    System.arraycopy(toSay, 0, out, offset, length);
    toSay = null;
    return length;
  }

  /** Bytes that a sealed frame has before its plaintext if it is sealed now; when open. */
  public int prepare(long nowMs) {
    return keys.present().prepare(cipher, nowMs);
  }

  /**
   * Seals the {@code length} bytes that stand {@link #prepare} bytes behind {@code offset}, in
   * place; {@code out} has room for {@link #EXTRA_BYTES_MAX} more.
   *
   * @return bytes of the frame, which begins at {@code offset}
   */
  public int seal(byte[] out, int offset, int length) {
    return keys.present().seal(cipher, out, offset, length);
  }

  /** Time has come to {@code nowMs}: says again what had no answer. */
  public void tick(long nowMs) {
    if (opens && !called) {
      call(nowMs);
    }
    if (!repetition.isDue(nowMs)) {
      return;
    }
    repetition.again(nowMs);
    if (calling != null) {
      say(calling.said());
    } else if (answering != null && !(isOpen() && repetition.isSpent())) {
      say(answering.said());
    } else {
      letGo();
      repetition.stop();
    }
  }

  // A call that came late, of a handshake that is over, is never proven.
  private void letGo() {
    if (answering != null) {
      answering.end();
      answering = null;
    }
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  public long nextDeadlineMs() {
    return opens && !called ? Long.MIN_VALUE : repetition.atMs();
  }

  /** The link is gone: forgets all secrets. */
  public void close() {
    endCalling();
    letGo();
    keys.forget();
  }
}
