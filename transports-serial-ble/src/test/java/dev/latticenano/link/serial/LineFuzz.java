package dev.latticenano.link.serial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

/**
 * A line that is given bytes: as they are; and as frames of any fields with right checksums under
 * the connection's own tag. Whatever comes, no more is read than was received, no more is sent than
 * the limit, and time may pass. Stuffed bytes unstuffed and stuffed again are the same.
 */
public final class LineFuzz {
  private static final int STEPS_MAX = 400;

  private LineFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
    if (input[0] % 2 == 0) {
      stuffing(bytes);
    } else {
      line(bytes);
    }
  }

  private static void stuffing(byte[] bytes) {
    byte[] decoded = bytes.clone();
    int length = Cobs.decode(decoded, 0, decoded.length);
    byte[] encoded = new byte[Cobs.encodedBytesMax(bytes.length)];
    if (length >= 0) {
      byte[] again = new byte[Cobs.encodedBytesMax(length)];
      int n = Cobs.encode(decoded, 0, length, again, 0);
      assertEquals(length, Cobs.decode(again, 0, n));
      assertArrayEquals(Arrays.copyOf(decoded, length), Arrays.copyOf(again, length));
    }
    int n = Cobs.encode(bytes, 0, bytes.length, encoded, 0);
    assertEquals(bytes.length, Cobs.decode(encoded, 0, n));
    assertArrayEquals(bytes, Arrays.copyOf(encoded, bytes.length));
  }

  private static void line(byte[] bytes) {
    SerialLine line = new SerialLine(0, 115_200, () -> 7);
    SerialFrame sealer = new SerialFrame();
    byte[] raw = new byte[SerialFrame.FRAME_BYTES_MAX];
    byte[] wire = new byte[SerialLine.TRANSMIT_BYTES_MIN];
    line.start(0);
    long nowMs = 0;
    long received = 0;
    int at = 0;
    for (int step = 0; step < STEPS_MAX && at < bytes.length; step++) {
      int choice = bytes[at++] & 0xFF;
      int length = Math.min(choice >> 3, bytes.length - at);
      if (choice % 8 == 0) {
        nowMs += 1L << (choice >> 4);
        line.tick(nowMs);
      } else if (choice % 8 == 1) {
        received += length;
        line.receive(bytes, at, length, nowMs);
        at += length;
      } else {
        int type = choice % 8 - 1;
        int flags = length > 0 ? bytes[at] & 3 : 0;
        int number = length > 1 ? bytes[at + 1] : 0;
        int end = SerialFrame.writeHeader(raw, 0, type, 0, flags, line.tag(), number);
        int body = Math.min(length, 31);
        System.arraycopy(bytes, at, raw, end, body);
        at += length;
        int n = Cobs.encode(raw, 0, sealer.seal(raw, 0, end + body), wire, 0);
        wire[n++] = Cobs.DELIMITER;
        received += n;
        line.receive(wire, 0, n, nowMs);
      }
      received -= line.read(wire, 0, wire.length);
      assertTrue(received >= 0, "more read than received");
      line.send(wire, 0, choice);
      assertTrue(line.transmit(wire, 0, wire.length, nowMs) <= wire.length);
      line.nextDeadlineMs();
      if (line.state() == SerialLine.State.ENDED) {
        line.start(nowMs);
      }
    }
  }
}
