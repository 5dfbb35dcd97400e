package dev.latticenano.storage.table;

import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The pages of a run while MapDB writes it: one behind the other, the first one last, because MapDB
 * puts its counts there at the end. Zeros at the very end are not written.
 */
final class WrittenPages implements VolumePages {
  private final RunOutput output;
  private final byte[] first = new byte[FlatBlock.BYTES];
  private final byte[] current = new byte[FlatBlock.BYTES];
  private final byte[] readBack = new byte[FlatBlock.BYTES];
  private final byte[] zeros = new byte[FlatBlock.BYTES];
  private final CRC32C crc = new CRC32C();
  private final byte[] salted = new byte[16];
  private long length;
  private long currentNumber;
  private boolean finished;

  WrittenPages(RunOutput output) throws StoreException {
    this.output = output;
    output.leaveFirstBlock();
  }

  @Override
  public byte[] page(long number) {
    if (number == 0) {
      return first;
    }
    if (number == currentNumber && !finished) {
      return current;
    }
    if (number >= output.blocks()) {
      return zeros;
    }
    try {
      output.readBlock(number, readBack, crc, salted);
    } catch (StoreException e) {
      throw new PageFailure(e);
    }
    return readBack;
  }

  @Override
  public void write(long at, byte[] source, int offset, int bytes) {
    int done = 0;
    while (done < bytes) {
      long number = (at + done) / PAGE_BYTES;
      int within = (int) ((at + done) % PAGE_BYTES);
      int n = Math.min(bytes - done, PAGE_BYTES - within);
      System.arraycopy(source, offset + done, pageToWrite(number), within, n);
      done += n;
    }
    length = Math.max(length, at + bytes);
  }

  @Override
  public long length() {
    return length;
  }

  /** Writes what is still here. */
  void finish() throws StoreException {
    flush();
    finished = true;
    output.firstBlock(first);
  }

  private byte[] pageToWrite(long number) {
    if (number == 0) {
      return first;
    }
    if (number != currentNumber) {
      if (number < currentNumber) {
        throw new IllegalStateException("page " + number + " is written already");
      }
      try {
        flush();
      } catch (StoreException e) {
        throw new PageFailure(e);
      }
      currentNumber = number;
    }
    return current;
  }

  private void flush() throws StoreException {
    if (currentNumber == 0 || Arrays.equals(current, zeros)) {
      return;
    }
    while (output.blocks() < currentNumber) {
      output.block(zeros.clone());
    }
    output.block(current);
    Arrays.fill(current, (byte) 0);
  }
}
