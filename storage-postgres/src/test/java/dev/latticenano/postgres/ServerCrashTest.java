package dev.latticenano.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.StoreException;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** The server is shut down at once, as a crash does it, while a process writes. */
class ServerCrashTest {
  private static final UUID STORE = new UUID(12, 13);
  private static final int CRASHES = 3;
  private static final int BATCH = 7;

  @Test
  void whatWasAcknowledgedIsThereAndNothingTwice() throws Exception {
    try (PostgresServer server = PostgresServer.of(false)) {
      SiteSettings settings = server.freshSite("the writer");
      BlockingQueue<Integer> acknowledged = new LinkedBlockingQueue<>();
      BlockingQueue<String> stop = new LinkedBlockingQueue<>();
      CompletableFuture<Integer> writer =
          CompletableFuture.supplyAsync(() -> write(settings, acknowledged, stop));
      int last = 0;
      for (int crash = 0; crash < CRASHES; crash++) {
        for (int i = 0; i < 30; i++) {
          last = acknowledged.take();
        }
        server.crash();
        server.start();
        acknowledged.clear();
      }
      last = Math.max(last, acknowledged.take());
      stop.add("stop");
      int written = writer.get();
      assertTrue(written >= last);
      try (PostgresSite site = PostgresSite.open(settings)) {
        int[] next = {0};
        site.store(STORE)
            .log()
            .scan(
                0,
                (position, kind, bytes, offset, length) -> {
                  assertEquals(next[0]++, LittleEndian.intAt(bytes, offset));
                  return true;
                });
        assertEquals(written, next[0]);
      }
    }
  }

  // Writes numbered records and syncs until it is told to stop; what fails is synced again.
  private static int write(
      SiteSettings settings, BlockingQueue<Integer> acknowledged, BlockingQueue<String> stop) {
    byte[] body = new byte[200];
    int count = 0;
    try (PostgresSite site = PostgresSite.open(settings)) {
      PostgresLog log = site.store(STORE).log();
      while (stop.isEmpty()) {
        for (int i = 0; i < BATCH; i++) {
          LittleEndian.putInt(body, 0, count++);
          log.append(1, body, 0, body.length);
        }
        sync(log, stop);
        acknowledged.add(count);
      }
      return count;
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  private static void sync(PostgresLog log, BlockingQueue<String> stop) {
    while (true) {
      try {
        log.sync();
        return;
      } catch (StoreException e) {
        assertEquals(StoreException.Kind.IO, e.kind(), e.getMessage());
        assertTrue(stop.isEmpty(), e.getMessage());
      }
    }
  }
}
