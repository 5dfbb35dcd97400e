package dev.latticenano.storage.log;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.SignedIntentionWriter;
import dev.latticenano.core.intention.StoreId;
import java.util.Arrays;

/** Bodies that are signed intentions in form; storage does not look at signatures. */
final class SignedBytes {
  private SignedBytes() {}

  /** A 32-byte key that only {@code author} decides. */
  static byte[] author(int author) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) (author >>> 8));
    key[31] = (byte) author;
    return key;
  }

  /** An intention of an author at a wall time, with ops of zeros. */
  static byte[] of(int author, long wallMs, int opsBytes) {
    IntentionWriter intention =
        new IntentionWriter()
            .clear()
            .author(AuthorId.of(author(author), 0))
            .timestamp(wallMs, 0)
            .store(StoreId.of(new byte[16], 0))
            .storePrev(Hash.ZERO)
            .clearCondition()
            .ops(new byte[opsBytes], 0, opsBytes);
    byte[] bytes = new byte[intention.length()];
    intention.write(bytes, 0, bytes.length);
    SignedIntentionWriter signed =
        new SignedIntentionWriter().intention(bytes, 0, bytes.length).signature(new byte[64], 0);
    byte[] out = new byte[signed.length()];
    signed.write(out, 0, out.length);
    return out;
  }
}
