package dev.latticenano.core.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Hex;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Derives the table of {@link SmallOrder} from the curve. */
final class SmallOrderTest {
  @Test
  void listsEveryEncodingOfTheEightPoints() {
    SlowEd25519.Point generator = null;
    for (int y = 2; generator == null; y++) {
      SlowEd25519.Point any = SlowEd25519.decode(SlowEd25519.encodeNumber(BigInteger.valueOf(y)));
      if (any != null) {
        SlowEd25519.Point torsion = any.times(SlowEd25519.L);
        boolean full = !torsion.times(BigInteger.valueOf(4)).equals(SlowEd25519.NEUTRAL);
        generator = full ? torsion : null;
      }
    }
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < 8; i++) {
      addEncodings(generator.times(BigInteger.valueOf(i)), expected);
    }
    assertEquals(expected, Set.of(SmallOrder.ENCODINGS));
    assertEquals(14, expected.size());
  }

  /** y and, while it fits 255 bits, y + p; with the right sign bit, or either if x is zero. */
  private static void addEncodings(SlowEd25519.Point point, Set<String> out) {
    BigInteger limit = BigInteger.TWO.pow(255);
    for (BigInteger y = point.y(); y.compareTo(limit) < 0; y = y.add(SlowEd25519.P)) {
      for (int sign = 0; sign < 2; sign++) {
        if (point.x().signum() == 0 || point.x().testBit(0) == (sign == 1)) {
          byte[] bytes = SlowEd25519.encodeNumber(y);
          bytes[31] |= (byte) (sign << 7);
          out.add(Hex.encode(bytes));
        }
      }
    }
  }

  @Test
  void holdsOnlyWhatItLists() {
    for (String each : SmallOrder.ENCODINGS) {
      byte[] bytes = Hex.decode("ff" + each);
      assertTrue(SmallOrder.holds(bytes, 1), each);
      bytes[16] ^= 1;
      assertFalse(SmallOrder.holds(bytes, 1), each);
    }
    assertFalse(SmallOrder.holds(SlowEd25519.BASE.encoded(), 0));
  }
}
