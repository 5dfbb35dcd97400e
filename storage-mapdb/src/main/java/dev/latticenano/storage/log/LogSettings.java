package dev.latticenano.storage.log;

import dev.latticenano.storage.disk.SpaceGuard;
import dev.latticenano.storage.disk.WriteCounters;
import java.util.function.LongSupplier;

/**
 * How a log is opened.
 *
 * @param segmentBytes after which it goes on in another segment
 * @param bufferBytes of its buffer, at least a record's head
 * @param salts draws the salt of a log that begins
 * @param guard may refuse appends
 * @param counters those of the disk
 */
record LogSettings(
    int segmentBytes,
    int bufferBytes,
    LongSupplier salts,
    SpaceGuard guard,
    WriteCounters counters) {
  /** Without a guard and with counters of its own. */
  static LogSettings of(int segmentBytes, int bufferBytes, LongSupplier salts) {
    return new LogSettings(
        segmentBytes, bufferBytes, salts, SpaceGuard.none(), new WriteCounters());
  }
}
