package dev.latticenano.core.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.fuzz.Script;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * Bundles of any bytes: as they are; with sound seals around any content; and sound ones cut or
 * changed. Records shown fit their kinds, and no more is shown than was read.
 */
public final class BundleFuzz {
  private static final StoreId STORE = StoreId.parse("aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa");

  private BundleFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws StoreException {
    Script script = new Script(input);
    switch (script.choose(4)) {
      case 0 -> read(script.rest());
      case 1 -> read(sealed(script));
      case 2 -> read(written(script));
      default -> receipt(script.rest());
    }
  }

  /** The key that a bundle for this end is sealed to. */
  private static Ed25519Signer own() {
    return new Ed25519Signer(Hex.decode("55".repeat(32)), 0);
  }

  private static BundleCipher cipher(int kind) {
    byte[] key = new byte[AuthorId.BYTES];
    own().publicKey(key, 0);
    AuthorId id = AuthorId.of(key, 0);
    return switch (kind) {
      case 0 -> BundleCipher.clear((out, offset, length) -> Arrays.fill(out, (byte) 9));
      case 1 ->
          BundleCipher.forMembers(epoch(), (out, offset, length) -> Arrays.fill(out, (byte) 8));
      default -> BundleCipher.forPeer(id, (out, offset, length) -> Arrays.fill(out, (byte) 7));
    };
  }

  private static EpochKey epoch() {
    return EpochKey.of(Hex.decode("66".repeat(EpochKey.BYTES)), 0);
  }

  /** Parts of any content, each followed by others or the last, under right tags. */
  private static byte[] sealed(Script script) throws StoreException {
    BundleCipher cipher = cipher(script.choose(3));
    BundleBytes out = new BundleBytes();
    out.write(cipher.header(), 0, BundleHeader.BYTES);
    int full = script.choose(16) == 15 ? 1 : 0;
    int length = script.choose(4) == 3 ? script.number() : BundleRecord.LAST_BYTES_MIN;
    byte[] content = script.rest();
    byte[] part = new byte[BundleRecord.PART_BYTES + BundleCipher.TAG_BYTES];
    for (int i = 0; i < full; i++) {
      System.arraycopy(content, 0, part, 0, Math.min(content.length, BundleRecord.PART_BYTES));
      cipher.seal(i, false, part, 0, BundleRecord.PART_BYTES);
      out.write(part, 0, part.length);
    }
    Arrays.fill(part, (byte) 0);
    System.arraycopy(content, 0, part, 0, Math.min(content.length, length));
    cipher.seal(full, true, part, 0, length);
    out.write(part, 0, length + BundleCipher.TAG_BYTES);
    return out.bytes();
  }

  /** A sound bundle, then cut and changed. */
  private static byte[] written(Script script) throws StoreException {
    BundleBytes out = new BundleBytes();
    BundleWriter writer = new BundleWriter(cipher(script.choose(3)), out);
    int records = script.choose(8);
    for (int i = 0; i < records; i++) {
      if (script.choose(2) == 0) {
        writer.store(STORE, script.number(), script.number());
      } else {
        byte[] body = Arrays.copyOf(script.take(8), 8 + script.choose(2) * script.number());
        writer.record(BundleRecord.INTENTION + script.choose(2), body, 0, body.length);
      }
    }
    writer.end();
    byte[] bytes = out.bytes();
    int changes = script.choose(3);
    for (int i = 0; i < changes; i++) {
      bytes[(script.number() << 4) % bytes.length] ^= (byte) script.choose(256);
    }
    return script.choose(2) == 0 ? bytes : Arrays.copyOf(bytes, script.number() % bytes.length);
  }

  private static void read(byte[] bytes) throws StoreException {
    BundleReader reader = new BundleReader(BundleBytes.input(bytes));
    Verdict opened = reader.open(own(), id -> id.equals(epoch().id()) ? epoch() : null);
    assertEquals(opened, reader.verdict());
    if (opened != Verdict.OK) {
      return;
    }
    long shown = 0;
    while (reader.next()) {
      assertTrue(BundleRecord.fits(reader.kind(), reader.length()));
      shown += reader.length();
      if (reader.kind() == BundleRecord.STORE) {
        reader.store();
        reader.chunks();
        reader.intentions();
      } else if (reader.kind() == BundleRecord.RECEIPT) {
        read(BundleReceipt.of(reader.body(), reader.length()));
      }
    }
    assertTrue(shown <= bytes.length, "more shown than read");
    assertTrue(!reader.next(), "goes on behind its end");
  }

  private static void receipt(byte[] bytes) {
    byte[] room = Arrays.copyOf(bytes, Limits.SIGNED_BYTES_MAX);
    if (BundleReceipt.fits(bytes.length)) {
      read(BundleReceipt.of(room, bytes.length));
    }
  }

  private static void read(BundleReceipt receipt) {
    boolean sound = receipt.isSound(STORE, new Ed25519Verifier());
    receipt.sender();
    receipt.madeMs();
    for (int i = 0; sound && i < receipt.tips(); i++) {
      assertTrue(receipt.hashAt(i) + 32 <= receipt.toBytes().length);
      receipt.height(i);
    }
  }
}
