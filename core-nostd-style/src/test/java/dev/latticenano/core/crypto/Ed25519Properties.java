package dev.latticenano.core.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.Seeds;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares {@link Ed25519Verifier} with a slow model, small-order components included. */
final class Ed25519Properties {
  private static final int RUNS = 60;
  private static final SlowEd25519.Point ORDER_8 =
      SlowEd25519.decode(Hex.decode(SmallOrder.ENCODINGS[4]));

  @Test
  void agreesWithTheModelWhateverComponentsKeyAndRHave() {
    Seeds.run(
        Ed25519Properties.class,
        random -> {
          Ed25519Verifier verifier = new Ed25519Verifier();
          int valid = 0;
          for (int run = 0; run < RUNS; run++) {
            BigInteger secret = new BigInteger(250, random);
            byte[] key = SlowEd25519.BASE.times(secret).plus(torsion(random)).encoded();
            byte[] message = new byte[random.nextInt(200)];
            random.nextBytes(message);
            byte[] signature =
                SlowEd25519.sign(
                    secret, key, new BigInteger(250, random), torsion(random), message);
            boolean strict = SlowEd25519.verify(key, message, signature, true);
            assertEquals(
                strict, verifier.verifyStrict(key, 0, message, 0, message.length, signature, 0));
            assertEquals(
                SlowEd25519.verify(key, message, signature, false),
                verifier.verifyLenient(key, 0, message, 0, message.length, signature, 0));
            valid += strict ? 1 : 0;
          }
          assertTrue(valid > 0 && valid < RUNS, "valid: " + valid);
        });
  }

  @Test
  void reducesEveryHashAsBigIntegersDo() {
    Seeds.run(
        Ed25519Properties.class,
        random -> {
          byte[] hash = new byte[64];
          int[] words = new int[Ed25519Scalar.WORDS + 1];
          for (int run = 0; run < 2000; run++) {
            random.nextBytes(hash);
            if (run % 3 == 0) {
              Arrays.fill(hash, random.nextInt(64), 64, (byte) (random.nextInt(3) - 1));
            }
            Ed25519Scalar.reduce(hash, words);
            assertEquals(0, words[Ed25519Scalar.WORDS]);
            assertEquals(SlowEd25519.number(hash).mod(SlowEd25519.L), number(words));
          }
        });
  }

  /** Just below a multiple of L the quotient is guessed too high: random hashes never get there. */
  @Test
  void reducesNumbersAroundMultiplesOfTheOrder() {
    int[] words = new int[Ed25519Scalar.WORDS + 1];
    BigInteger limit = BigInteger.TWO.pow(512);
    for (int shift = 0; shift < 260; shift++) {
      for (BigInteger unit : new BigInteger[] {SlowEd25519.L, BigInteger.TWO.pow(252)}) {
        for (int add = -2; add <= 2; add++) {
          BigInteger each = unit.shiftLeft(shift).add(BigInteger.valueOf(add));
          if (each.compareTo(limit) < 0) {
            Ed25519Scalar.reduce(bytes64(each), words);
            assertEquals(each.mod(SlowEd25519.L), number(words), each.toString(16));
          }
        }
      }
    }
  }

  private static byte[] bytes64(BigInteger number) {
    byte[] out = Arrays.copyOf(SlowEd25519.encodeNumber(number), 64);
    System.arraycopy(SlowEd25519.encodeNumber(number.shiftRight(256)), 0, out, 32, 32);
    return out;
  }

  @Test
  void writesAScalarAsSignedDigits() {
    Seeds.run(
        Ed25519Properties.class,
        random -> {
          byte[] digits = new byte[Ed25519Scalar.DIGITS];
          for (int run = 0; run < 2000; run++) {
            int[] words = random.ints(Ed25519Scalar.WORDS).toArray();
            words[7] = random.nextInt(0x1000_0001);
            int width = 2 + random.nextInt(7);
            Ed25519Scalar.signedDigits(words, width, digits);
            BigInteger sum = BigInteger.ZERO;
            for (int i = 0; i < digits.length; i++) {
              assertTrue(digits[i] == 0 || (digits[i] & 1) == 1);
              assertTrue(Math.abs(digits[i]) < 1 << (width - 1));
              sum = sum.add(BigInteger.valueOf(digits[i]).shiftLeft(i));
            }
            assertEquals(number(words), sum);
          }
        });
  }

  private static SlowEd25519.Point torsion(Random random) {
    int factor = random.nextBoolean() ? 0 : random.nextInt(8);
    return ORDER_8.times(BigInteger.valueOf(factor));
  }

  private static BigInteger number(int[] words) {
    BigInteger number = BigInteger.ZERO;
    for (int i = Ed25519Scalar.WORDS - 1; i >= 0; i--) {
      number = number.shiftLeft(32).add(BigInteger.valueOf(words[i] & 0xFFFF_FFFFL));
    }
    return number;
  }
}
