package dev.latticenano.core.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks {@link Hex}. */
final class HexTest {
  @Test
  void writesEveryByteAndReadsItInBothCases() {
    byte[] all = new byte[256];
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 256; i++) {
      all[i] = (byte) i;
      text.append(String.format("%02x", i));
    }
    assertEquals(text.toString(), Hex.encode(all));
    assertArrayEquals(all, Hex.decode(text.toString()));
    assertArrayEquals(all, Hex.decode(text.toString().toUpperCase(Locale.ROOT)));
    assertEquals("0102", Hex.encode(all, 1, 2));
    assertEquals("", Hex.encode(new byte[0]));
  }

  @ParameterizedTest
  @CsvSource({
    "0g, 1", "g0, 0", "00:0, 2", "' 0', 0", "0x, 1", "00/0, 2", "00@0, 2", "00`0, 2", "٠0, 0"
  })
  void namesThePositionOfWhatIsNoDigit(String text, int position) {
    Exception refusal = assertThrows(IllegalArgumentException.class, () -> Hex.decode(text));
    assertEquals(
        String.format("no hex digit at position %d: U+%04X", position, (int) text.charAt(position)),
        refusal.getMessage());
  }

  @Test
  void refusesAnOddNumberOfDigits() {
    assertThrows(IllegalArgumentException.class, () -> Hex.decode("012"));
  }
}
