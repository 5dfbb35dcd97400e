package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/** The set that this end shows in a round, and how its frontier tells it. */
final class Showing {
  // All of a frontier but tips and changes, and what may stand before it in a frame.
  private static final int FIXED_BYTES = 192 + Limits.CHUNK_BYTES_MAX;

  private final int place;
  private final Gain gain;
  private final Tips tips;
  private final byte[] peerKey;
  private final byte[] digest = new byte[Mark.DIGEST_BYTES];
  private int round;
  private int sequence;
  private long judging = Mark.UNJUDGED;
  private int kind;
  private Mark since;
  private boolean lost;
  private boolean confirmed;
  private boolean due;

  /** Nothing shown yet, of the store at {@code place} of our offer. */
  Showing(Held store, int place, byte[] peerKey) {
    this.place = place;
    this.gain = store.gain();
    this.tips = store.reading().tips();
    this.peerKey = peerKey;
  }

  /** How this end names the session: of the store in its own offer, from 0. */
  int place() {
    return place;
  }

  /**
   * Shows another set, in the next round.
   *
   * @param newSince the set that changes count from
   * @param newLost says that the set which the peer spoke of is not known here
   */
  void show(byte[] newDigest, int newSequence, int newKind, Mark newSince, boolean newLost) {
    System.arraycopy(newDigest, 0, digest, 0, digest.length);
    sequence = newSequence;
    judging = gain.judging(newSequence);
    kind = newKind;
    since = newKind == FrontierView.CHANGED ? newSince : null;
    lost = newLost;
    confirmed = newKind != FrontierView.CHANGED;
    round++;
    due = true;
  }

  /**
   * The peer is told another set by its digest alone, without a round.
   *
   * @param heard true if what tells it needs no answer; else {@link #confirm} says that it came
   */
  void tell(byte[] newDigest, int newSequence, boolean heard) {
    System.arraycopy(newDigest, 0, digest, 0, digest.length);
    sequence = newSequence;
    judging = gain.judging(newSequence);
    confirmed = heard;
  }

  /** From 1; 0: nothing was shown yet. */
  int round() {
    return round;
  }

  /** True if this is the number of the last round. */
  boolean isRound(long number) {
    return round > 0 && round == number;
  }

  int kind() {
    return kind;
  }

  /** The digest of what was shown, {@link Mark#DIGEST_BYTES}, lent. */
  byte[] digest() {
    return digest;
  }

  /** True if this set was shown last. */
  boolean isOf(byte[] other) {
    return round > 0 && Arrays.equals(digest, 0, digest.length, other, 0, digest.length);
  }

  /**
   * True if the peer shows the set that was shown to it, as far as it told; or the very one since
   * which changes were shown.
   */
  boolean needsNothingOf(PeerDigest theirs) {
    boolean before = since != null && theirs.isWhole() && theirs.isOf(since.digest());
    return round > 0 && (before || theirs.isOf(digest));
  }

  /** What was shown. */
  Mark mark() {
    Mark mark = new Mark(digest, 0, sequence);
    mark.judge(judging != Mark.UNJUDGED, judging);
    return mark;
  }

  /** True if the peer has heard all of the digest. */
  boolean isConfirmed() {
    return confirmed;
  }

  /** The peer has heard the rest of the digest. */
  void confirm() {
    confirmed = true;
  }

  /** The frontier is to be said again, if {@code wanted}. */
  void repeat(boolean wanted) {
    due |= wanted && round > 0;
  }

  /** Writes the frontier, if it is due; returns its bytes or 0. */
  int transmit(FrameWriter writer, byte[] out, int offset, int equalRound, int resumed, int bases)
      throws StoreException {
    if (!due) {
      return 0;
    }
    due = false;
    if (kind == FrontierView.CHANGED && !gain.measure(since)) {
      // Others are hidden than before.
      kind = FrontierView.FULL;
    }
    boolean changed = kind == FrontierView.CHANGED;
    int digestBytes = changed ? FrontierView.SHORT_BYTES : Mark.DIGEST_BYTES;
    int limit = Limits.SESSION_FRAME_BYTES_MAX - FIXED_BYTES;
    tips.begin(peerKey);
    if (changed) {
      tips.writeGain(gain, limit);
    } else if (kind == FrontierView.FULL) {
      tips.writeAll(limit);
    }
    writer
        .start(out, offset, Message.FRONTIER)
        .number(1, place)
        .number(2, round)
        .bytes(3, digest, 0, digestBytes)
        .bytes(4, tips.bytes(), 0, tips.tipsLength())
        .number(6, equalRound)
        .number(7, resumed)
        .number(8, bases)
        .number(9, kind);
    if (changed) {
      writer
          .bytes(10, since.digest(), 0, FrontierView.SHORT_BYTES)
          .bytes(11, tips.bytes(), tips.tipsLength(), tips.changesLength());
    }
    tips.rest();
    writer.number(12, lost ? 1 : 0);
    if (round == 1 && kind != FrontierView.FULL) {
      byte[] peers = new byte[Tips.PREFIX_BYTES];
      writer.bytes(13, peers, 0, tips.writePeers(peers) ? peers.length : 0);
    }
    return writer.finish();
  }
}
