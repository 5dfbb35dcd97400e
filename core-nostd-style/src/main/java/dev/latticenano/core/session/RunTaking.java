package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.run.RunContext;
import dev.latticenano.core.run.RunReader;
import dev.latticenano.core.store.StoreException;

/**
 * A run that is taken, one intention after the other, and how far: in one go, or in portions
 * between which its bytes may move and others are taken. Holds what its reader and its look ahead
 * hold, some kilobytes and 36 bytes an intention.
 */
final class RunTaking {
  private final RunReader reader;
  private final RunAhead ahead;
  private boolean put;

  /** Of runs of {@code store}, which {@code dag} ingests and {@code context} completes. */
  RunTaking(StoreId store, RunContext context, Dag dag) {
    reader = new RunReader(store, context);
    ahead = new RunAhead(store, context, dag);
  }

  /** Begins with the run of {@code length} bytes at {@code bytes[offset]}, lent. */
  RunTaking wrap(byte[] bytes, int offset, int length) {
    reader.wrap(bytes, offset, length);
    ahead.wrap(bytes, offset, length);
    put = false;
    return this;
  }

  /** Goes on where it was left; the run lies at the same place of {@code bytes}. */
  RunTaking moved(byte[] bytes) {
    reader.moved(bytes);
    ahead.moved(bytes);
    return this;
  }

  /**
   * Stands on the next intention; false at the end, or where a rule is broken: {@link #verdict}.
   *
   * @param passed true if it was taken before, and no signature of it is asked for
   * @param most how many, with this one, are taken now
   */
  boolean next(boolean passed, int most) throws StoreException {
    if (!put && !reader.next()) {
      return false;
    }
    put = false;
    ahead.next(passed, most);
    return true;
  }

  /** The intention that it stands on is not taken now: {@link #next} comes to it again. */
  void putBack() {
    put = true;
    ahead.putBack();
  }

  /** The intention that it stands on; lent. */
  RunReader intention() {
    return reader;
  }

  /** OK, or the rule that the run breaks where reading stopped. */
  Verdict verdict() {
    return reader.verdict();
  }
}
