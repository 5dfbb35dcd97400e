package dev.latticenano.core.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PadmeProperties {
  private static final int BYTES_MAX = 1 << 20;

  /** The ladder by its definition in docs/protocol.md §8.1, in floating point. */
  private static boolean isStep(int length) {
    double exponent = Math.floor(Math.log(length) / Math.log(2) + 1e-12);
    double kept = Math.floor(Math.log(exponent) / Math.log(2) + 1e-12) + 1;
    return length == 256 || length > 256 && length % Math.pow(2, exponent - kept) == 0;
  }

  @Test
  void lengthsAreOfTheLadderAndTheLeastThatHold() {
    TreeSet<Integer> ladder = new TreeSet<>();
    for (int length = 1; length <= BYTES_MAX; length++) {
      if (isStep(length)) {
        ladder.add(length);
      }
    }
    for (int length = 0; length < BYTES_MAX; length++) {
      assertEquals(ladder.ceiling(length + 1), Padme.paddedBytes(length));
    }
    assertTrue(ladder.size() < 400, ladder.size() + " lengths up to a mebibyte");
  }

  @Test
  void paddingCostsAtMostOnePartInSixteenAboveTheFloor() {
    for (int length = Padme.FLOOR_BYTES; length <= BYTES_MAX; length++) {
      int more = Padme.ladder(length) - length;
      assertTrue(16 * more <= length, length + " bytes become " + (length + more));
    }
  }

  @Test
  void whatIsPaddedStripsExactly() {
    Seeds.run(
        getClass(),
        random -> {
          for (int i = 0; i < 2000; i++) {
            int length = random.nextInt(2000);
            byte[] bytes = new byte[Padme.paddedBytes(length) + 5];
            random.nextBytes(bytes);
            for (int j = length; j > 0 && random.nextInt(3) > 0; j--) {
              bytes[4 + j] = (byte) (random.nextBoolean() ? 0 : 0x80);
            }
            byte[] before = bytes.clone();
            Padme.pad(bytes, 5, length);
            assertEquals(length, Padme.strip(bytes, 5, bytes.length - 5));
            for (int j = 0; j < 5 + length; j++) {
              assertEquals(before[j], bytes[j]);
            }
          }
        });
  }

  @Test
  void anyBytesStripToOneLengthOrNone() {
    Seeds.run(
        getClass(),
        random -> {
          int stripped = 0;
          for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(600)];
            int mark = random.nextInt(bytes.length + 1);
            if (mark < bytes.length) {
              bytes[mark] = (byte) (random.nextInt(8) > 0 ? 0x80 : random.nextInt());
            }
            int length = Padme.strip(bytes, 0, bytes.length);
            if (length >= 0) {
              byte[] again = bytes.clone();
              Padme.pad(again, 0, length);
              assertEquals(bytes.length, Padme.paddedBytes(length));
              assertArrayEquals(bytes, again);
              stripped++;
            }
          }
          assertTrue(stripped > 0);
        });
  }
}
