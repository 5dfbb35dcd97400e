package dev.latticenano.storage.scrub;

/**
 * How far a scrub has come; what the file {@code scrub} remembers.
 *
 * @param round rounds begun, from 1; 0: none yet
 * @param part name of the part being read; empty between rounds
 * @param place where that part stands
 * @param readBytes bytes read in this round
 * @param totalBytes bytes there were to read when it began, about
 * @param startedMs when this round began, Unix ms
 * @param finishedMs when the last whole round ended, Unix ms; 0: none has
 * @param found damage met in this round
 * @param foundBefore damage met in the last whole round
 */
public record ScrubProgress(
    long round,
    String part,
    long place,
    long readBytes,
    long totalBytes,
    long startedMs,
    long finishedMs,
    long found,
    long foundBefore) {
  /** Nothing was ever scrubbed. */
  public static final ScrubProgress NONE = new ScrubProgress(0, "", 0, 0, 0, 0, 0, 0, 0);

  /** True within a round. */
  public boolean isUnderWay() {
    return !part.isEmpty();
  }

  /** How much of the round is done, 0 to 100; 100 between rounds. */
  public int percent() {
    if (!isUnderWay()) {
      return round == 0 ? 0 : 100;
    }
    return totalBytes <= 0 ? 0 : (int) Math.min(99, readBytes * 100 / totalBytes);
  }
}
