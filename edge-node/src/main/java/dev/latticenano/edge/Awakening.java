package dev.latticenano.edge;

import java.util.concurrent.TimeUnit;

/**
 * Whether this machine has just slept: the wall clock went on, the other one stood still. A wall
 * clock that is set forward looks the same, which costs a few bytes a link.
 */
final class Awakening {
  /** How much further the wall clock must have gone, in ms. */
  static final long JUMP_MS = 10_000;

  private long wallMs;
  private long steadyNs;

  /** A machine that is awake now. */
  Awakening(long wallMs, long steadyNs) {
    this.wallMs = wallMs;
    this.steadyNs = steadyNs;
  }

  /** True if it has slept since the last time it was asked. */
  boolean since(long nowWallMs, long nowSteadyNs) {
    long awakeMs = TimeUnit.NANOSECONDS.toMillis(nowSteadyNs - steadyNs);
    boolean slept = nowWallMs - wallMs - awakeMs >= JUMP_MS;
    wallMs = nowWallMs;
    steadyNs = nowSteadyNs;
    return slept;
  }
}
