package dev.latticenano.edge.sim;

import dev.latticenano.core.session.LinkProfile;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * How a simulated link behaves, both ways alike. Where {@code lossy} is false the link mends losses
 * itself, as TCP and our serial line do, and they cost time; where it is true a frame of which a
 * piece is lost or damaged does not arrive.
 *
 * @param bitsPerSecond its rate
 * @param bitsPerByte bits that a byte takes on it: 8, or 10 with start and stop bits
 * @param delayMs how long each piece is under way
 * @param loss share of pieces that are lost, 0..1
 * @param bitErrors share of bits that arrive wrong, 0..1
 * @param pieceBytes bytes that go or are lost together
 * @param lossy whether what is lost stays lost
 */
public record LinkKind(
    long bitsPerSecond,
    int bitsPerByte,
    long delayMs,
    double loss,
    double bitErrors,
    int pieceBytes,
    boolean lossy) {
  /** The kinds that have a name. */
  public static final Map<String, LinkKind> NAMED =
      Map.of(
          "network", new LinkKind(20_000_000, 8, 20, 0, 0, 1460, false),
          "usb", new LinkKind(8_000_000, 8, 1, 0, 0, 512, false),
          "serial", new LinkKind(115_200, 10, 5, 0, 1e-6, 240, false),
          "bluetooth", new LinkKind(800_000, 8, 30, 0.001, 0, 244, false),
          "radio", new LinkKind(9_600, 8, 40, 0.05, 0, 200, true));

  /** What a scenario means that names none. */
  public static final LinkKind NETWORK = NAMED.get("network");

  private static final int EXTRA_BYTES = 10;
  private static final int LOSSY_FRAME_BYTES = 512;
  private static final long LOSSY_RETRY_MS_MIN = 500;
  private static final double LOSS_MAX = 0.99;

  /** The same with one thing otherwise; null if {@code name} is none of them. */
  public LinkKind with(String name, double value) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "rate" ->
          new LinkKind((long) value, bitsPerByte, delayMs, loss, bitErrors, pieceBytes, lossy);
      case "delay" ->
          new LinkKind(
              bitsPerSecond, bitsPerByte, (long) value, loss, bitErrors, pieceBytes, lossy);
      case "loss" ->
          new LinkKind(bitsPerSecond, bitsPerByte, delayMs, value, bitErrors, pieceBytes, lossy);
      case "errors" ->
          new LinkKind(bitsPerSecond, bitsPerByte, delayMs, loss, value, pieceBytes, lossy);
      case "piece" ->
          new LinkKind(bitsPerSecond, bitsPerByte, delayMs, loss, bitErrors, (int) value, lossy);
      default -> null;
    };
  }

  /** What a session is told of the link. */
  LinkProfile profile() {
    if (lossy) {
      long frameMs = LOSSY_FRAME_BYTES * (long) bitsPerByte * 1000 / bitsPerSecond;
      long retryMs = Math.max(LOSSY_RETRY_MS_MIN, 4 * (delayMs + frameMs));
      return new LinkProfile(LOSSY_FRAME_BYTES, retryMs);
    }
    return bitsPerSecond < 1_000_000 ? LinkProfile.SERIAL : LinkProfile.TCP;
  }

  /**
   * How often the pieces of a frame of so many bytes go, lost ones included; at least once each.
   */
  long piecesSent(int frameBytes, Random random) {
    long pieces = pieces(frameBytes);
    double bad = badPiece();
    if (bad == 0) {
      return pieces;
    }
    long sent = 0;
    for (long i = 0; i < pieces; i++) {
      do {
        sent++;
      } while (random.nextDouble() < bad);
    }
    return sent;
  }

  /** Whether a frame of so many bytes arrives whole at the first try. */
  boolean arrives(int frameBytes, Random random) {
    double bad = badPiece();
    return bad == 0 || random.nextDouble() < Math.pow(1 - bad, pieces(frameBytes));
  }

  private long pieces(int frameBytes) {
    return Math.max(1, (frameBytes + pieceBytes - 1L) / pieceBytes);
  }

  private double badPiece() {
    int bits = (pieceBytes + EXTRA_BYTES) * bitsPerByte;
    double good = (1 - loss) * Math.pow(1 - bitErrors, bits);
    return Math.min(LOSS_MAX, 1 - good);
  }

  /** How long so many pieces of a frame of so many bytes take, in µs. */
  long sendUs(int frameBytes, long pieces) {
    long least = pieces(frameBytes);
    long bytes = frameBytes + least * EXTRA_BYTES;
    if (pieces > least) {
      bytes += (pieces - least) * (Math.min(pieceBytes, frameBytes) + EXTRA_BYTES);
    }
    return Math.max(1, bytes * bitsPerByte * 1_000_000 / bitsPerSecond);
  }
}
