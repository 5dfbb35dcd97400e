package dev.latticenano.bench.meeting;

/**
 * A link that loses nothing, both ways alike. On a line with a rate every piece of a frame has a
 * head of its own, as on our serial line.
 *
 * @param bytesPerSecond its rate each way; 0: as fast as can be
 * @param delayMs how long everything is under way
 */
public record Line(int bytesPerSecond, long delayMs) {
  /** Only the number of trips counts; no handshake is repeated meanwhile. */
  public static final Line TRIPS = new Line(0, 200);

  /** A serial line of 115 200 baud, ten bits a byte. */
  public static final Line SERIAL = new Line(11_520, 5);

  private static final int PIECE_BYTES = 240;
  private static final int HEAD_BYTES = 10;

  /** How long it is busy with a frame of so many bytes, in µs. */
  long sendUs(int frameBytes) {
    if (bytesPerSecond == 0) {
      return 0;
    }
    long pieces = (frameBytes + PIECE_BYTES - 1) / PIECE_BYTES;
    return (frameBytes + pieces * HEAD_BYTES) * 1_000_000L / bytesPerSecond;
  }
}
