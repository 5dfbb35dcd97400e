package dev.latticenano.storage.scrub;

import dev.latticenano.core.store.StoreException;
import java.nio.file.Path;

/** Receives what a scrub finds damaged. */
public interface Findings {
  /**
   * Bytes that are not what was written.
   *
   * @param part the {@link ScrubPart}'s name
   * @param place where in the part: of a log, the position
   * @param offset bytes from the start of {@code file}
   * @param reason one clause for a person
   */
  void damaged(String part, long place, Path file, long offset, long bytes, String reason)
      throws StoreException;
}
