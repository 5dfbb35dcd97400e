package dev.latticenano.storage.log;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.storage.disk.FileDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;

/**
 * Writes the log that {@link GoldenLogTest} opens, as the program of its day does: two full
 * segments and an open one, and {@code records.txt} with a line per record of the core, {@code
 * position kind body}. Run once for each format, never again. Argument: a new directory.
 */
final class GoldenLog {
  static final UUID STORE = UUID.fromString("00112233-4455-8677-8899-aabbccddeeff");

  private static final long SALT = 0x0102030405060708L;

  private GoldenLog() {}

  /** Runs once; see the class. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    Random random = new Random(2);
    StringBuilder text = new StringBuilder();
    try (SegmentLog log =
        SegmentLog.open(new FileDisk(), directory, STORE, 1500, 300, () -> SALT)) {
      for (int i = 0; i < 24; i++) {
        int kind = 1 + i % 6;
        byte[] body = new byte[random.nextInt(100)];
        random.nextBytes(body);
        if (kind == 1 || kind == 3) {
          byte[] signed = SignedBytes.of(i % 4, 1000 + i, i == 14 ? 700 : 20);
          body = Arrays.copyOf(signed, signed.length + (kind == 3 ? 8 : 0));
        }
        long position = log.append(kind, body, 0, body.length);
        text.append(position + " " + kind + " " + Hex.encode(body) + "\n");
        if (i % 5 == 4) {
          log.appendOwn(OwnRecord.RUNS, new byte[] {1, 2, 3, (byte) i}, 0, 4);
          log.sync();
        }
      }
    }
    Files.writeString(directory.resolve("records.txt"), text);
  }
}
