package dev.latticenano.edge;

import dev.latticenano.core.bundle.BundleInput;
import dev.latticenano.core.bundle.BundleOutput;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A bundle on a disk. It is written beside its place as {@code FILE.part} and gets its name when it
 * is whole and durable; read as a stream, never whole in memory.
 */
public final class BundleFile {
  private BundleFile() {}

  /** Writes a bundle. */
  public interface Writing {
    /** Writes it to {@code out}. */
    void to(BundleOutput out) throws StoreException, Failure;
  }

  /** Writes {@code file}, which must not be there; returns its bytes. */
  public static long write(Path file, Writing writing) throws Failure, StoreException {
    if (Files.exists(file)) {
      throw new Failure(
          Failure.BAD_INPUT, file + " is there already; name another file, or remove it");
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      long bytes = fill(part, writing);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel parent = FileChannel.open(file.toAbsolutePath().getParent())) {
        parent.force(true);
      }
      return bytes;
    } catch (IOException e) {
      throw new Failure(Failure.DISK, "cannot write " + file + ": " + Reason.of(e), e);
    } finally {
      remove(part);
    }
  }

  private static long fill(Path part, Writing writing) throws IOException, Failure, StoreException {
    try (FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      writing.to((bytes, offset, length) -> write(channel, part, bytes, offset, length));
      channel.force(true);
      return channel.size();
    }
  }

  private static void write(FileChannel channel, Path part, byte[] bytes, int offset, int length)
      throws StoreException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw failure("cannot write ", part, e);
    }
  }

  private static StoreException failure(String what, Path file, IOException e) {
    StoreException.Kind kind = Reason.isFull(e) ? StoreException.Kind.FULL : StoreException.Kind.IO;
    return new StoreException(kind, what + file + ": " + Reason.of(e), e);
  }

  // What stays behind is written over next time.
  private static void remove(Path part) {
    part.toFile().delete();
  }

  /** Does something with a bundle. */
  public interface Reading {
    /** Reads it from {@code in}. */
    void from(BundleInput in) throws StoreException, Failure;
  }

  /** Reads {@code file}. */
  public static void read(Path file, Reading reading) throws Failure, StoreException {
    try (InputStream in = Files.newInputStream(file)) {
      reading.from(
          (out, offset, length) -> {
            try {
              return in.read(out, offset, length);
            } catch (IOException e) {
              throw failure("cannot read ", file, e);
            }
          });
    } catch (IOException e) {
      throw new Failure(
          Files.exists(file) ? Failure.BAD_INPUT : Failure.NOT_FOUND,
          "cannot read " + file + ": " + Reason.of(e),
          e);
    }
  }
}
