package dev.latticenano.storage.log;

import java.nio.file.Path;
import java.util.List;

/**
 * What opening a log found: how much is sound, what was cut off its end, and what is damaged
 * within; and how much of it had to be read for that.
 *
 * @param segments files of the log
 * @param segmentsScanned those that were read from end to end; of the others, only head and footer
 * @param bytesScanned bytes of the segments scanned
 * @param records sound records of the core; in segments that were not scanned, those that the
 *     footer counts
 * @param recordsLost records that were committed and are sound no more, as far as marks tell
 * @param bytesCut bytes of a torn tail that were taken off the last segment
 * @param damaged stretches that hold no sound record; they stay on disk and are stepped over
 */
public record Recovery(
    int segments,
    int segmentsScanned,
    long bytesScanned,
    long records,
    long recordsLost,
    long bytesCut,
    List<Damage> damaged) {
  /**
   * A stretch of a segment that no longer proves itself.
   *
   * @param file the segment
   * @param offset bytes from the file's start
   * @param bytes how many
   * @param reason one clause for a person
   */
  public record Damage(Path file, long offset, long bytes, String reason) {}

  /** An unmodifiable copy of the list. */
  public Recovery {
    damaged = List.copyOf(damaged);
  }

  /** True if nothing was cut and nothing is damaged. */
  public boolean clean() {
    return bytesCut == 0 && damaged.isEmpty();
  }
}
