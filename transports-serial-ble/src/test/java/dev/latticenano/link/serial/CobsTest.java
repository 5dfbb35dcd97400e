package dev.latticenano.link.serial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class CobsTest {
  private static final String RUN_254 = "11".repeat(254);
  private static final String[][] TABLE = {
    {"", "01"},
    {"00", "0101"},
    {"0000", "010101"},
    {"00110000", "0102110101"},
    {"11220033", "0311220233"},
    {"11223344", "0511223344"},
    {"11000000", "0211010101"},
    {RUN_254, "ff" + RUN_254},
    {RUN_254 + "00", "ff" + RUN_254 + "0101"},
    {RUN_254 + "22", "ff" + RUN_254 + "0222"},
  };

  @Test
  void stuffsAndUnstuffsTheTable() {
    for (String[] row : TABLE) {
      byte[] raw = HexFormat.of().parseHex(row[0]);
      byte[] stuffed = HexFormat.of().parseHex(row[1]);
      assertArrayEquals(stuffed, encode(raw), row[0]);
      int length = Cobs.decode(stuffed, 0, stuffed.length);
      assertArrayEquals(raw, Arrays.copyOf(stuffed, length), row[1]);
    }
  }

  @Test
  void refusesACodeBeyondTheEndAndAZeroInside() {
    for (String bad : new String[] {"02", "0311", "ff1122", "00", "031100"}) {
      byte[] bytes = HexFormat.of().parseHex(bad);
      assertEquals(-1, Cobs.decode(bytes, 0, bytes.length), bad);
    }
  }

  @Test
  void whatIsStuffedHasNoZeroKeepsItsBoundAndCanBeUnstuffed() {
    Seed.each(
        1,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          for (int i = 0; i < 5000; i++) {
            byte[] raw = new byte[random.nextInt(1100)];
            random.nextBytes(raw);
            sprinkle(raw, random.nextInt(3));
            byte[] stuffed = encode(raw);
            assertTrue(stuffed.length <= Cobs.encodedBytesMax(raw.length));
            for (byte b : stuffed) {
              assertTrue(b != 0);
            }
            int length = Cobs.decode(stuffed, 0, stuffed.length);
            assertArrayEquals(raw, Arrays.copyOf(stuffed, length));
          }
        });
  }

  private static void sprinkle(byte[] raw, int zeros) {
    for (int i = 0; i < raw.length; i++) {
      if (zeros == 0 && raw[i] == 0) {
        raw[i] = 1;
      } else if (zeros == 2 && (i & 3) != 0) {
        raw[i] = 0;
      }
    }
  }

  private static byte[] encode(byte[] raw) {
    byte[] out = new byte[Cobs.encodedBytesMax(raw.length)];
    return Arrays.copyOf(out, Cobs.encode(raw, 0, raw.length, out, 0));
  }
}
