package dev.latticenano.core.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Allocation;
import dev.latticenano.core.intention.EnvelopeView;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.Marks;
import org.junit.jupiter.api.Test;

/** Sealing and opening allocate what BouncyCastle's cipher does for one message. */
class SealAllocationTest {
  private static final int RUNS = 20_000;

  // Two keys and a nonce as BouncyCastle takes them, each with its copy; less once compiled well.
  private static final int CIPHER_BYTES = 256;

  private final byte[] ops = Sealing.ops(300);
  private final byte[] out = new byte[1024];

  @Test
  void sealingAndOpeningAllocateNoMoreThanTheCipherDoes() {
    OpsCipher seals = new OpsCipher((bytes, offset, length) -> bytes[offset]++);
    IntentionView header = Sealing.view(Sealing.bytes(Sealing.author(2), new byte[0]));
    long sealing =
        Allocation.bytesPerRun(
            RUNS,
            () -> seals.seal(header, Sealing.KEY, Marks.NONE, ops, 0, 300, out, 0, out.length));
    assertTrue(sealing <= CIPHER_BYTES, sealing + " bytes to seal");

    byte[] intention = Sealing.sealed(seals, Sealing.author(2), Sealing.KEY, Hash.ZERO, ops);
    IntentionView view = Sealing.view(intention);
    EnvelopeView envelope = Sealing.envelope(view);
    Keyring keys = Sealing.keyring(Sealing.KEY);
    long opening =
        Allocation.bytesPerRun(
            RUNS, () -> assertEquals(Verdict.OK, seals.open(view, envelope, keys)));
    assertTrue(opening <= CIPHER_BYTES, opening + " bytes to open");
  }
}
