package dev.latticenano.core.session;

import java.util.Arrays;

/**
 * Whose turn it is among lanes that have bulk for one link: each in order gets one frame. Frames
 * aim at one size; whoever sent a much longer one sits out the turns that it was worth, unless
 * nobody else has anything. So of lanes that have much to send none gets much more than another.
 */
final class Turns {
  private static final int[] NONE = {};

  private final int frameBytes;
  // As far as somebody owes something.
  private int[] owed = NONE;
  private int lanes;
  private int tries;
  private int last;
  private boolean anySatOut;

  /** Turns worth {@code frameBytes} each. */
  Turns(int frameBytes) {
    this.frameBytes = frameBytes;
  }

  /** Looks for a lane of {@code count} anew, from behind the one that sent last. */
  void begin(int count) {
    lanes = count;
    last = last < count ? last : 0;
    tries = 0;
    anySatOut = false;
  }

  /** The next lane to try, or -1 if all were. */
  int next() {
    while (tries < lanes) {
      int lane = (last + ++tries) % lanes;
      if (lane >= owed.length || owed[lane] == 0) {
        return lane;
      }
      owed[lane]--;
      anySatOut = true;
    }
    // Nobody is kept waiting for the sake of those who have nothing.
    return anySatOut && tries < 2 * lanes ? (last + ++tries) % lanes : -1;
  }

  /** The lane that {@link #next} named sent {@code bytes}. */
  void sent(int lane, int bytes) {
    last = lane;
    int turns = (bytes - 1) / (2 * frameBytes);
    if (turns > 0 && lane >= owed.length) {
      owed = Arrays.copyOf(owed, Math.max(lanes, 2 * owed.length));
    }
    if (lane < owed.length) {
      owed[lane] = turns;
    }
  }
}
