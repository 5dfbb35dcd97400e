package dev.latticenano.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.link.LinkException.Kind;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class DeviceLockTest {
  private static final int LONG_MS = 30_000;

  @TempDir Path directory;

  @Test
  void waitsUntilAnOwnerInThisProgramGivesItBack() throws Exception {
    DeviceLock first = DeviceLock.take("device", device(), 0);
    CompletableFuture<DeviceLock> second = taking();
    assertFalse(second.isDone());
    first.close();
    second.get(LONG_MS, TimeUnit.MILLISECONDS).close();
  }

  @Test
  void waitsUntilAnotherProgramGivesItBack() throws Exception {
    try (LockHolder other = new LockHolder(device())) {
      assertEquals("held", other.take());
      CompletableFuture<DeviceLock> taken = taking();
      assertNotNull(waiting(true));
      other.giveBack();
      taken.get(LONG_MS, TimeUnit.MILLISECONDS).close();
    }
  }

  @Test
  void refusesAtItsDeadlineAndLeavesNoThreadBehind() throws Exception {
    try (LockHolder other = new LockHolder(device())) {
      assertEquals("held", other.take());
      LinkException e =
          assertThrows(LinkException.class, () -> DeviceLock.take("ttyACM0", device(), 10));
      assertEquals(Kind.IN_USE, e.kind());
      assertEquals("another program uses ttyACM0", e.getMessage());
      Thread left = waiting(false);
      if (left != null) {
        left.join(LONG_MS);
        assertFalse(left.isAlive());
      }
    }
  }

  @Test
  void anOwnerThatIsRefusedDoesNotGiveAwayTheLockOfTheOther() throws Exception {
    try (LockHolder other = new LockHolder(device())) {
      DeviceLock lock = DeviceLock.take("device", device(), 0);
      assertThrows(LinkException.class, () -> DeviceLock.take("device", device(), 0));
      assertEquals("refused", other.take());
      lock.close();
      assertEquals("held", other.take());
    }
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    DeviceLock lock = DeviceLock.take("device", device(), 0);
    Thread.currentThread().interrupt();
    LinkException e =
        assertThrows(LinkException.class, () -> DeviceLock.take("device", device(), LONG_MS));
    assertEquals(Kind.CLOSED, e.kind());
    assertTrue(Thread.interrupted());
    lock.close();
  }

  private Path device() {
    return directory.resolve("device");
  }

  private CompletableFuture<DeviceLock> taking() {
    CompletableFuture<DeviceLock> taken = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                taken.complete(DeviceLock.take("device", device(), LONG_MS));
              } catch (LinkException e) {
                taken.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return taken;
  }

  /** The thread that waits for the system's lock; until there is one if it {@code must} be. */
  private static Thread waiting(boolean must) {
    while (true) {
      for (Thread each : Thread.getAllStackTraces().keySet()) {
        if (each.getName().equals("device lock")) {
          return each;
        }
      }
      if (!must) {
        return null;
      }
      Thread.onSpinWait();
    }
  }
}
