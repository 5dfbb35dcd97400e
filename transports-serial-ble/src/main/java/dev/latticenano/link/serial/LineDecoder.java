package dev.latticenano.link.serial;

/**
 * Line frames cut out of the bytes of the wire.
 *
 * <p>Use: {@link #accept} until it has taken everything; whenever {@link #ready} is true, read
 * {@link #frame} before the next call. What fails a check is counted and skipped; the next
 * delimiter starts afresh. Allocates nothing after construction. Source: docs/links.md, link-8 to
 * link-16.
 */
public final class LineDecoder {
  private static final int BUFFER_BYTES = Cobs.encodedBytesMax(SerialFrame.FRAME_BYTES_MAX);

  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final SerialFrame frame = new SerialFrame();
  private int have;
  private boolean overflow;
  private boolean ready;
  private long badFrames;
  private LineVerdict last = LineVerdict.VALID;

  /** Takes bytes up to the next valid frame and returns how many. */
  public int accept(byte[] in, int offset, int length) {
    ready = false;
    for (int i = 0; i < length; i++) {
      byte b = in[offset + i];
      if (b == Cobs.DELIMITER) {
        finish();
        if (ready) {
          return i + 1;
        }
      } else if (have == BUFFER_BYTES) {
        overflow = true;
      } else {
        buffer[have++] = b;
      }
    }
    return length;
  }

  private void finish() {
    if (have > 0) {
      last = verdict();
      ready = last == LineVerdict.VALID;
      if (!ready) {
        badFrames++;
      }
    }
    have = 0;
    overflow = false;
  }

  private LineVerdict verdict() {
    if (overflow) {
      return LineVerdict.TOO_LONG;
    }
    int length = Cobs.decode(buffer, 0, have);
    return length < 0 ? LineVerdict.BAD_STUFFING : frame.wrap(buffer, 0, length).check();
  }

  /** Whether {@link #frame} is a valid frame. */
  public boolean ready() {
    return ready;
  }

  public SerialFrame frame() {
    return frame;
  }

  /** The array that {@link #frame} looks at. */
  public byte[] bytes() {
    return buffer;
  }

  /** What the last frame that ended was found to be. */
  public LineVerdict last() {
    return last;
  }

  public long badFrames() {
    return badFrames;
  }

  /** Forgets a begun frame. */
  public void reset() {
    have = 0;
    overflow = false;
    ready = false;
  }
}
