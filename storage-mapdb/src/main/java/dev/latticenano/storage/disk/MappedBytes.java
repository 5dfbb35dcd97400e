package dev.latticenano.storage.disk;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file as memory, to be read only. It is let go of by {@link #close}, not when it is collected:
 * until then a file that was removed takes its space, and a medium cannot be taken out. Java 17 has
 * no other way to do that than a method of {@code sun.misc.Unsafe}; where it is missing nothing is
 * mapped. One owner.
 */
final class MappedBytes {
  // With 32 bits there are fewer addresses than bytes of files.
  private static final boolean WIDE_ADDRESSES =
      !"32".equals(System.getProperty("sun.arch.data.model"));

  private static final MethodHandle CLEANER = cleaner();

  private ByteBuffer bytes;

  private MappedBytes(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** All bytes of a file of at most 2 GiB, or null where they cannot be had as memory. */
  static MappedBytes of(Path path) {
    if (CLEANER == null || !WIDE_ADDRESSES) {
      return null;
    }
    // A channel of its own: an interrupt closes it. What is mapped stays.
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      return size == 0 || size > Integer.MAX_VALUE
          ? null
          : new MappedBytes(channel.map(FileChannel.MapMode.READ_ONLY, 0, size));
    } catch (IOException e) {
      return null;
    }
  }

  /** As {@link MappableFile#copy}. */
  void copy(long at, byte[] out, int offset, int length) {
    bytes.get((int) at, out, offset, length);
  }

  /** Lets go of the memory; nothing may be read any more. */
  void close() throws IOException {
    ByteBuffer gone = bytes;
    bytes = null;
    try {
      CLEANER.invoke(gone);
    } catch (Throwable e) {
      throw new IOException("what is mapped stays", e);
    }
  }

  private static MethodHandle cleaner() {
    try {
      Class<?> unsafe = Class.forName("sun.misc.Unsafe");
      Field only = unsafe.getDeclaredField("theUnsafe");
      only.setAccessible(true);
      return MethodHandles.lookup()
          .findVirtual(unsafe, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
          .bindTo(only.get(null));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }
}
