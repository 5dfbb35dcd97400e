package dev.latticenano.link.bridge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.link.bridge.ControlChannel.State;
import dev.latticenano.link.serial.Cobs;
import dev.latticenano.link.serial.SerialFrame;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How a node asks a bridge: again and again, and never taking one answer for another. */
final class ControlChannelTest {
  private final byte[] out = new byte[ControlChannel.TRANSMIT_BYTES_MIN];
  private int drawn;
  private final ControlChannel channel = new ControlChannel(() -> ++drawn);

  @Test
  void asksAgainAfterAQuarterOfASecondAndGivesUpInTheEnd() {
    channel.ask(BridgeRequest.BLINK, new byte[] {3}, 1000);
    for (int i = 0; i < ControlChannel.ATTEMPTS; i++) {
      long at = 1000L + i * ControlChannel.AGAIN_MS;
      assertEquals(at, channel.nextDeadlineMs());
      assertEquals(0, channel.transmit(out, 0, at - 1));
      assertTrue(channel.transmit(out, 0, at) > 0);
      assertEquals(0, channel.transmit(out, 0, at));
    }
    assertEquals(State.ASKING, channel.state());
    channel.transmit(out, 0, channel.nextDeadlineMs());
    assertEquals(State.UNANSWERED, channel.state());
    assertEquals(Long.MAX_VALUE, channel.nextDeadlineMs());
  }

  @Test
  void anAnswerEndsTheAsking() {
    channel.ask(BridgeRequest.SET, new byte[64], 0);
    channel.transmit(out, 0, 0);
    receive(1, 138, 0, 5, 0, 0, 0);
    assertEquals(State.ANSWERED, channel.state());
    assertEquals(BridgeVerdict.DONE, channel.verdict());
    assertArrayEquals(new byte[] {5, 0, 0, 0}, channel.body());
    assertEquals(0, channel.transmit(out, 0, 10_000));
  }

  @Test
  void passesOverWhatIsNoAnswerToTheQuestion() {
    channel.ask(BridgeRequest.BLINK, new byte[1], 0);
    receive(2, 134, 0); // Another question's tag.
    receive(1, 135, 0); // Another kind.
    receive(1, 134, 8); // No verdict has this number.
    receive(1, 134, 0, 0); // A body where there is none.
    receive(1, 134, 4, 0); // A body behind a refusal.
    receive(1, 134); // No verdict at all.
    assertEquals(State.ASKING, channel.state());
    receive(1, 134, 4);
    assertEquals(BridgeVerdict.NOT_HERE, channel.verdict());
  }

  @Test
  void aLateAnswerIsNotTakenForTheNextOne() {
    ControlChannel dull = new ControlChannel(() -> 7);
    dull.ask(BridgeRequest.BLINK, new byte[1], 0);
    dull.ask(BridgeRequest.BLINK, new byte[1], 1);
    byte[] late = frame(7, bytes(134, 0));
    dull.receive(late, 0, late.length);
    assertEquals(State.ASKING, dull.state());
  }

  @Test
  void tellsOnceWhatWasKept() {
    assertNull(channel.takeNotice());
    byte[] said = new byte[33];
    said[0] = 64;
    said[1] = 1;
    said[3] = 2;
    said[5] = 100;
    said[17] = 2;
    byte[] line = frame(0, said);
    channel.receive(line, 0, line.length);
    assertEquals(
        "[BridgeKept[port=1, frames=2, bytes=100, ageMs=0, pushedOut=0],"
            + " BridgeKept[port=2, frames=0, bytes=0, ageMs=0, pushedOut=0]]",
        channel.takeNotice().toString());
    assertNull(channel.takeNotice());
  }

  @Test
  void asksNothingThatTheProtocolDoesNotKnow() {
    assertThrows(
        IllegalArgumentException.class, () -> channel.ask(BridgeRequest.IDENTIFY, new byte[1], 0));
    channel.ask(BridgeRequest.ECHO, new byte[BridgeRequest.ECHO_BYTES_MAX], 0);
    assertTrue(channel.transmit(out, 0, 0) > BridgeRequest.ECHO_BYTES_MAX);
    assertThrows(
        IllegalArgumentException.class,
        () -> channel.ask(BridgeRequest.ECHO, new byte[BridgeRequest.ECHO_BYTES_MAX + 1], 0));
  }

  @Test
  void survivesAnyBytes() {
    SplittableRandom random = new SplittableRandom(1);
    PortSplitter splitter = new PortSplitter((port, bytes, offset, length) -> {});
    channel.ask(BridgeRequest.IDENTIFY, new byte[0], 0);
    for (int i = 0; i < 2000; i++) {
      byte[] any = new byte[random.nextInt(1500)];
      random.nextBytes(any);
      channel.receive(any, 0, any.length);
      splitter.accept(any, 0, any.length);
    }
    assertEquals(State.ASKING, channel.state());
    channel.receive(new byte[1], 0, 1);
    receive(1, 129, 1);
    assertEquals(BridgeVerdict.UNKNOWN_REQUEST, channel.verdict());
  }

  private void receive(int tag, int... payload) {
    byte[] line = frame(tag, bytes(payload));
    channel.receive(line, 0, line.length);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] frame(int tag, byte[] payload) {
    byte[] frame = new byte[SerialFrame.FRAME_BYTES_MAX];
    int at =
        SerialFrame.writeHeader(frame, 0, SerialFrame.TYPE_DATA, ControlChannel.PORT, 0, tag, 0);
    System.arraycopy(payload, 0, frame, at, payload.length);
    int length = new SerialFrame().seal(frame, 0, at + payload.length);
    byte[] line = new byte[Cobs.encodedBytesMax(length) + 1];
    return Arrays.copyOf(line, Cobs.encode(frame, 0, length, line, 0) + 1);
  }
}
