package dev.latticenano.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A byte stream of frames behind lengths that are anything, cut into parts at any places. However
 * it is cut, the same frames come out of it or the same length is refused, and no frame has bytes
 * that did not come.
 */
public final class FramesFuzz {
  private FramesFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < 2) {
      return;
    }
    boolean signs = (input[0] & 1) != 0;
    int step = 1 + (input[1] & 0xFF);
    byte[] stream = Arrays.copyOfRange(input, 2, input.length);
    Read whole = read(stream, Math.max(1, stream.length), signs);
    Read parts = read(stream, step, signs);
    assertEquals(whole.refused, parts.refused);
    assertEquals(whole.torn, parts.torn);
    assertEquals(whole.frames.size(), parts.frames.size());
    for (int i = 0; i < whole.frames.size(); i++) {
      assertArrayEquals(whole.frames.get(i), parts.frames.get(i));
    }
    int bytes = whole.frames.stream().mapToInt(frame -> frame.length + 4).sum();
    assertTrue(bytes <= stream.length, "more than came");
  }

  /** What came out of a stream. */
  private static final class Read {
    final List<byte[]> frames = new ArrayList<>();
    boolean refused;
    boolean torn;
  }

  private static Read read(byte[] stream, int step, boolean signs) {
    FrameAssembler assembler = new FrameAssembler(signs);
    byte[] out = new byte[stream.length];
    Read read = new Read();
    try {
      for (int at = 0; at < stream.length; ) {
        int taken = assembler.accept(stream, at, Math.min(step, stream.length - at));
        at += taken;
        boolean complete = assembler.complete();
        assertTrue(taken > 0 || complete, "takes nothing");
        if (complete) {
          read.frames.add(Arrays.copyOf(out, assembler.take(out, 0)));
        }
      }
      read.torn = assembler.torn();
    } catch (LinkException refused) {
      assertEquals(LinkException.Kind.BAD_FRAME, refused.kind());
      read.refused = true;
    }
    return read;
  }
}
