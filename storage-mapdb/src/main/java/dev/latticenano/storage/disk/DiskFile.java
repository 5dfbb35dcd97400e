package dev.latticenano.storage.disk;

import java.io.Closeable;
import java.io.IOException;

/** One open file. Offsets and sizes are bytes; what is written is durable after {@link #sync}. */
public interface DiskFile extends Closeable {
  /** The file's length now. */
  long size() throws IOException;

  /** Reads up to {@code length} bytes at {@code at}; fewer only where the file ends. */
  int read(long at, byte[] out, int offset, int length) throws IOException;

  /** Writes all the bytes or throws; after a failure any prefix of them may be in the file. */
  void write(long at, byte[] source, int offset, int length) throws IOException;

  /** Shortens the file to {@code size}. */
  void truncate(long size) throws IOException;

  /** Makes the bytes and the length durable. */
  void sync() throws IOException;
}
