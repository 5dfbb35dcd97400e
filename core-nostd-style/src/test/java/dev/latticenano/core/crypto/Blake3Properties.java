package dev.latticenano.core.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.Seeds;
import java.util.Random;
import org.bouncycastle.crypto.digests.Blake3Digest;
import org.junit.jupiter.api.Test;

/** Compares {@link Blake3} with BouncyCastle's digest and with itself over random splits. */
final class Blake3Properties {
  private static final int RUNS = 300;
  private static final int LENGTH_MAX = 20_000;

  @Test
  void agreesWithBouncyCastleHoweverInputIsSplit() {
    Seeds.run(
        Blake3Properties.class,
        random -> {
          Blake3 ours = Blake3.plain();
          Blake3Digest theirs = new Blake3Digest(256);
          byte[] expected = new byte[32];
          byte[] actual = new byte[32];
          for (int run = 0; run < RUNS; run++) {
            byte[] input = new byte[length(random)];
            random.nextBytes(input);
            theirs.update(input, 0, input.length);
            theirs.doFinal(expected, 0);
            ours.reset();
            feed(ours, input, random);
            ours.digest(actual, 0);
            assertEquals(Hex.encode(expected), Hex.encode(actual), "length " + input.length);
            ours.hash(input, 0, input.length, actual, 0);
            assertEquals(Hex.encode(expected), Hex.encode(actual), "length " + input.length);
          }
        });
  }

  @Test
  void shorterOutputIsAPrefixOfLongerOutput() {
    Seeds.run(
        Blake3Properties.class,
        random -> {
          Blake3 hasher = Blake3.deriving("dev.latticenano test of extended output");
          byte[] input = new byte[length(random)];
          random.nextBytes(input);
          hasher.update(input, 0, input.length);
          byte[] longest = new byte[1000];
          hasher.digest(longest, 0, longest.length);
          for (int length = 0; length <= longest.length; length++) {
            byte[] output = new byte[length];
            hasher.digest(output, 0, length);
            assertEquals(Hex.encode(longest, 0, length), Hex.encode(output));
          }
        });
  }

  /** Lengths near a multiple of a block or chunk half of the time. */
  private static int length(Random random) {
    if (random.nextBoolean()) {
      return random.nextInt(LENGTH_MAX);
    }
    int unit = random.nextBoolean() ? 64 : 1024;
    return Math.max(0, unit * random.nextInt(LENGTH_MAX / unit) + random.nextInt(3) - 1);
  }

  private static void feed(Blake3 hasher, byte[] input, Random random) {
    int bound = 1 << random.nextInt(13);
    int position = 0;
    while (position < input.length) {
      int taken = Math.min(random.nextInt(bound + 1), input.length - position);
      hasher.update(input, position, taken);
      position += taken;
    }
  }
}
