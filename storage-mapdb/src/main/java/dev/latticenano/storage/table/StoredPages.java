package dev.latticenano.storage.table;

import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** The pages of a finished run, checked when read; a few that were read last stay. */
final class StoredPages implements VolumePages {
  private static final int KEPT = 8;

  private final RunSource source;
  private final byte[][] kept = new byte[KEPT][];
  private final long[] numbers = new long[KEPT];
  private final byte[] zeros = new byte[FlatBlock.BYTES];
  private final CRC32C crc = new CRC32C();
  private final byte[] salted = new byte[16];

  StoredPages(RunSource source) {
    this.source = source;
    Arrays.fill(numbers, -1);
  }

  @Override
  public byte[] page(long number) {
    if (number >= source.footer().blocks()) {
      return zeros;
    }
    int slot = (int) (number % KEPT);
    if (numbers[slot] != number) {
      if (kept[slot] == null) {
        kept[slot] = new byte[FlatBlock.BYTES];
      }
      numbers[slot] = -1;
      try {
        source.readBlock(number, kept[slot], crc, salted);
      } catch (StoreException e) {
        throw new PageFailure(e);
      }
      numbers[slot] = number;
    }
    return kept[slot];
  }

  @Override
  public void write(long at, byte[] from, int offset, int length) {
    throw new UnsupportedOperationException(source.path() + " is written once");
  }

  @Override
  public long length() {
    return Integer.toUnsignedLong(source.footer().extra());
  }
}
