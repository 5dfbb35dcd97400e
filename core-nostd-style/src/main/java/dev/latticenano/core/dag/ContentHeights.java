package dev.latticenano.core.dag;

import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * At which heights of an author's sound chain there is content: anything but an ack. Known of each
 * chain from its tip downwards, as far as was asked, at most the newest {@value #COUNT_MAX}; read
 * from the log once and then remembered. A lost intention counts as content.
 *
 * <p>Costs a read for each intention that was not looked at before, at most {@value #LOOK_MAX} a
 * question and author, and 4 bytes for each height found.
 */
public final class ContentHeights {
  /** So many are counted of a chain, and not more. */
  public static final int COUNT_MAX = 1000;

  /** Intentions of a chain below its tip that are looked at. */
  static final int LOOK_MAX = 8192;

  private final Dag dag;
  private Run[] runs = new Run[16];
  private long forkVersion;

  /** The heights above {@code bottom} up to {@code top} at which there is content. */
  private static final class Run {
    private final IntList falling = new IntList(4);
    private final IntList rising = new IntList(4);
    private int bottom;
    private int top;

    private Run(int height) {
      bottom = height;
      top = height;
    }
  }

  /** Of the intentions of {@code dag}. */
  public ContentHeights(Dag dag) {
    this.dag = dag;
    this.forkVersion = dag.forkVersion();
  }

  /** How many heights above {@code above} have content; with {@link #COUNT_MAX}: or more. */
  public int count(int author, int above) throws StoreException {
    Run run = known(author, above);
    int count = 0;
    for (int i = run.rising.count() - 1; i >= 0 && run.rising.at(i) > above; i--) {
      count++;
    }
    for (int i = 0; i < run.falling.count() && run.falling.at(i) > above; i++) {
      count++;
    }
    return Math.min(count, COUNT_MAX);
  }

  /** False if {@link #count} did not look as far down as {@code above}: there may be more. */
  public boolean isCounted(int author, int above) throws StoreException {
    return known(author, above).bottom <= above;
  }

  /** The greatest height above {@code above} with content; 0 for none. */
  public int newest(int author, int above) throws StoreException {
    Run run = known(author, above);
    int newest = 0;
    if (run.rising.count() > 0) {
      newest = run.rising.at(run.rising.count() - 1);
    } else if (run.falling.count() > 0) {
      newest = run.falling.at(0);
    }
    return newest > above ? newest : 0;
  }

  /** The least height above {@code above} with content, of those known; 0 for none. */
  public int oldest(int author, int above) throws StoreException {
    Run run = known(author, above);
    for (int i = run.falling.count() - 1; i >= 0; i--) {
      if (run.falling.at(i) > above) {
        return run.falling.at(i);
      }
    }
    for (int i = 0; i < run.rising.count(); i++) {
      if (run.rising.at(i) > above) {
        return run.rising.at(i);
      }
    }
    return 0;
  }

  private Run known(int author, int above) throws StoreException {
    if (forkVersion != dag.forkVersion()) {
      Arrays.fill(runs, null);
      forkVersion = dag.forkVersion();
    }
    if (author >= runs.length) {
      runs = Arrays.copyOf(runs, Math.max(author + 1, runs.length * 2));
    }
    int height = dag.authorHeight(author);
    if (runs[author] == null || height - runs[author].top > LOOK_MAX) {
      runs[author] = new Run(height);
    }
    Run run = runs[author];
    while (run.top < height) {
      run.top++;
      if (hasContent(author, run.top)) {
        run.rising.add(run.top);
      }
    }
    if (run.rising.count() >= COUNT_MAX) {
      keepNewest(run);
    }
    int floor = dag.pruning().floor(author);
    int lowest = Math.max(Math.max(above, floor), run.top - LOOK_MAX);
    while (run.bottom > lowest && run.falling.count() + run.rising.count() < COUNT_MAX) {
      if (hasContent(author, run.bottom)) {
        run.falling.add(run.bottom);
      }
      run.bottom--;
    }
    return run;
  }

  private boolean hasContent(int author, int height) throws StoreException {
    return height > dag.pruning().floor(author) && !dag.isAck(dag.rowAtHeight(author, height));
  }

  private static void keepNewest(Run run) {
    run.falling.clear();
    for (int i = run.rising.count() - 1; i >= run.rising.count() - COUNT_MAX; i--) {
      run.falling.add(run.rising.at(i));
    }
    run.rising.clear();
    run.bottom = run.falling.at(COUNT_MAX - 1) - 1;
  }
}
