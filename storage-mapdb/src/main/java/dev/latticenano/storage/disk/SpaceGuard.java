package dev.latticenano.storage.disk;

import dev.latticenano.core.store.StoreException;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Keeps a reserve of the file system free: while less is usable, appends of the core are refused as
 * full, so that tables, commit marks and pruning still find room. As soon as there is space again
 * the next append is admitted. Asks the file system once per {@link #askBytes} appended, and for
 * every append while it refuses. Allocates nothing but refusals.
 */
public final class SpaceGuard {
  /** The reserve of a large file system; ours. */
  public static final long RESERVE_BYTES = 16_777_216;

  /** A small file system keeps this part of itself free. */
  public static final int RESERVE_PART = 64;

  private static final long ASK_BYTES_MAX = 1_048_576;
  private static final int ASKS_PER_RESERVE = 16;

  private final LongSupplier freeBytes;
  private final long reserveBytes;
  private final long askBytes;
  private long admitted;

  /**
   * @param freeBytes says how many bytes are usable now
   * @param reserveBytes how many are kept, 0 for none
   */
  public SpaceGuard(LongSupplier freeBytes, long reserveBytes) {
    if (reserveBytes < 0) {
      throw new IllegalArgumentException("reserveBytes " + reserveBytes);
    }
    this.freeBytes = freeBytes;
    this.reserveBytes = reserveBytes;
    askBytes = Math.min(ASK_BYTES_MAX, reserveBytes / ASKS_PER_RESERVE);
    admitted = askBytes;
  }

  /** Admits everything. */
  public static SpaceGuard none() {
    return new SpaceGuard(() -> Long.MAX_VALUE, 0);
  }

  /** Keeps 16 MiB of the file system of {@code directory}, or a 64th of it if that is less. */
  public static SpaceGuard of(Path directory) {
    long part = DiskFailure.totalBytes(directory) / RESERVE_PART;
    return new SpaceGuard(() -> DiskFailure.freeBytes(directory), Math.min(RESERVE_BYTES, part));
  }

  /**
   * Keeps so many percent of the file system of {@code directory}, and no less than {@link #of}.
   */
  public static SpaceGuard of(Path directory, int percent) {
    long part = DiskFailure.totalBytes(directory) / 100 * percent;
    long least = of(directory).reserveBytes();
    return new SpaceGuard(() -> DiskFailure.freeBytes(directory), Math.max(least, part));
  }

  /** Bytes kept free. */
  public long reserveBytes() {
    return reserveBytes;
  }

  /** After how many appended bytes the file system is asked again. */
  public long askBytes() {
    return askBytes;
  }

  /**
   * Admits an append of {@code bytes} to a file under {@code path}.
   *
   * @throws StoreException FULL if less than the reserve is free
   */
  public void admit(Path path, int bytes) throws StoreException {
    if (reserveBytes == 0) {
      return;
    }
    admitted += bytes;
    if (admitted < askBytes) {
      return;
    }
    long free = freeBytes.getAsLong();
    if (free < reserveBytes) {
      throw new StoreException(
          StoreException.Kind.FULL,
          "cannot append to "
              + path
              + ": "
              + free
              + " bytes are free and the last "
              + reserveBytes
              + " are kept in reserve",
          null);
    }
    admitted = 0;
  }
}
