package dev.latticenano.core.noise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Allocation;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A frame sealed at one end and opened at the other allocates what the cipher does, no more. */
class NoiseAllocationTest {
  private static final int RUNS = 20_000;
  private static final int BYTES = 1000;
  private static final long NOW = 1_800_000_000_000L;

  /** BouncyCastle's copies of keys and nonces, for sealing and for opening. */
  private static final long OF_CIPHER_MAX = 512;

  private final byte[] frame = new byte[BYTES + NoiseLink.EXTRA_BYTES_MAX];

  @Test
  void sealingAndOpeningAllocateOnlyWhatTheCipherDoes() {
    NoiseLink caller = Ends.link(1, true, null, Ends.entropy(new Random(1)));
    NoiseLink answerer = Ends.link(2, false, null, Ends.entropy(new Random(2)));
    Ends.shake(caller, answerer, NOW);
    long ofLink = Allocation.bytesPerRun(RUNS, () -> pass(caller, answerer));
    assertTrue(ofLink <= OF_CIPHER_MAX, ofLink + " bytes a frame");
  }

  private void pass(NoiseLink from, NoiseLink to) {
    from.prepare(NOW);
    int length = from.seal(frame, 0, BYTES);
    assertEquals(Verdict.OK, to.receive(frame, 0, length, NOW));
  }
}
