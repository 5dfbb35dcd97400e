package dev.latticenano.core.dag;

/**
 * Is told how far the reading of a log, and what follows from it, has come, so that a person can be
 * shown.
 */
public interface ReplayProgress {
  /** Nobody is shown. */
  ReplayProgress SILENT = (position, end) -> {};

  /** All before {@code position} has been read, of a log that ends at {@code end}. */
  void replayed(long position, long end);

  /** State shows {@code place} of {@code count} intentions. */
  default void projected(int place, int count) {}
}
