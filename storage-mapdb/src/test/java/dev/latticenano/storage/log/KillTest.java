package dev.latticenano.storage.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.storage.ChildJvm;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that appends is killed with signal 9, again and again, on one log. */
class KillTest {
  private static final UUID STORE = new UUID(11, 12);
  private static final int SEGMENT_BYTES = 65_536;

  @TempDir Path directory;

  /** The process to be killed: appends for ever, prints how many records are acknowledged. */
  static final class Writer {
    public static void main(String[] arguments) throws Exception {
      SegmentLog log = SegmentLog.open(Path.of(arguments[0]), STORE, SEGMENT_BYTES);
      for (int i = (int) log.recovery().records(); ; i++) {
        byte[] body = body(i);
        log.append(1, body, 0, body.length);
        if (body[0] % 5 == 0) {
          log.sync();
          System.out.println(i + 1);
        }
      }
    }
  }

  @Test
  void losesNothingAcknowledgedWhenTheProcessIsKilled() throws Exception {
    Seeds.run(
        KillTest.class,
        random -> {
          int rounds = Integer.getInteger("kill.rounds", 5);
          int recordsBefore = 0;
          for (int round = 0; round < rounds; round++) {
            int acknowledged = killedAfter(1 + random.nextInt(60));
            recordsBefore = check(Math.max(acknowledged, recordsBefore));
          }
          assertTrue(recordsBefore > rounds);
        });
  }

  /** Lets a writer go on until it printed {@code lines} lines; returns the last number printed. */
  private int killedAfter(int lines) throws Exception {
    int acknowledged = 0;
    try (ChildJvm child = new ChildJvm(Writer.class, directory.toString())) {
      for (int i = 0; i < lines; i++) {
        acknowledged = Integer.parseInt(child.line());
      }
      child.kill();
      for (String line = child.line(); line != null; line = child.line()) {
        if (line.matches("[0-9]+")) {
          acknowledged = Math.max(acknowledged, Integer.parseInt(line));
        }
      }
    }
    return acknowledged;
  }

  /** Checks that the records are numbers 0, 1, 2 … and at least {@code acknowledged} of them. */
  private int check(int acknowledged) throws Exception {
    try (SegmentLog log = SegmentLog.open(directory, STORE, SEGMENT_BYTES)) {
      int[] next = {0};
      log.scan(
          0,
          (position, kind, bytes, offset, length) -> {
            byte[] body = Arrays.copyOfRange(bytes, offset, offset + length);
            assertArrayEquals(body(next[0]++), body);
            return true;
          });
      assertTrue(next[0] >= acknowledged, next[0] + " records, acknowledged " + acknowledged);
      assertEquals(next[0], log.recovery().records());
      assertTrue(log.recovery().damaged().isEmpty());
      return next[0];
    }
  }

  /** Record {@code i}: 1 to 2000 bytes that only {@code i} decides. */
  private static byte[] body(int i) {
    Random random = new Random(i);
    byte[] body = new byte[1 + random.nextInt(2000)];
    random.nextBytes(body);
    return body;
  }
}
