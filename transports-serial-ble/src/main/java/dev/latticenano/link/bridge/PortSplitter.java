package dev.latticenano.link.bridge;

import dev.latticenano.link.serial.Cobs;
import dev.latticenano.link.serial.SerialFrame;

/**
 * Takes the bytes of a line apart by the port that each frame's header names, without looking
 * further: whoever gets a damaged frame finds the damage.
 *
 * <p>A frame is handed on whole, stuffed as it came, with its delimiter; what is longer than any
 * frame goes to nobody. Allocates nothing after construction. Source: docs/bridge.md, bridge-2.
 */
public final class PortSplitter {
  /** Takes the bytes of one frame, lent. */
  public interface Receiver {
    void received(int port, byte[] bytes, int offset, int length);
  }

  private static final int BUFFER_BYTES = Cobs.encodedBytesMax(SerialFrame.FRAME_BYTES_MAX) + 1;

  /** Where the second byte of a header stands when neither it nor the first is 0. */
  private static final int PORT_AT = 2;

  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final Receiver receiver;
  private int have;
  private boolean overflow;

  public PortSplitter(Receiver receiver) {
    this.receiver = receiver;
  }

  /** Takes bytes off the wire and hands on each frame that they end. */
  public void accept(byte[] in, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (have == BUFFER_BYTES) {
        overflow = true;
        have = 0;
      }
      buffer[have++] = in[i];
      if (in[i] == Cobs.DELIMITER) {
        if (!overflow && have > 1) {
          receiver.received(port(), buffer, 0, have);
        }
        have = 0;
        overflow = false;
      }
    }
  }

  // A first code above 2 covers both bytes of the header that matter; of 2, the second byte is 0.
  private int port() {
    boolean plain = (buffer[0] & 0xff) > PORT_AT && have > PORT_AT + 1;
    return plain ? (buffer[PORT_AT] & 0xff) >>> 4 : 0;
  }
}
