package dev.latticenano.storage.powercut;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.chunk.ChunkFiles;
import dev.latticenano.storage.log.SegmentLog;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;

/**
 * The process on the machine whose power is cut, once per round. Opens what the rounds before left,
 * checks it against what they acknowledged, then appends until the power goes. Every line it prints
 * ends in a full stop, so that half a line is known as one:
 *
 * <pre>
 * opened N ms records N holes H cut BYTES chunks N .
 * r COUNT CRC .      so many records are durable, and this is the CRC-32C of them all
 * c COUNT .          chunks 0 to COUNT - 1 are durable
 * t POSITION .       the tables are durable as of that position of the log
 * sound .            it was told to stop, and closed everything
 * violation: … .     a promise is broken; it ends
 * </pre>
 */
final class PowerCutWriter {
  private static final UUID STORE = new UUID(21, 22);

  /** Small, so that a round begins several segments. */
  private static final int SEGMENT_BYTES = 262_144;

  private static final int BUFFER_BYTES = 65_536;
  private static final int WORK_BYTES = 65_536;
  private static final int BATCH_RECORDS_MAX = 24;

  private static final int CHUNKS_AT_ONCE_MAX = 4;
  private static final PrintStream OUT =
      new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.US_ASCII);

  private final int round;
  private final LyingDisk.Lie lie;
  private final SegmentLog log;
  private final ChunkFiles chunks;
  private final PowerCutTables tables;
  private final PowerCutCheck check;
  private final Random random = new Random();
  private int nextRecord;
  private int nextChunk;

  private PowerCutWriter(Path directory, int round, LyingDisk disk) throws Exception {
    this.round = round;
    lie = disk.lie();
    log =
        SegmentLog.open(
            disk,
            made(disk, directory, "log"),
            STORE,
            SEGMENT_BYTES,
            BUFFER_BYTES,
            random::nextLong);
    chunks = ChunkFiles.open(disk, made(disk, directory, "chunks"));
    tables = new PowerCutTables(disk, made(disk, directory, "index"), log, random::nextLong);
    check = new PowerCutCheck(round);
  }

  /**
   * Arguments: the directory; this round's number; records, their CRC, chunks and position of the
   * tables acknowledged so far; the {@link LyingDisk.Lie} to tell; which sync the process dies of,
   * or 0; batches after which it stops orderly, or 0.
   */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    int[] number = new int[arguments.length];
    for (int i = 1; i < number.length; i++) {
      number[i] = i == 6 ? 0 : Integer.parseInt(arguments[i]);
    }
    try {
      long begun = System.nanoTime();
      LyingDisk disk = new LyingDisk(LyingDisk.Lie.valueOf(arguments[6]), number[7]);
      PowerCutWriter writer = new PowerCutWriter(directory, number[1], disk);
      // Opening is over before anything is verified: this is what a node waits for.
      long opened = (System.nanoTime() - begun) / 1_000_000;
      writer.check.records(writer.log, number[2], number[3]);
      writer.takeOver(number[4]);
      int chunks = writer.check.chunks(writer.chunks, directory.resolve("chunks"), number[4]);
      writer.tables.check(writer.log, number[5]);
      writer.sayOpened(opened, chunks);
      writer.write(number[8]);
    } catch (StoreException | PowerCutCheck.Broken e) {
      say("violation: " + e.getMessage());
      Runtime.getRuntime().halt(1);
    }
  }

  /** Acknowledges what was found, as a node does that acts on it: it must outlive the next cut. */
  private void takeOver(int chunksKept) throws StoreException {
    nextRecord = check.nextNumber();
    log.sync();
    sayRecords();
    nextChunk = chunksKept;
    while (chunks.holds(PowerCutRecords.cid(PowerCutRecords.chunk(nextChunk)), 0)) {
      nextChunk++;
    }
    say("c " + nextChunk);
  }

  private void sayOpened(long milliseconds, int chunksFound) {
    say(
        "opened %d ms records %d holes %d cut %d chunks %d"
            .formatted(
                milliseconds,
                check.count(),
                log.recovery().damaged().size(),
                log.recovery().bytesCut(),
                chunksFound));
  }

  private void write(int batches) throws StoreException {
    for (int batch = 1; ; batch++) {
      append(1 + random.nextInt(BATCH_RECORDS_MAX));
      if (lie == LyingDisk.Lie.EARLY) {
        sayRecords();
        log.sync();
      } else {
        log.sync();
        sayRecords();
      }
      if (random.nextInt(4) == 0) {
        keepChunks(1 + random.nextInt(CHUNKS_AT_ONCE_MAX));
      }
      if (random.nextInt(4) == 0) {
        say("t " + tables.checkpoint(log.end()));
      }
      tables.work(WORK_BYTES);
      if (batch == batches) {
        tables.close();
        log.close();
        say("sound");
        return;
      }
    }
  }

  private void append(int records) throws StoreException {
    for (int i = 0; i < records; i++) {
      byte[] body = PowerCutRecords.body(nextRecord, round);
      long position = log.append(PowerCutRecords.kind(nextRecord), body, 0, body.length);
      tables.add(position, body);
      check.add(PowerCutRecords.kind(nextRecord), body);
      nextRecord++;
    }
  }

  private void keepChunks(int count) throws StoreException {
    for (int i = 0; i < count; i++) {
      byte[] chunk = PowerCutRecords.chunk(nextChunk);
      chunks.write(PowerCutRecords.cid(chunk), 0, chunk, 0, chunk.length);
      nextChunk++;
      say("c " + nextChunk);
    }
  }

  private void sayRecords() {
    say("r " + check.count() + " " + check.crc());
  }

  /** One write to the console for one line. */
  private static void say(String line) {
    byte[] bytes = (line + " .\n").getBytes(StandardCharsets.US_ASCII);
    OUT.write(bytes, 0, bytes.length);
    OUT.flush();
  }

  private static Path made(LyingDisk disk, Path parent, String name) throws IOException {
    Path directory = parent.resolve(name);
    if (!Files.exists(directory)) {
      disk.makeDirectory(directory);
      disk.syncDirectory(parent);
    }
    return directory;
  }
}
