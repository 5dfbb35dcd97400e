package dev.latticenano.core.dag;

/**
 * What is not witnessed yet: intentions that float, and hashes that are cited but not here. A
 * handle names either; it is free again when the intention is witnessed, refused or unreadable.
 * Each that floats counts what it still waits for, so that witnessing costs the edges it frees and
 * no scan. Allocates nothing but pages; the caller minds the {@link Capacity}.
 */
final class Waiting {
  static final int NONE = -1;
  private static final int MISSING = 0;
  private static final int FLOATING = 1;

  private final HashTable names = new HashTable();
  private final IntColumn state = new IntColumn(MISSING);
  private final LongColumn position = new LongColumn();
  private final IntColumn length = new IntColumn(0);
  private final IntColumn author = new IntColumn(NONE);
  private final IntColumn unmet = new IntColumn(0);
  private final IntColumn firstEdge = new IntColumn(NONE);
  private final IntColumn edgeWaiter = new IntColumn(NONE);
  private final IntColumn edgeNext = new IntColumn(NONE);
  private final IntColumn bringer = new IntColumn(0);
  private IntColumn brought = new IntColumn(0);
  private final LongColumn since = new LongColumn();
  private int bringing;
  private long nowMs;
  private int broughtMax = Integer.MAX_VALUE;
  private int freeEdge = NONE;
  private int edgeBound;
  private int edgeCount;
  private int floatingCount;
  private long floatingBytes;
  private long version;

  void clear() {
    for (int handle = 0; handle < names.bound(); handle++) {
      forget(handle);
    }
    names.clear();
    freeEdge = NONE;
    edgeBound = 0;
    edgeCount = 0;
    floatingCount = 0;
    floatingBytes = 0;
    brought = new IntColumn(0);
    version++;
  }

  /** Number of intentions that float. */
  int floatingCount() {
    return floatingCount;
  }

  /** Bytes of the signed intentions that float. */
  long floatingBytes() {
    return floatingBytes;
  }

  /**
   * What comes from now on is brought by {@code who}, a small number from 1; 0: nobody knows. At
   * most so many that float at once are taken of it.
   */
  void bring(int who, int most, long newNowMs) {
    nowMs = newNowMs;
    bringing = who;
    broughtMax = most;
  }

  /** True if one more may float of whoever brings what comes. */
  boolean mayFloat() {
    return brought.at(bringing) < broughtMax;
  }

  /** Number of hashes that are cited but not here. */
  int missingCount() {
    return names.count() - floatingCount;
  }

  /** How often what floats names what it waits for. */
  int awaitedCount() {
    return edgeCount;
  }

  /** Changes whenever another set of intentions floats. */
  long version() {
    return version;
  }

  /** All handles are below this one. */
  int bound() {
    return names.bound();
  }

  /** The handle of a hash, or {@link #NONE}. */
  int find(byte[] hash, int offset) {
    return names.count() == 0 ? NONE : names.find(hash, offset);
  }

  /** True if something that floats waits for {@code handle}, which is not here. */
  boolean isAwaited(int handle) {
    return state.at(handle) == MISSING && firstEdge.at(handle) != NONE;
  }

  /** Copies the hash of {@code handle}. */
  void copyName(int handle, byte[] out, int offset) {
    names.copy(handle, out, offset);
  }

  /** True if the intention of {@code handle} is here and floats. */
  boolean isFloating(int handle) {
    return handle != NONE && state.at(handle) == FLOATING;
  }

  /** The author of an intention that floats. */
  int author(int handle) {
    return author.at(handle);
  }

  /** Where the record of an intention that floats lies. */
  long position(int handle) {
    return position.at(handle);
  }

  /** The record of an intention that floats lies elsewhere now. */
  void move(int handle, long newPosition) {
    position.set(handle, newPosition);
    version++;
  }

  /** Bytes of the signed intention that floats. */
  int length(int handle) {
    return length.at(handle);
  }

  /** True if an intention that floats waits for nothing any more. */
  boolean isReady(int handle) {
    return unmet.at(handle) == 0;
  }

  /** The intention of {@code hash} is here, and floats. */
  int admit(byte[] hash, long newPosition, int newLength, int newAuthor) {
    int handle = names.findOrAdd(hash, 0);
    state.set(handle, FLOATING);
    position.set(handle, newPosition);
    length.set(handle, newLength);
    author.set(handle, newAuthor);
    unmet.set(handle, 0);
    floatingCount++;
    floatingBytes += newLength;
    bringer.set(handle, bringing);
    since.set(handle, nowMs);
    brought.set(bringing, brought.at(bringing) + 1);
    version++;
    return handle;
  }

  /** What floats as {@code handle} waits for {@code hash}, which is not witnessed. */
  void await(int handle, byte[] hash, int offset) {
    int cited = names.findOrAdd(hash, offset);
    int edge = freeEdge;
    if (edge == NONE) {
      edge = edgeBound++;
    } else {
      freeEdge = edgeNext.at(edge);
    }
    edgeCount++;
    edgeWaiter.set(edge, handle);
    edgeNext.set(edge, firstEdge.at(cited));
    firstEdge.set(cited, edge);
    unmet.set(handle, unmet.at(handle) + 1);
  }

  /**
   * The intention of {@code hash} was witnessed: forgets it, and adds those that waited for nothing
   * else to {@code ready}.
   */
  void release(byte[] hash, int offset, IntList ready) {
    int handle = find(hash, offset);
    if (handle == NONE) {
      return;
    }
    int edge = firstEdge.at(handle);
    while (edge != NONE) {
      int waiter = edgeWaiter.at(edge);
      int left = unmet.at(waiter) - 1;
      unmet.set(waiter, left);
      if (left == 0) {
        ready.add(waiter);
      }
      int next = edgeNext.at(edge);
      edgeNext.set(edge, freeEdge);
      freeEdge = edge;
      edgeCount--;
      edge = next;
    }
    stopFloating(handle);
    forget(handle);
    names.remove(handle);
  }

  /** True if {@code handle} floats since before {@code beforeMs}. */
  boolean isOld(int handle, long beforeMs) {
    return isFloating(handle) && since.at(handle) < beforeMs;
  }

  /** What floats as {@code handle} waits no more for {@code hash}, which it cites. */
  void unawait(int handle, byte[] hash, int offset) {
    int cited = find(hash, offset);
    int before = NONE;
    for (int edge = cited == NONE ? NONE : firstEdge.at(cited); edge != NONE; ) {
      int next = edgeNext.at(edge);
      if (edgeWaiter.at(edge) == handle) {
        unlink(cited, before, edge);
        unmet.set(handle, unmet.at(handle) - 1);
      } else {
        before = edge;
      }
      edge = next;
    }
    if (cited != NONE && firstEdge.at(cited) == NONE && state.at(cited) == MISSING) {
      forget(cited);
      names.remove(cited);
    }
  }

  private void unlink(int cited, int before, int edge) {
    if (before == NONE) {
      firstEdge.set(cited, edgeNext.at(edge));
    } else {
      edgeNext.set(before, edgeNext.at(edge));
    }
    edgeNext.set(edge, freeEdge);
    freeEdge = edge;
    edgeCount--;
  }

  /** What floated as {@code handle}, and waited for nothing, turns out not to be here. */
  void drop(int handle) {
    stopFloating(handle);
    if (firstEdge.at(handle) == NONE) {
      forget(handle);
      names.remove(handle);
    } else {
      state.set(handle, MISSING);
    }
  }

  private void stopFloating(int handle) {
    if (state.at(handle) == FLOATING) {
      floatingCount--;
      floatingBytes -= length.at(handle);
      brought.set(bringer.at(handle), brought.at(bringer.at(handle)) - 1);
      version++;
    }
  }

  private void forget(int handle) {
    state.set(handle, MISSING);
    firstEdge.set(handle, NONE);
    unmet.set(handle, 0);
  }
}
