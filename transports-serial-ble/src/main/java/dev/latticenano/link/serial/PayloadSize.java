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

  private long sentBytes;
  private long losses;
  private int bytesMax = SerialFrame.PAYLOAD_BYTES_MAX;
  private int bytes = SerialFrame.PAYLOAD_BYTES_MAX;

  /** Starts over for a peer that accepts at most {@code payloadMax} bytes. */
  void reset(int payloadMax) {
    bytesMax = Math.min(payloadMax, SerialFrame.PAYLOAD_BYTES_MAX);
    bytes = bytesMax;
    sentBytes = 0;
    losses = 0;
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
      choose();
    }
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
