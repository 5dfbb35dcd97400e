package dev.latticenano.core.noise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Allocation;
import dev.latticenano.core.crypto.Aead;
import dev.latticenano.core.crypto.ChaCha20Poly1305;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A frame sealed at one end and opened at the other allocates what the cipher does, no more. */
class NoiseAllocationTest {
  private static final int RUNS = 20_000;
  private static final int BYTES = 1000;
  private static final long NOW = 1_800_000_000_000L;

  private final byte[] frame = new byte[BYTES + NoiseLink.EXTRA_BYTES_MAX];

  @Test
  void sealingAndOpeningAllocateOnlyWhatTheCipherDoes() {
    NoiseLink caller = Ends.link(1, true, null, Ends.entropy(new Random(1)));
    NoiseLink answerer = Ends.link(2, false, null, Ends.entropy(new Random(2)));
    Ends.shake(caller, answerer, NOW);
    Aead cipher = new ChaCha20Poly1305();
    byte[] key = new byte[Aead.KEY_BYTES];
    byte[] nonce = new byte[ChaCha20Poly1305.NONCE_BYTES];
    long ofCipher =
        Allocation.bytesPerRun(
            RUNS,
            () -> {
              cipher.begin(key, 0, nonce, 0);
              cipher.seal(frame, 0, BYTES, frame, 0);
              cipher.begin(key, 0, nonce, 0);
              cipher.open(frame, 0, BYTES + Aead.TAG_BYTES, frame, 0);
            });
    long ofLink = Allocation.bytesPerRun(RUNS, () -> pass(caller, answerer));
    assertEquals(ofCipher, ofLink);
  }

  private void pass(NoiseLink from, NoiseLink to) {
    from.prepare(NOW);
    int length = from.seal(frame, 0, BYTES);
    assertEquals(Verdict.OK, to.receive(frame, 0, length, NOW));
  }
}
