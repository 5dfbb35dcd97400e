package dev.latticenano.core.session;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.Foresight;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.run.RunContext;
import dev.latticenano.core.run.RunReader;
import dev.latticenano.core.store.StoreException;

/**
 * Reads a run some intentions ahead of whoever takes them, and says of each which signature will be
 * looked at. Where it goes astray, because what it looks up is only being taken, it stops: what is
 * not foreseen is checked when its turn comes. Costs nothing where nobody looks ahead.
 */
public final class RunAhead {
  // A few intentions of usual size: of one there is nothing to share out.
  private static final int RUN_BYTES_MIN = 1024;

  private final StoreId store;
  private final RunContext context;
  private final Foresight foresight;
  // From the first run on that is worth it.
  private RunReader reader;
  // Intentions that were read and not taken yet; below 0: some were taken unread.
  private int ahead;
  private boolean over = true;

  /** Of runs of {@code store}, which {@code dag} ingests and {@code context} completes. */
  public RunAhead(StoreId store, RunContext context, Dag dag) {
    this.store = store;
    this.context = context;
    this.foresight = dag.foresight();
  }

  /** The run of {@code length} bytes at {@code bytes[offset]}, lent, is about to be taken. */
  public void wrap(byte[] bytes, int offset, int length) {
    over = foresight.most() == 0 || length < RUN_BYTES_MIN;
    ahead = 0;
    if (!over) {
      reader = reader == null ? new RunReader(store, context) : reader;
      reader.wrap(bytes, offset, length);
    }
  }

  /** The run lies at the same place of {@code bytes} from now on, lent. */
  void moved(byte[] bytes) {
    if (!over) {
      reader.moved(bytes);
    }
  }

  /** The next intention of the run is about to be taken, and all behind it will be. */
  public void next() {
    next(false, Integer.MAX_VALUE);
  }

  /**
   * The next intention of the run is about to be taken, if it was not before.
   *
   * @param most how many will be, with this one, before anything else is
   */
  void next(boolean taken, int most) {
    // Half of them at a time: who has come to rest is not woken for each.
    if (!taken && !over && ahead < most && ahead <= foresight.most() / 2) {
      look(Math.min(most, foresight.most()));
    }
    ahead--;
  }

  /** The intention is not taken now. */
  void putBack() {
    ahead++;
  }

  private void look(int most) {
    try {
      while (!over && ahead < most) {
        over = !reader.next();
        if (!over) {
          if (ahead >= 0) {
            foresight.expect(reader.bytes(), reader.offset(), reader.length(), reader.name());
          }
          ahead++;
        }
      }
    } catch (StoreException e) {
      // Whoever takes them meets it, too, when what comes before is taken.
      over = true;
    }
  }
}
