package dev.latticenano.core.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks {@link Base58}; the first rows are those of the Base58 Internet draft, §5. */
final class Base58Test {
  @ParameterizedTest
  @CsvSource({
    "48656c6c6f20576f726c6421, 2NEpo7TZRRrLZSi2U",
    "0000287fb4cd, 11233QC4",
    "'', ''",
    "00, 1",
    "000000, 111",
    "39, z",
    "3a, 21",
    "ff, 5Q",
  })
  void writesAndReads(String hex, String text) {
    assertEquals(text, Base58.encode(Hex.decode(hex)));
    assertArrayEquals(Hex.decode(hex), Base58.decode(text));
  }

  @Test
  void readsWhateverItWrites() {
    Seeds.run(
        Base58Test.class,
        random -> {
          for (int run = 0; run < 500; run++) {
            byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            Arrays.fill(bytes, 0, random.nextInt(bytes.length + 1) / 4, (byte) 0);
            assertArrayEquals(bytes, Base58.decode(Base58.encode(bytes)));
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "zO, 1", "zzI, 2", "zl, 1", "'z ', 1", "zé, 1"})
  void namesThePositionOfWhatIsNoDigit(String text, int position) {
    Exception refusal = assertThrows(IllegalArgumentException.class, () -> Base58.decode(text));
    assertEquals(
        String.format(
            "no Base58 digit at position %d: U+%04X", position, (int) text.charAt(position)),
        refusal.getMessage());
  }

  @Test
  void refusesTextBeyondTheLongest() {
    String longest = "1".repeat(Base58.TEXT_LENGTH_MAX);
    assertEquals(Base58.TEXT_LENGTH_MAX, Base58.decode(longest).length);
    assertThrows(IllegalArgumentException.class, () -> Base58.decode(longest + "1"));
  }
}
