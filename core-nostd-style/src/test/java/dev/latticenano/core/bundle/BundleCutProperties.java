package dev.latticenano.core.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Entropy;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Of a bundle cut at any byte exactly the records are read that lie in its whole parts. */
class BundleCutProperties {
  private static final int SEALED_BYTES = BundleRecord.PART_BYTES + BundleCipher.TAG_BYTES;
  private static final int NEAR_BYTES = 20;
  private static final int ANYWHERE = 60;

  private final EpochKey epoch = EpochKey.of(new byte[EpochKey.BYTES], 0);
  private final List<Hash> records = new ArrayList<>();
  // Where in the content each record ends.
  private final List<Long> ends = new ArrayList<>();
  private byte[] whole;

  private static Hash hash(byte[] bytes, int length) {
    byte[] name = new byte[Hash.BYTES];
    Blake3.plain().hash(bytes, 0, length, name, 0);
    return Hash.of(name, 0);
  }

  /** Records of random bytes until there are that many of content. */
  private void write(boolean clear, int contentBytes, int recordBytesMax, Random random)
      throws StoreException {
    Entropy entropy = (out, offset, length) -> Arrays.fill(out, offset, offset + length, (byte) 5);
    BundleCipher cipher =
        clear ? BundleCipher.clear(entropy) : BundleCipher.forMembers(epoch, entropy);
    BundleBytes out = new BundleBytes();
    BundleWriter writer = new BundleWriter(cipher, out);
    records.clear();
    ends.clear();
    byte[] store = new byte[BundleRecord.STORE_BYTES];
    writer.store(StoreId.of(store, 0), 0, 0);
    long at = BundleRecord.HEAD_BYTES + store.length;
    records.add(hash(store, store.length));
    ends.add(at);
    while (at < contentBytes) {
      byte[] body = new byte[1 + random.nextInt(recordBytesMax)];
      random.nextBytes(body);
      writer.record(BundleRecord.CHUNK, body, 0, body.length);
      at += BundleRecord.HEAD_BYTES + body.length;
      records.add(hash(body, body.length));
      ends.add(at);
    }
    writer.end();
    whole = out.bytes();
  }

  private void assertReadUpTo(int end) throws StoreException {
    BundleReader reader = new BundleReader(BundleBytes.input(Arrays.copyOf(whole, end)));
    Verdict opened = reader.open(null, id -> epoch);
    if (end < BundleHeader.BYTES) {
      assertEquals(Verdict.BUNDLE_HEADER_WRONG, opened, "cut at " + end);
      return;
    }
    assertEquals(Verdict.OK, opened, "cut at " + end);
    int read = 0;
    while (reader.next()) {
      assertEquals(records.get(read), hash(reader.body(), reader.length()), "cut at " + end);
      read++;
    }
    boolean all = end == whole.length;
    long parts = (end - BundleHeader.BYTES) / SEALED_BYTES;
    long content = all ? Long.MAX_VALUE : parts * BundleRecord.PART_BYTES;
    assertEquals(ends.stream().filter(each -> each <= content).count(), read, "cut at " + end);
    assertEquals(all ? Verdict.OK : Verdict.BUNDLE_CUT, reader.verdict(), "cut at " + end);
    if (!all) {
      assertEquals(parts, reader.parts(), "cut at " + end);
    }
  }

  @Test
  void aSmallBundleIsReadRightAtEachOfItsCuts() {
    Seeds.run(
        getClass(),
        random -> {
          write(random.nextBoolean(), 3000, 400, random);
          for (int end = 0; end <= whole.length; end++) {
            assertReadUpTo(end);
          }
        });
  }

  @Test
  void aBundleOfPartsIsReadRightAtTheirEdgesAtThoseOfRecordsAndAnywhere() {
    Seeds.run(
        getClass(),
        random -> {
          write(random.nextBoolean(), 2 * BundleRecord.PART_BYTES + 90_000, 60_000, random);
          assertTrue(whole.length > BundleHeader.BYTES + 2 * SEALED_BYTES);
          TreeSet<Integer> cuts = new TreeSet<>();
          for (int edge = BundleHeader.BYTES; edge < whole.length; edge += SEALED_BYTES) {
            for (int end = edge - NEAR_BYTES; end <= edge + NEAR_BYTES; end++) {
              cuts.add(end);
            }
          }
          for (long end : ends) {
            int tags = (int) (end / BundleRecord.PART_BYTES) * BundleCipher.TAG_BYTES;
            cuts.add(Math.min(whole.length, BundleHeader.BYTES + (int) end + tags));
          }
          for (int i = 0; i < ANYWHERE; i++) {
            cuts.add(random.nextInt(whole.length));
          }
          cuts.add(whole.length - 1);
          cuts.add(whole.length);
          for (int end : cuts) {
            assertReadUpTo(end);
          }
        });
  }
}
