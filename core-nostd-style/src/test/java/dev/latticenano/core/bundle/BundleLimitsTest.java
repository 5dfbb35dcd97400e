package dev.latticenano.core.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** As much as a bundle may hold, and one more. */
class BundleLimitsTest {
  private static final StoreId STORE = StoreId.parse("aaaaaaaa-aaaa-4aaa-aaaa-aaaaaaaaaaaa");
  private static final Ed25519Signer SIGNER =
      new Ed25519Signer(new byte[Ed25519Signer.SEED_BYTES], 0);

  private final BundleBytes out = new BundleBytes();
  private final BundleWriter writer =
      new BundleWriter(BundleCipher.clear((bytes, offset, length) -> {}), out);

  private static Verdict read(byte[] bundle) throws StoreException {
    BundleReader reader = new BundleReader(BundleBytes.input(bundle));
    reader.open(SIGNER, id -> null);
    while (reader.next()) {}
    return reader.verdict();
  }

  private byte[] stores(int count) throws StoreException {
    for (int i = 0; i < count; i++) {
      writer.store(STORE, 0, 0);
    }
    writer.end();
    return out.bytes();
  }

  @Test
  void asManyStoresAsMayBeAreRead() throws StoreException {
    assertEquals(Verdict.OK, read(stores(Limits.BUNDLE_STORES_MAX)));
  }

  @Test
  void oneStoreMoreIsNot() throws StoreException {
    assertEquals(Verdict.BUNDLE_DISORDERED, read(stores(4097)));
  }

  private static byte[] receipt(int tips) {
    byte[] rows = new byte[tips * BundleReceipt.TIP_BYTES];
    return BundleReceipt.sign(SIGNER, STORE, 1, true, rows, rows.length);
  }

  @Test
  void aReceiptWithAsManyTipsAsMayBeIsRead() throws StoreException {
    byte[] most = receipt(Limits.BUNDLE_TIPS_MAX);
    writer.store(STORE, 0, 0);
    writer.record(BundleRecord.RECEIPT, most, 0, most.length);
    writer.end();
    assertEquals(Verdict.OK, read(out.bytes()));
  }

  @Test
  void oneWithOneMoreIsNeitherWrittenNorRead() throws StoreException {
    byte[] more = receipt(961);
    writer.store(STORE, 0, 0);
    assertThrows(
        IllegalArgumentException.class,
        () -> writer.record(BundleRecord.RECEIPT, more, 0, more.length));
    // What no writer of ours makes.
    int content = BundleRecord.HEAD_BYTES + more.length;
    int begin = BundleRecord.HEAD_BYTES + BundleRecord.STORE_BYTES;
    byte[] part = new byte[BundleRecord.padded(begin + content) + BundleCipher.TAG_BYTES];
    part[0] = BundleRecord.STORE;
    BigEndian.putInt(part, 1, BundleRecord.STORE_BYTES);
    part[begin] = BundleRecord.RECEIPT;
    BigEndian.putInt(part, begin + 1, more.length);
    System.arraycopy(more, 0, part, begin + BundleRecord.HEAD_BYTES, more.length);
    BundleCipher cipher = BundleCipher.clear((bytes, offset, length) -> {});
    cipher.seal(0, true, part, 0, part.length - BundleCipher.TAG_BYTES);
    byte[] bundle = Arrays.copyOf(cipher.header(), BundleHeader.BYTES + part.length);
    System.arraycopy(part, 0, bundle, BundleHeader.BYTES, part.length);
    assertEquals(Verdict.BUNDLE_RECORD_MALFORMED, read(bundle));
  }
}
