package dev.latticenano.link;

import dev.latticenano.link.LinkException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The right to use one device of this machine: one owner in this program has it, and one program of
 * ours.
 *
 * <p>In the program it is a permit, between programs the lock on a file in the temporary directory
 * that is named after the device. The permit comes first and goes last: a program that closes any
 * channel on a file gives all its locks on it away, so no second channel may ever be open.
 */
final class DeviceLock implements AutoCloseable {
  private static final Map<Path, Semaphore> PERMITS = new ConcurrentHashMap<>();

  private final Semaphore permit;
  private final FileChannel channel;

  private DeviceLock(Semaphore permit, FileChannel channel) {
    this.permit = permit;
    this.channel = channel;
  }

  /**
   * Takes it as soon as its owner gives it back.
   *
   * @param name what the user calls the device
   * @param device where it really is
   * @param waitMs how long at the longest
   */
  static DeviceLock take(String name, Path device, int waitMs) throws LinkException {
    long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
    Semaphore permit = PERMITS.computeIfAbsent(device, path -> new Semaphore(1));
    try {
      if (!permit.tryAcquire(waitMs, TimeUnit.MILLISECONDS)) {
        throw inUse(name);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    DeviceLock lock = null;
    try {
      lock = new DeviceLock(permit, channel(name, device, untilNs));
      return lock;
    } finally {
      if (lock == null) {
        permit.release();
      }
    }
  }

  /** A channel on the locked file; null where {@link #open} has none. */
  private static FileChannel channel(String name, Path device, long untilNs) throws LinkException {
    String file = "lattice" + device.toString().replace('/', '-') + ".lock";
    Path path = Path.of(System.getProperty("java.io.tmpdir"), file);
    FileChannel channel = null;
    boolean done = false;
    try {
      channel = open(path);
      done = channel == null || channel.tryLock() != null || locks(channel, untilNs);
      if (!done) {
        throw inUse(name);
      }
      return channel;
    } catch (IOException e) {
      throw new LinkException(Kind.FAILED, "cannot lock " + path + ": " + e.getMessage(), e);
    } finally {
      if (!done) {
        closeQuietly(channel);
      }
    }
  }

  /**
   * Null when another user owns the lock file: then only the system's exclusive mode protects the
   * device.
   */
  private static FileChannel open(Path path) throws IOException {
    try {
      return FileChannel.open(path, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      return FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    } catch (AccessDeniedException e) {
      return null;
    }
  }

  // The system wakes who waits for a lock, but knows no deadline: a thread of its own waits, and
  // ends when the channel is closed under it.
  private static boolean locks(FileChannel channel, long untilNs)
      throws LinkException, IOException {
    FutureTask<FileLock> waiting = new FutureTask<>(channel::lock);
    Thread thread = new Thread(waiting, "device lock");
    thread.setDaemon(true);
    thread.start();
    try {
      waiting.get(untilNs - System.nanoTime(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static LinkException inUse(String name) {
    return new LinkException(Kind.IN_USE, "another program uses " + name);
  }

  private static LinkException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new LinkException(Kind.CLOSED, "interrupted while waiting for the device", e);
  }

  private static void closeQuietly(FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // The lock ends with the process at the latest.
      }
    }
  }

  /** Gives it back, once. */
  @Override
  public void close() {
    closeQuietly(channel);
    permit.release();
  }
}
