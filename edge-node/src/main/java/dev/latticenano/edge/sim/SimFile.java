package dev.latticenano.edge.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The bytes of one file on a {@link SimDisk}, and what is needed to take back what was not synced:
 * where the synced bytes end, and what stood where they were written over since.
 */
final class SimFile {
  private static final int PAGE_BYTES = 4096;

  private byte[] bytes = {};
  // Whose bytes these are, if they are those of other files, too.
  private SameContents.Content shared;
  private int size;
  private int synced;
  private final List<Overwritten> undo = new ArrayList<>();

  /** What stood at a place before it was written over or cut off. */
  private record Overwritten(int at, byte[] before) {}

  int size() {
    return size;
  }

  int read(int at, byte[] out, int offset, int length) {
    int count = Math.max(0, Math.min(length, size - at));
    System.arraycopy(bytes, Math.min(at, size), out, offset, count);
    return count;
  }

  void write(int at, byte[] source, int offset, int length) {
    if (length == 0) {
      return;
    }
    own();
    remember(at, at + length);
    grow(at + length);
    System.arraycopy(source, offset, bytes, at, length);
    size = Math.max(size, at + length);
  }

  void truncate(int newSize) {
    own();
    remember(newSize, size);
    Arrays.fill(bytes, newSize, size, (byte) 0);
    size = newSize;
  }

  private void remember(int from, int to) {
    int end = Math.min(Math.min(to, synced), size);
    if (from < end) {
      undo.add(new Overwritten(from, Arrays.copyOfRange(bytes, from, end)));
    }
  }

  private void grow(int needed) {
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + (bytes.length >> 3)));
    }
  }

  /** It will hardly change from now on: what equals it is kept once. */
  void share(SameContents contents) {
    if (synced == size && undo.isEmpty()) {
      shared = contents.of(bytes, size);
      bytes = shared.bytes();
    }
  }

  private void own() {
    if (shared != null) {
      bytes = bytes.clone();
      shared = null;
    }
  }

  /** All of it is durable. */
  void sync() {
    undo.clear();
    synced = size;
  }

  /** The power is gone; what is left is durable. */
  void cut(Random random) {
    if (size != synced || !undo.isEmpty()) {
      switch (random.nextInt(4)) {
        case 0 -> {}
        case 1 -> lose();
        case 2 -> loseEnd(random);
        default -> losePage(random);
      }
    }
    sync();
  }

  private void lose() {
    for (int i = undo.size() - 1; i >= 0; i--) {
      Overwritten each = undo.get(i);
      grow(each.at() + each.before().length);
      System.arraycopy(each.before(), 0, bytes, each.at(), each.before().length);
    }
    shorten(synced);
    size = synced;
  }

  private void loseEnd(Random random) {
    if (size > synced) {
      shorten(synced + random.nextInt(size - synced + 1));
    }
  }

  private void losePage(Random random) {
    if (size > synced) {
      int at = synced + random.nextInt(size - synced);
      int from = Math.max(synced, at / PAGE_BYTES * PAGE_BYTES);
      int to = Math.min(size, (at / PAGE_BYTES + 1) * PAGE_BYTES);
      Arrays.fill(bytes, from, to, (byte) 0);
    }
  }

  // What lies behind the end reads as zeros if the file grows over it again.
  private void shorten(int newSize) {
    if (newSize < size) {
      Arrays.fill(bytes, newSize, size, (byte) 0);
      size = newSize;
    }
  }
}
