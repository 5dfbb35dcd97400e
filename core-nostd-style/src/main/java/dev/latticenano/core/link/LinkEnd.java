package dev.latticenano.core.link;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.noise.NoiseLink;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.store.StoreException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * This end of one link: what makes it private, and behind that the peer. New keys are a new
 * conversation, with a peer that has said nothing yet.
 */
public final class LinkEnd {
  private final LinkProfile profile;
  private final NoiseLink noise;
  private final Supplier<Peer> fresh;
  private final Consumer<byte[]> proven;
  private Peer peer;
  private int conversation;

  /**
   * An end that has said nothing yet.
   *
   * @param fresh makes the peer of a conversation
   * @param proven told whose key, 32 bytes, the link has proven, before anything is said to that
   *     peer and before anything of it is looked at
   */
  public LinkEnd(
      LinkProfile profile, NoiseLink noise, Supplier<Peer> fresh, Consumer<byte[]> proven) {
    this.profile = profile;
    this.noise = noise;
    this.fresh = fresh;
    this.proven = proven;
    this.peer = fresh.get();
  }

  /** Who is at the other end, in the conversation that goes on now. */
  public Peer peer() {
    return peer;
  }

  /** True once the link has proven who is at its other end. */
  public boolean isOpen() {
    return noise.isOpen();
  }

  /** True once the other end was heard under the keys that hold: it is there, and has them. */
  public boolean isProven() {
    return noise.isProven();
  }

  /** The transport key at the other end; null before there are keys. */
  public byte[] peerTransportKey() {
    return noise.isOpen() ? noise.peerTransportKey() : null;
  }

  /** Begins a new conversation under the keys that hold. */
  public void again() {
    int next = peer.conversation() == Integer.MAX_VALUE ? 0 : peer.conversation() + 1;
    peer.close();
    peer = fresh.get();
    if (noise.isOpen()) {
      prove();
      peer.begin(next);
    }
  }

  private void prove() {
    proven.accept(noise.peerKey());
    peer.prove(noise.peerKey(), noise.binding(), noise.isCaller());
  }

  /**
   * One frame of the link, opened in place.
   *
   * @return OK, or the rule that it or what is in it breaks
   */
  public Verdict receive(byte[] frame, int offset, int length, long nowMs) throws StoreException {
    Verdict verdict = noise.receive(frame, offset, length, nowMs);
    if (noise.conversation() != conversation) {
      if (conversation > 0) {
        peer.close();
        peer = fresh.get();
      }
      conversation = noise.conversation();
      prove();
    }
    if (verdict != Verdict.OK) {
      return isPassedOver(verdict) ? Verdict.OK : verdict;
    }
    if (noise.openedLength() == 0) {
      return Verdict.OK;
    }
    return peer.receive(frame, noise.openedOffset(), noise.openedLength(), nowMs);
  }

  /** What a link that loses frames may bring without anybody's fault. */
  private boolean isPassedOver(Verdict verdict) {
    return profile.retryMs() > 0
        && switch (verdict) {
          case NOISE_REPEATED, NOISE_SEAL_WRONG, NOISE_EARLY -> true;
          default -> false;
        };
  }

  /**
   * Writes the next frame to {@code out}, which has room for {@code Limits.FRAME_BYTES_MAX}.
   *
   * @return its bytes, or 0 if there is nothing to send now
   */
  public int transmit(byte[] out, int offset, long nowMs) throws StoreException {
    int length = noise.transmit(out, offset, nowMs);
    if (length > 0 || !noise.isOpen()) {
      return length;
    }
    if (peer.isOutdated()) {
      // The next tick begins another conversation: whoever was thrown out hears nothing more.
      return 0;
    }
    int before = noise.prepare(nowMs);
    int plain = peer.transmit(out, offset + before, nowMs);
    return plain == 0 ? 0 : noise.seal(out, offset, plain);
  }

  /** Time has come to {@code nowMs}. */
  public void tick(long nowMs) throws StoreException {
    noise.tick(nowMs);
    if (noise.isOpen()) {
      peer.tick(nowMs);
    }
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  public long deadlineMs() {
    long deadline = noise.nextDeadlineMs();
    return noise.isOpen() ? Math.min(deadline, peer.nextDeadlineMs()) : deadline;
  }

  /** The link is gone. */
  public void close() {
    peer.close();
    noise.close();
  }
}
