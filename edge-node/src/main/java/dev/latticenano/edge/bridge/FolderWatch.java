package dev.latticenano.edge.bridge;

import dev.latticenano.host.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/**
 * Waits for something that shows in folders: a device, a drive. The system tells when one changes;
 * what changes without a word, as a folder that becomes a mount, is looked at twice a second.
 */
public final class FolderWatch implements AutoCloseable {
  private static final long LOOK_MS = 500;

  private final WatchService changes;

  /** What is waited for; null while it is not there. */
  public interface Look<T> {
    T now() throws Failure, InterruptedException;
  }

  /** Watches those of {@code folders} that exist. */
  public FolderWatch(Collection<Path> folders) throws Failure {
    try {
      changes = Path.of("/").getFileSystem().newWatchService();
      for (Path each : folders) {
        if (Files.isDirectory(each)) {
          each.register(
              changes, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
        }
      }
    } catch (IOException e) {
      throw new Failure(Failure.FAILED, "cannot watch for devices: " + e.getMessage(), e);
    }
  }

  /** What {@code look} finds within {@code timeoutMs}; null if nothing. */
  public <T> T await(long timeoutMs, Look<T> look) throws Failure, InterruptedException {
    long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    while (true) {
      T found = look.now();
      long leftMs = TimeUnit.NANOSECONDS.toMillis(untilNs - System.nanoTime());
      if (found != null || leftMs <= 0) {
        return found;
      }
      change(Math.min(leftMs, LOOK_MS));
    }
  }

  /** Waits until something changes, for at most {@code timeoutMs}. */
  public void change(long timeoutMs) throws InterruptedException {
    var key = changes.poll(timeoutMs, TimeUnit.MILLISECONDS);
    if (key != null) {
      key.pollEvents();
      key.reset();
    }
  }

  @Override
  public void close() {
    try {
      changes.close();
    } catch (IOException e) {
      // Nothing is lost with it.
    }
  }
}
