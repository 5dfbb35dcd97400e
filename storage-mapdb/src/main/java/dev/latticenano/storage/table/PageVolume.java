package dev.latticenano.storage.table;

import dev.latticenano.core.bytes.BigEndian;
import java.io.File;
import java.nio.ByteBuffer;
import org.mapdb.DataInput2;
import org.mapdb.volume.Volume;

/** What MapDB takes for a file: a row of bytes cut into the checked blocks of a run. */
final class PageVolume extends Volume {
  private static final int PAGE_BYTES = VolumePages.PAGE_BYTES;

  private final VolumePages pages;
  private final int nodePageBytes;
  private final byte[] scratch = new byte[8];

  /** A volume over pages, for tables with pages of their own of {@code nodePageBytes}. */
  PageVolume(VolumePages pages, int nodePageBytes) {
    this.pages = pages;
    this.nodePageBytes = nodePageBytes;
  }

  @Override
  public long getLong(long offset) {
    getData(offset, scratch, 0, 8);
    return BigEndian.longAt(scratch, 0);
  }

  @Override
  public int getInt(long offset) {
    getData(offset, scratch, 0, 4);
    return BigEndian.intAt(scratch, 0);
  }

  @Override
  public byte getByte(long offset) {
    return pages.page(offset / PAGE_BYTES)[(int) (offset % PAGE_BYTES)];
  }

  /**
   * A copy of {@code size} bytes. MapDB asks for a wrong number of bytes of a page's last node: it
   * then gets what is left of that page, which holds the node.
   */
  @Override
  public DataInput2 getDataInput(long offset, int size) {
    int left = nodePageBytes - (int) (offset % nodePageBytes);
    byte[] copy = new byte[size < 0 || size > left ? left : size];
    getData(offset, copy, 0, copy.length);
    return new DataInput2.ByteArray(copy);
  }

  @Override
  public void getData(long offset, byte[] bytes, int bytesPos, int size) {
    int done = 0;
    while (done < size) {
      int within = (int) ((offset + done) % PAGE_BYTES);
      int n = Math.min(size - done, PAGE_BYTES - within);
      byte[] page = pages.page((offset + done) / PAGE_BYTES);
      System.arraycopy(page, within, bytes, bytesPos + done, n);
      done += n;
    }
  }

  @Override
  public void putLong(long offset, long value) {
    BigEndian.putLong(scratch, 0, value);
    pages.write(offset, scratch, 0, 8);
  }

  @Override
  public void putInt(long offset, int value) {
    BigEndian.putInt(scratch, 0, value);
    pages.write(offset, scratch, 0, 4);
  }

  @Override
  public void putByte(long offset, byte value) {
    scratch[0] = value;
    pages.write(offset, scratch, 0, 1);
  }

  @Override
  public void putData(long offset, byte[] source, int sourcePos, int sourceSize) {
    pages.write(offset, source, sourcePos, sourceSize);
  }

  @Override
  public void putData(long offset, ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.get(copy);
    pages.write(offset, copy, 0, copy.length);
  }

  @Override
  public long length() {
    return pages.length();
  }

  @Override
  public void ensureAvailable(long offset) {}

  @Override
  public void truncate(long size) {
    throw new UnsupportedOperationException("a run is not cut");
  }

  @Override
  public void clear(long startOffset, long endOffset) {
    throw new UnsupportedOperationException("a run is not cleared");
  }

  /** The run is synced when it is finished. */
  @Override
  public void sync() {}

  /** The file is closed by whoever opened it. */
  @Override
  public void close() {}

  @Override
  public int sliceSize() {
    return -1;
  }

  @Override
  public boolean isSliced() {
    return false;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public File getFile() {
    return null;
  }

  @Override
  public boolean getFileLocked() {
    return false;
  }
}
