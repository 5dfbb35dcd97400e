package dev.latticenano.link.serial;

/**
 * Line frames made one at a time and put on the wire: the way back of {@link LineDecoder}.
 *
 * <p>Use: one of {@link #sync}, {@link #data}, {@link #ack}, {@link #control}, then {@link #write}.
 * Allocates nothing after construction. Source: docs/links.md, link-7 to link-9.
 */
final class LineEncoder {
  /**
   * Room that {@link #write} needs: the longest frame stuffed, its delimiter, and the one before a
   * SYNC.
   */
  static final int WRITE_BYTES_MAX = Cobs.encodedBytesMax(SerialFrame.FRAME_BYTES_MAX) + 2;

  private final int port;
  private final SerialFrame sealer = new SerialFrame();
  private final byte[] frame = new byte[SerialFrame.FRAME_BYTES_MAX];
  private int length;
  private boolean apart;

  LineEncoder(int port) {
    this.port = port;
  }

  void sync(int flags, int mine, int theirs) {
    int at = SerialFrame.writeHeader(frame, 0, SerialFrame.TYPE_SYNC, port, flags, 0, 0);
    seal(
        SerialFrame.writeSync(
            frame, at, mine, theirs, SerialFrame.PAYLOAD_BYTES_MAX, SerialFrame.WINDOW_FRAMES));
    apart = true;
  }

  /**
   * A frame of {@code out}, sent now, which carries what {@code in} has to say unless that is null.
   */
  void data(int tag, long seq, SendWindow out, ReceiveWindow in, long nowMs) {
    int flags = in == null ? 0 : SerialFrame.FLAG_ACKED;
    int wire = (int) seq & 0xffff;
    int at = SerialFrame.writeHeader(frame, 0, SerialFrame.TYPE_DATA, port, flags, tag, wire);
    if (in != null) {
      at = SerialFrame.writeAcked(frame, at, in.wireNext(), in.credit());
    }
    seal(at + out.send(seq, frame, at, nowMs));
  }

  void ack(int tag, ReceiveWindow in) {
    int flags = SerialFrame.FLAG_ACKED;
    int at = SerialFrame.writeHeader(frame, 0, SerialFrame.TYPE_ACK, port, flags, tag, 0);
    at = SerialFrame.writeAcked(frame, at, in.wireNext(), in.credit());
    seal(at + in.writeBitmap(frame, at));
  }

  /** A PING or BYE. */
  void control(int type, int tag, int seq) {
    seal(SerialFrame.writeHeader(frame, 0, type, port, 0, tag, seq));
  }

  private void seal(int end) {
    length = sealer.seal(frame, 0, end);
    apart = false;
  }

  /**
   * Puts the frame made last on the wire, which has {@link #WRITE_BYTES_MAX} of room, and returns
   * its end.
   */
  int write(byte[] wire, int offset) {
    int at = offset;
    if (apart) {
      wire[at++] = Cobs.DELIMITER; // Cuts off whatever the far end had begun to read.
    }
    at += Cobs.encode(frame, 0, length, wire, at);
    wire[at++] = Cobs.DELIMITER;
    return at;
  }
}
