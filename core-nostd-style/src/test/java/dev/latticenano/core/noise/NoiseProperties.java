package dev.latticenano.core.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.bytes.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two ends, a wire that loses, repeats and reorders, and somebody on it who says anything. */
class NoiseProperties {
  private static final int RUNS = 60;
  private static final int STEPS = 400;
  private static final long DAY_MS = 86_400_000;

  /** One end with what is on its way to it. */
  private static final class Side {
    private final int number;
    private NoiseLink link;
    private byte[] remembered;
    private final List<byte[]> onTheWay = new ArrayList<>();
    private final Set<Long> said = new HashSet<>();
    private final Set<Long> heard = new HashSet<>();

    private Side(int number) {
      this.number = number;
    }
  }

  private long nowMs;
  private long words;
  private final List<byte[]> recorded = new ArrayList<>();

  @Test
  void whateverTheWireDoesBothEndsMeetAndHearOnlyEachOtherAndOnce() {
    Seeds.run(
        getClass(),
        random -> {
          for (int run = 0; run < RUNS; run++) {
            run(random);
          }
        });
  }

  private void run(Random random) {
    Side[] sides = {new Side(1), new Side(2)};
    nowMs = 1_763_000_000_000L;
    recorded.clear();
    for (Side side : sides) {
      start(side, random);
    }
    for (int step = 0; step < STEPS; step++) {
      nowMs += random.nextInt(200);
      int who = random.nextInt(2);
      step(sides[who], sides[1 - who], random);
    }
    heal(sides);
  }

  private void start(Side side, Random random) {
    side.link = Ends.link(side.number, true, side.remembered, Ends.entropy(random));
  }

  private void step(Side side, Side other, Random random) {
    switch (random.nextInt(40)) {
      case 0 -> start(side, random);
      case 1 -> {
        byte[] garbage = new byte[random.nextInt(300)];
        random.nextBytes(garbage);
        if (garbage.length > 0) {
          garbage[0] = (byte) random.nextInt(9);
        }
        hear(side, other, garbage);
      }
      case 2 -> {
        if (!recorded.isEmpty()) {
          hear(side, other, recorded.get(random.nextInt(recorded.size())));
        }
      }
      case 3 -> {
        if (side.link.isOpen()) {
          side.link.call(nowMs);
        }
      }
      default -> exchange(side, other, random);
    }
  }

  private void exchange(Side side, Side other, Random random) {
    side.link.tick(nowMs);
    for (byte[] frame : Ends.said(side.link, nowMs)) {
      send(other, frame, random);
    }
    if (side.link.isOpen() && random.nextBoolean()) {
      send(other, word(side), random);
    }
    if (!side.onTheWay.isEmpty()) {
      int at = random.nextInt(4) == 0 ? random.nextInt(side.onTheWay.size()) : 0;
      hear(side, other, side.onTheWay.remove(at));
    }
  }

  private byte[] word(Side side) {
    byte[] word = new byte[40];
    LittleEndian.putLong(word, 0, ++words);
    side.said.add(words);
    return Ends.seal(side.link, word, nowMs);
  }

  private void send(Side to, byte[] frame, Random random) {
    recorded.add(frame);
    if (random.nextInt(5) > 0) {
      to.onTheWay.add(frame);
    }
    if (random.nextInt(10) == 0) {
      to.onTheWay.add(frame);
    }
  }

  private void hear(Side side, Side other, byte[] frame) {
    byte[] bytes = frame.clone();
    Verdict verdict = side.link.receive(bytes, 0, bytes.length, nowMs);
    if (side.link.openedLength() == 0) {
      return;
    }
    assertEquals(Verdict.OK, verdict);
    long word = LittleEndian.longAt(bytes, side.link.openedOffset());
    assertTrue(other.said.contains(word), "a word nobody said");
    assertTrue(side.heard.add(word), "a word twice");
    assertArrayEquals(Ends.authorKey(other.number), side.link.peerKey());
    side.remembered = side.link.peerTransportKey();
  }

  /** From now on nothing is lost, and the two are left alone. */
  private void heal(Side[] sides) {
    for (Side side : sides) {
      side.onTheWay.clear();
    }
    for (int round = 0; round < 100; round++) {
      nowMs += DAY_MS / 24;
      for (Side side : sides) {
        side.link.tick(nowMs);
      }
      Ends.shake(sides[0].link, sides[1].link, nowMs);
      if (sides[0].link.isOpen()
          && sides[1].link.isOpen()
          && Arrays.equals(sides[0].link.binding(), sides[1].link.binding())) {
        break;
      }
      // What a host does when nothing is heard any more.
      sides[round % 2].link.call(nowMs);
    }
    for (int i = 0; i < 2; i++) {
      byte[] frame = word(sides[1 - i]);
      byte[] opened = Ends.open(sides[i].link, frame, nowMs);
      assertEquals(words, opened == null ? -1 : LittleEndian.longAt(opened, 0));
    }
  }
}
