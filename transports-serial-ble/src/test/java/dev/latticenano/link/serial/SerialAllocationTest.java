package dev.latticenano.link.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The serial engine allocates nothing after construction. */
final class SerialAllocationTest {
  private static final int ITERATIONS = 100_000;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void stuffingAllocatesNothing() {
    byte[] raw = new byte[1024];
    byte[] stuffed = new byte[Cobs.encodedBytesMax(raw.length)];
    assertAllocationFree(
        () -> {
          int length = Cobs.encode(raw, 0, raw.length, stuffed, 0);
          Cobs.decode(stuffed, 0, length);
        });
  }

  @Test
  void carryingBytesAllocatesNothing() {
    Exchange exchange = new Exchange();
    assertAllocationFree(exchange::step);
    assertEquals(SerialLine.State.UP, exchange.left.state());
  }

  /**
   * Two ends that hand each other their bytes; every 50th batch is lost, so that repairs are
   * measured too.
   */
  private static final class Exchange {
    private int number;
    final SerialLine left = new SerialLine(0, 3_000_000, () -> ++number);
    final SerialLine right = new SerialLine(0, 3_000_000, () -> ++number);
    private final byte[] bytes = new byte[1500];
    private final byte[] wire = new byte[4096];
    private long nowMs;
    private int batches;

    Exchange() {
      left.start(0);
      right.start(0);
    }

    void step() {
      nowMs++;
      left.send(bytes, 0, bytes.length);
      pass(left, right);
      pass(right, left);
      right.read(bytes, 0, bytes.length);
    }

    private void pass(SerialLine from, SerialLine to) {
      if (nowMs >= from.nextDeadlineMs()) {
        from.tick(nowMs);
      }
      int n = from.transmit(wire, 0, wire.length, nowMs);
      if (++batches % 50 != 0) {
        to.receive(wire, 0, n, nowMs);
      }
    }
  }

  private void assertAllocationFree(Runnable operation) {
    for (int i = 0; i < 20_000; i++) {
      operation.run();
    }
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < ITERATIONS; i++) {
      operation.run();
    }
    long allocated = threads.getThreadAllocatedBytes(thread) - before;
    assertEquals(0, allocated / ITERATIONS, allocated + " bytes in all");
  }
}
