package dev.latticenano.link;

import java.util.ArrayDeque;
import java.util.SplittableRandom;

/**
 * One direction of a bad road, without threads or time: frames go in, and some come out.
 *
 * <p>The same seed and the same frames give the same faults. A frame chosen for reordering waits
 * until one more has been offered; if none follows, it is lost.
 */
public final class FaultyWire {
  /**
   * What goes wrong.
   *
   * @param loss share of frames that vanish, 0..1
   * @param repeat share of the others that arrive twice, 0..1
   * @param reorder share of the others that arrive after their successor, 0..1
   * @param cutAtFrame the index of the first frame that no longer passes; {@link Long#MAX_VALUE}:
   *     never
   * @param cutAtByte the index of the first byte that no longer passes: its frame and all later
   *     ones vanish
   */
  public record Faults(
      double loss, double repeat, double reorder, long cutAtFrame, long cutAtByte) {
    /** Faults that never cut. */
    public static Faults of(double loss, double repeat, double reorder) {
      return new Faults(loss, repeat, reorder, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** No fault but the end of the wire at one frame. */
    public static Faults cutAtFrame(long index) {
      return new Faults(0, 0, 0, index, Long.MAX_VALUE);
    }

    /** No fault but the end of the wire at one byte. */
    public static Faults cutAtByte(long index) {
      return new Faults(0, 0, 0, Long.MAX_VALUE, index);
    }
  }

  private final Faults faults;
  private final SplittableRandom random;
  private final ArrayDeque<byte[]> queue = new ArrayDeque<>();
  private byte[] held;
  private long frames;
  private long bytes;
  private boolean cut;

  public FaultyWire(Faults faults, long seed) {
    this.faults = faults;
    this.random = new SplittableRandom(seed);
  }

  /** Puts a copy of one frame on the wire. */
  public void offer(byte[] frame, int offset, int length) {
    cut |= frames >= faults.cutAtFrame || bytes + length > faults.cutAtByte;
    frames++;
    bytes += length;
    if (cut) {
      held = null;
      return;
    }
    if (random.nextDouble() < faults.loss) {
      return;
    }
    byte[] copy = new byte[length];
    System.arraycopy(frame, offset, copy, 0, length);
    if (held == null && random.nextDouble() < faults.reorder) {
      held = copy;
      return;
    }
    queue.add(copy);
    if (random.nextDouble() < faults.repeat) {
      queue.add(copy.clone());
    }
    if (held != null) {
      queue.add(held);
      held = null;
    }
  }

  /** The next frame to arrive, or null. The bytes become the caller's. */
  public byte[] poll() {
    return queue.poll();
  }

  /** Whether the wire has been cut; what was offered before still arrives. */
  public boolean isCut() {
    return cut;
  }
}
