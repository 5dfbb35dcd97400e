package dev.latticenano.core.dag;

import dev.latticenano.core.store.StoreException;

/**
 * Works out a vector of heights exactly: each height in it brings what its author had cited by
 * then, until nothing rises any more. Begins each chain at its floor or at the greatest vector
 * known, so it reads only the citations above those. Allocates nothing once its lists have grown.
 */
final class ExactVector {
  private final Authors authors;
  private final Reach reach;
  private final Vectors vectors;
  private final StretchWalk walk;
  private final Floors floors;
  private final IntList queue = new IntList();
  private final Reach.Citations rise = this::rise;
  private int[] heights = new int[16];
  private int[] closed = new int[16];
  private int[] whole = new int[16];
  private boolean[] queued = new boolean[16];

  ExactVector(Authors authors, Reach reach, Vectors vectors, StretchWalk walk, Floors floors) {
    this.authors = authors;
    this.reach = reach;
    this.vectors = vectors;
    this.walk = walk;
    this.floors = floors;
  }

  /** Works out the vector of a height of {@code author}. */
  void workOut(int author, int height) throws StoreException {
    begin();
    raise(author, height);
    close();
  }

  /** Begins a vector. */
  void begin() {
    int count = authors.count();
    if (heights.length < count) {
      heights = new int[count * 2];
      closed = new int[count * 2];
      whole = new int[count * 2];
      queued = new boolean[count * 2];
    }
    for (int i = 0; i < count; i++) {
      heights[i] = floors.settledOf(i);
      closed[i] = heights[i];
    }
    endQueue();
  }

  /** The vector is of something that has {@code author} at {@code height} in its past. */
  void raise(int author, int height) {
    if (height > heights[author]) {
      heights[author] = height;
      if (!queued[author]) {
        queued[author] = true;
        queue.add(author);
      }
    }
  }

  /** Ends a vector; it is in {@link #heights}. */
  void close() throws StoreException {
    for (int done = 0; done < queue.count(); done++) {
      int author = queue.at(done);
      queued[author] = false;
      jump(author);
      int from = closed[author];
      closed[author] = heights[author];
      reach.scan(author, from, heights[author], rise);
    }
    endQueue();
  }

  /** Takes in the greatest vector that is known up to the height of {@code author}. */
  private void jump(int author) throws StoreException {
    int[] below;
    if (vectors.isExactTop(author, heights[author])) {
      below = vectors.top(author);
    } else if (walk.vector(author, heights[author], whole, authors.count())
        || walk.vector(author, heights[author] - 1, whole, authors.count())) {
      below = whole;
    } else {
      below = vectors.below(author, heights[author]);
    }
    if (Vectors.at(below, author) > closed[author]) {
      int count = Math.min(below.length, authors.count());
      for (int i = 0; i < count; i++) {
        heights[i] = Math.max(heights[i], below[i]);
        closed[i] = Math.max(closed[i], below[i]);
      }
    }
  }

  private boolean rise(int height, int other, int cited) {
    raise(other, cited);
    return true;
  }

  private void endQueue() {
    for (int i = 0; i < queue.count(); i++) {
      queued[queue.at(i)] = false;
    }
    queue.clear();
  }

  /** The vector, one entry an author; lent. */
  int[] heights() {
    return heights;
  }
}
