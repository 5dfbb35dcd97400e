package dev.latticenano.core.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.fuzz.Script;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Two ends of a link and somebody between them who keeps, drops, repeats, changes and invents
 * frames, in both directions and both patterns. Nothing opens that the other end has not sealed,
 * nothing opens twice, and each frame is answered by at most one.
 */
public final class NoiseFuzz {
  private static final int FRAMES_MAX = 64;

  private final NoiseLink[] ends = new NoiseLink[2];
  private final List<byte[]> frames = new ArrayList<>();
  private final List<byte[]> sealed = new ArrayList<>();
  private final List<byte[]> opened = new ArrayList<>();
  private long nowMs = 1000;

  private NoiseFuzz(int patterns) {
    byte[] ofLeft = Ends.publicKey(Ends.key(1));
    byte[] ofRight = Ends.publicKey(Ends.key(2));
    // The third remembers a key that the other end never had.
    byte[][] remembered = {null, ofRight, ofLeft};
    ends[0] = Ends.link(1, true, remembered[patterns % 3], Ends.counting(1));
    boolean both = patterns / 3 % 2 == 1;
    ends[1] = Ends.link(2, both, both ? ofLeft : null, Ends.counting(64));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    Script script = new Script(input);
    NoiseFuzz fuzz = new NoiseFuzz(script.choose(6));
    for (int step = 0; step < 200 && script.more(); step++) {
      fuzz.step(script);
    }
  }

  private void step(Script script) {
    int choice = script.choose(10);
    NoiseLink end = ends[choice % 2];
    switch (choice / 2) {
      case 0 -> say(end);
      case 1 -> hear(end, frame(script));
      case 2 -> {
        byte[] frame = frame(script).clone();
        if (frame.length > 0) {
          frame[script.choose(256) % frame.length] ^= (byte) (1 + script.choose(255));
        }
        hear(end, frame);
      }
      case 3 -> {
        byte[] frame = new byte[script.choose(2) == 0 ? script.choose(256) : 193];
        byte[] said = script.take(script.choose(16));
        System.arraycopy(said, 0, frame, 0, Math.min(said.length, frame.length));
        hear(end, frame);
      }
      default -> {
        nowMs += script.number();
        ends[0].tick(nowMs);
        ends[1].tick(nowMs);
        if (script.choose(16) == 15) {
          end.call(nowMs);
        }
      }
    }
  }

  /** The newest frame but so many. */
  private byte[] frame(Script script) {
    int back = script.choose(8);
    return back < frames.size() ? frames.get(frames.size() - 1 - back) : new byte[0];
  }

  private void keep(byte[] frame) {
    frames.add(frame);
    if (frames.size() > FRAMES_MAX) {
      frames.remove(0);
    }
  }

  private void say(NoiseLink end) {
    byte[] out = new byte[Ends.ROOM];
    int length = end.transmit(out, 0, nowMs);
    if (length > 0) {
      assertTrue(length <= NoiseLink.HANDSHAKE_BYTES_MAX);
      keep(Arrays.copyOf(out, length));
      assertEquals(0, end.transmit(out, 0, nowMs), "more than one frame");
    } else if (end.isOpen()) {
      int before = end.prepare(nowMs);
      byte[] words = {(byte) (end == ends[0] ? 0 : 1), (byte) sealed.size(), 3, 4};
      System.arraycopy(words, 0, out, before, words.length);
      sealed.add(words);
      keep(Arrays.copyOf(out, end.seal(out, 0, words.length)));
    }
  }

  private void hear(NoiseLink end, byte[] frame) {
    byte[] bytes = frame.clone();
    int before = end.conversation();
    Verdict verdict = end.receive(bytes, 0, bytes.length, nowMs);
    assertTrue(end.conversation() - before <= 1);
    if (end.isOpen()) {
      byte[] peer = Ends.authorKey(end == ends[0] ? 2 : 1);
      byte[] self = Ends.authorKey(end == ends[0] ? 1 : 2);
      byte[] found = end.peerKey();
      // One who mirrors the own frames can only be the end itself.
      assertTrue(Arrays.equals(peer, found) || Arrays.equals(self, found), "a third author");
    }
    if (end.openedLength() > 0) {
      assertEquals(Verdict.OK, verdict);
      int at = end.openedOffset();
      byte[] words = Arrays.copyOfRange(bytes, at, at + end.openedLength());
      assertEquals(end == ends[0] ? 1 : 0, words[0], "sealed by this end");
      assertArrayEquals(words, sealed.get(words[1] & 0xFF));
      for (byte[] each : opened) {
        assertTrue(!Arrays.equals(each, words) || sealed.size() > 255, "opened twice");
      }
      opened.add(words);
    }
  }
}
