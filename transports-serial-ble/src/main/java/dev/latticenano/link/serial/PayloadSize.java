package dev.latticenano.link.serial;

/**
 * How many bytes go into the next frame: few on a noisy line, many on a clean one.
 *
 * <p>With H bytes of overhead per frame and e lost frames per byte sent, the share of useful bytes
 * is greatest at a payload of sqrt(H / e). Both counts are halved every {@link #MEMORY_BYTES}, so
 * that the line's last minutes weigh most. Source: docs/links.md, link-27.
 */
final class PayloadSize {
  private static final int OVERHEAD_BYTES = 12;
  private static final int MEMORY_BYTES = 64 * 1024;

  /** One lost frame is counted as this much, so that halving keeps a fraction. */
  private static final int LOSS_UNIT = 256;

  /**
   * What an unknown line is taken for: a quarter of a frame lost in as many bytes as make a payload
   * of 256. A first frame of 1024 would hold up the window of a noisy line: it passes one time in
   * three, and keeps its length when it is sent again.
   */
  private static final int FIRST_LOSSES = LOSS_UNIT / 4;

  private static final int FIRST_SENT_BYTES = 256 * 256 / OVERHEAD_BYTES / 4 + 1;

  private long sentBytes;
  private long losses;
  private int bytesMax = SerialFrame.PAYLOAD_BYTES_MAX;
  private int bytes = SerialFrame.PAYLOAD_BYTES_MAX;

  /** Starts over for a peer that accepts at most {@code payloadMax} bytes. */
  void reset(int payloadMax) {
    bytesMax = Math.min(payloadMax, SerialFrame.PAYLOAD_BYTES_MAX);
    sentBytes = FIRST_SENT_BYTES;
    losses = FIRST_LOSSES;
    choose();
  }

  /** The payload of the next new frame, 96..1024 bytes. */
  int bytes() {
    return bytes;
  }

  void onSent(int frameBytes) {
    sentBytes += frameBytes;
    if (sentBytes >= MEMORY_BYTES) {
      sentBytes >>= 1;
      losses >>= 1;
    }
    choose();
  }

  void onLost() {
    losses += LOSS_UNIT;
    choose();
  }

  private void choose() {
    long square = OVERHEAD_BYTES * sentBytes * LOSS_UNIT / Math.max(1, losses);
    int best = (int) Math.min(Math.sqrt((double) square), bytesMax);
    bytes = Math.max(best, SerialFrame.PAYLOAD_BYTES_MIN);
  }
}
