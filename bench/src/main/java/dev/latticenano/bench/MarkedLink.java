package dev.latticenano.bench;

import dev.latticenano.core.frame.FrameView;
import dev.latticenano.core.frame.Message;
import dev.latticenano.link.Link;
import dev.latticenano.link.LinkException;
import dev.latticenano.link.LinkStats;

/**
 * A link that notes when frames with payload pass: intentions and pieces of chunks. Times are those
 * of {@code System.nanoTime()}.
 */
final class MarkedLink implements Link {
  private final Link link;
  private final FrameView sent = new FrameView();
  private final FrameView received = new FrameView();
  private volatile long firstSentNs;
  private volatile long lastReceivedNs;
  private volatile long lastAckNs;
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

  /** When the last acknowledgement of intentions came; 0 if none did. */
  long lastAckNs() {
    return lastAckNs;
  }

  /** Payload frames that came. */
  int payloadFrames() {
    return payloadFrames;
  }

  @Override
  public void send(byte[] frame, int offset, int length) throws LinkException {
    if (firstSentNs == 0 && isPayload(sent, frame, offset, length)) {
      firstSentNs = System.nanoTime();
    }
    link.send(frame, offset, length);
  }

  @Override
  public int receive(byte[] out, int offset, long timeoutMs) throws LinkException {
    int length = link.receive(out, offset, timeoutMs);
    if (length > 0) {
      if (isPayload(received, out, offset, length)) {
        lastReceivedNs = System.nanoTime();
        payloadFrames = payloadFrames + 1;
      } else if (received.number() == Message.ACK) {
        lastAckNs = System.nanoTime();
      }
    }
    return length;
  }

  private static boolean isPayload(FrameView view, byte[] frame, int offset, int length) {
    view.wrap(frame, offset, length).check();
    return view.number() == Message.INTENTIONS || view.number() == Message.CHUNK;
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
