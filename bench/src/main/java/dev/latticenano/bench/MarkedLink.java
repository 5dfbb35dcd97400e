package dev.latticenano.bench;

import dev.latticenano.link.Link;
import dev.latticenano.link.LinkException;
import dev.latticenano.link.LinkStats;

/**
 * A link that notes when frames with payload pass: intentions and pieces of chunks. They are sealed
 * and told by their length, which is right where few authors write, as in benchmarks. Times are
 * those of {@code System.nanoTime()}.
 */
final class MarkedLink implements Link {
  /** Handshakes, greetings and answers are shorter. */
  private static final int PAYLOAD_BYTES_MIN = 256;

  private final Link link;
  private volatile long firstSentNs;
  private volatile long lastReceivedNs;
  private volatile long lastAnswerNs;
  private volatile int payloadFrames;

  MarkedLink(Link link) {
    this.link = link;
  }

  /** When the first payload frame was handed to the link; 0 if none was. */
  long firstSentNs() {
    return firstSentNs;
  }

  /** When the last payload frame came out of the link; 0 if none did. */
  long lastReceivedNs() {
    return lastReceivedNs;
  }

  /** When the last frame without payload came; 0 if none did. */
  long lastAnswerNs() {
    return lastAnswerNs;
  }

  /** Payload frames that came. */
  int payloadFrames() {
    return payloadFrames;
  }

  @Override
  public void send(byte[] frame, int offset, int length) throws LinkException {
    if (firstSentNs == 0 && isPayload(length)) {
      firstSentNs = System.nanoTime();
    }
    link.send(frame, offset, length);
  }

  @Override
  public int receive(byte[] out, int offset, long timeoutMs) throws LinkException {
    int length = link.receive(out, offset, timeoutMs);
    if (length > 0) {
      if (isPayload(length)) {
        lastReceivedNs = System.nanoTime();
        payloadFrames = payloadFrames + 1;
      } else {
        lastAnswerNs = System.nanoTime();
      }
    }
    return length;
  }

  private static boolean isPayload(int length) {
    return length >= PAYLOAD_BYTES_MIN;
  }

  @Override
  public LinkStats stats() {
    return link.stats();
  }

  @Override
  public void close() {
    link.close();
  }
}
