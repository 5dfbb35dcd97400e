package dev.latticenano.bench.engine;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.StoreId;
import java.util.Arrays;

/**
 * Signed intentions of {@link Records#PAYLOAD_BYTES} bytes, one after the other and the same every
 * time: eight authors write chains, every second intention cites another author's tip. The
 * signature is the hash, twice.
 */
final class Intentions implements Signer {
  private static final int AUTHORS = 8;
  private static final long FIRST_MS = 1_700_000_000_000L;

  private final StoreId store;
  private final IntentionWriter writer = new IntentionWriter();
  private final Blake3 blake3 = Blake3.plain();
  private final byte[] ops = new byte[Records.PAYLOAD_BYTES];
  private final byte[][] tips = new byte[AUTHORS][Hash.BYTES];
  private final byte[] key = new byte[KEY_BYTES];
  private final byte[] bytes = new byte[2 * Records.PAYLOAD_BYTES];
  private final Records records;
  private int opsBytes = Records.PAYLOAD_BYTES / 2;
  private int count;

  Intentions(StoreId store, long seed) {
    this.store = store;
    records = new Records(seed);
  }

  /** Makes the next one. */
  void next() {
    int author = count % AUTHORS;
    records.key(author, key);
    int length = written(author);
    // How many ops fill it up depends on what it cites.
    opsBytes += Records.PAYLOAD_BYTES - length;
    length = written(author);
    if (length != Records.PAYLOAD_BYTES) {
      throw new IllegalStateException("an intention of " + length + " bytes");
    }
    System.arraycopy(bytes, length - Hash.BYTES, tips[author], 0, Hash.BYTES);
    count++;
  }

  /** The array whose first {@link Records#PAYLOAD_BYTES} bytes are the last one made. */
  byte[] bytes() {
    return bytes;
  }

  /** Copies the hash of the last one made. */
  void hash(byte[] out, int offset) {
    System.arraycopy(tips[(count - 1) % AUTHORS], 0, out, offset, Hash.BYTES);
  }

  /** True if these are the bytes of an intention with that hash, as far as its signature shows. */
  static boolean hasHash(byte[] signed, byte[] hash) {
    int end = Records.PAYLOAD_BYTES;
    return Arrays.equals(signed, end - Hash.BYTES, end, hash, 0, Hash.BYTES);
  }

  @Override
  public void publicKey(byte[] out, int offset) {
    System.arraycopy(key, 0, out, offset, KEY_BYTES);
  }

  @Override
  public void sign(byte[] message, int offset, int length, byte[] out, int outOffset) {
    System.arraycopy(message, offset, out, outOffset, Hash.BYTES);
    System.arraycopy(message, offset, out, outOffset + Hash.BYTES, Hash.BYTES);
  }

  private int written(int author) {
    writer.clear().store(store).timestamp(FIRST_MS + count, 0).ops(ops, 0, opsBytes);
    if (count >= AUTHORS) {
      writer.storePrev(tips[author], 0);
    }
    if (count > 0 && count % 2 == 0) {
      writer.addCondition(tips[(count - 1) % AUTHORS], 0);
    }
    byte[] hash = new byte[Hash.BYTES];
    return IntentionProof.sign(writer, this, blake3, bytes, 0, bytes.length, hash, 0);
  }
}
