package dev.latticenano.core.bundle;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * Writes a bundle: the header, then records in sealed parts. The last byte of a full part is held
 * back until more comes, because only then is it known not to be the last. Holds one part.
 */
public final class BundleWriter {
  private final BundleCipher cipher;
  private final BundleOutput output;
  private final byte[] part = new byte[BundleRecord.PART_BYTES + BundleCipher.TAG_BYTES];
  private final byte[] head = new byte[BundleRecord.HEAD_BYTES];
  private int used;
  private long parts;
  private boolean begun;

  /** Nothing is written before the first record. */
  public BundleWriter(BundleCipher cipher, BundleOutput output) {
    this.cipher = cipher;
    this.output = output;
  }

  /** What follows is about {@code store}: so many intentions, then so many chunks. */
  public void store(StoreId store, int intentions, int chunks) throws StoreException {
    byte[] body = new byte[BundleRecord.STORE_BYTES];
    store.write(body, 0);
    BigEndian.putInt(body, StoreId.BYTES, intentions);
    BigEndian.putInt(body, StoreId.BYTES + 4, chunks);
    record(BundleRecord.STORE, body, 0, body.length);
  }

  /** Appends a record of a kind of {@link BundleRecord}; copies what it holds. */
  public void record(int kind, byte[] body, int offset, int length) throws StoreException {
    if (!BundleRecord.fits(kind, length)) {
      throw new IllegalArgumentException(length + " bytes in a record of kind " + kind);
    }
    head[0] = (byte) kind;
    BigEndian.putInt(head, 1, length);
    append(head, 0, head.length);
    append(body, offset, length);
  }

  /** Ends, pads and writes the last part. */
  public void end() throws StoreException {
    record(BundleRecord.END, head, 0, 0);
    int padded = BundleRecord.padded(used);
    Arrays.fill(part, used, padded, (byte) 0);
    used = padded;
    write(true);
  }

  private void append(byte[] source, int offset, int length) throws StoreException {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      if (used == BundleRecord.PART_BYTES) {
        write(false);
      }
      int taken = Math.min(end - at, BundleRecord.PART_BYTES - used);
      System.arraycopy(source, at, part, used, taken);
      used += taken;
      at += taken;
    }
  }

  private void write(boolean last) throws StoreException {
    if (!begun) {
      output.write(cipher.header(), 0, BundleHeader.BYTES);
      begun = true;
    }
    cipher.seal(parts, last, part, 0, used);
    output.write(part, 0, used + BundleCipher.TAG_BYTES);
    parts++;
    used = 0;
  }
}
