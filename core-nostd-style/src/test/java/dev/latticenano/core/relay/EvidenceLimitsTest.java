package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.crypto.Verifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The largest file of evidence that is read, and the smallest that is not. */
class EvidenceLimitsTest {
  private static final int HEAD_BYTES = 9;
  private static final int ITEM_BYTES = 5;
  private static final int INTENTION = 3;

  /** Believes everything: what is counted here is signed no matter how. */
  private static final class Trusting implements Verifier {
    @Override
    public boolean verifyStrict(
        byte[] key, int at, byte[] message, int offset, int length, byte[] signature, int from) {
      return true;
    }

    @Override
    public boolean verifyLenient(
        byte[] key, int at, byte[] message, int offset, int length, byte[] signature, int from) {
      return true;
    }
  }

  private static byte[] file(List<byte[]> items) {
    long length = HEAD_BYTES + items.stream().mapToLong(each -> ITEM_BYTES + each.length).sum();
    byte[] file = Arrays.copyOf(new Evidence().toBytes(), Math.toIntExact(length));
    BigEndian.putInt(file, ITEM_BYTES, items.size());
    int at = HEAD_BYTES;
    for (byte[] each : items) {
      file[at] = INTENTION;
      BigEndian.putInt(file, at + 1, each.length);
      System.arraycopy(each, 0, file, at + ITEM_BYTES, each.length);
      at += ITEM_BYTES + each.length;
    }
    return file;
  }

  private static Verdict read(List<byte[]> items) {
    return Evidence.check(file(items), new Trusting());
  }

  @Test
  void soManyItemsAreReadAndNoMore() {
    byte[] item = AuditVectors.first(1);
    assertEquals(Verdict.OK, read(Collections.nCopies(Limits.EVIDENCE_ITEMS_MAX, item)));
    assertEquals(
        Verdict.EVIDENCE_MALFORMED, read(Collections.nCopies(Limits.EVIDENCE_ITEMS_MAX + 1, item)));
  }

  @Test
  void soManyBytesAreReadAndNoMore() {
    byte[] longest = DeskIntentions.signed(RelayVectors.ANN, new byte[1_000_000]);
    int count = (Limits.EVIDENCE_BYTES_MAX - HEAD_BYTES) / (ITEM_BYTES + longest.length);
    int left = Limits.EVIDENCE_BYTES_MAX - HEAD_BYTES - count * (ITEM_BYTES + longest.length);
    List<byte[]> items = new ArrayList<>(Collections.nCopies(count, longest));
    int extra = DeskIntentions.signed(RelayVectors.ANN, new byte[left]).length - left;
    items.add(DeskIntentions.signed(RelayVectors.ANN, new byte[left - extra - ITEM_BYTES]));
    assertEquals(Limits.EVIDENCE_BYTES_MAX, file(items).length);
    assertEquals(Verdict.OK, read(items));
    items.set(count, DeskIntentions.signed(RelayVectors.ANN, new byte[left - extra - 4]));
    assertEquals(Verdict.EVIDENCE_MALFORMED, read(items));
  }
}
