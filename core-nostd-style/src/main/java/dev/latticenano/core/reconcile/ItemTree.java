package dev.latticenano.core.reconcile;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.store.IdSum;
import java.util.Objects;

/**
 * A set of items on the heap, to which items come and from which they go: a B+-tree whose inner
 * nodes know number and sum of the items below each child. Every call takes logarithmic time. A
 * page that is less than a quarter full is joined with a neighbour if both fit in three quarters of
 * one; a page without entries goes.
 *
 * <pre>
 * inner entry: a key not above any below the child 5 words │ sum 4 │ number &lt;&lt; 32 | child 1
 * leaf entry:  the item 5 words
 * </pre>
 *
 * <p>The first key of an inner node is not looked at. Allocates nothing but the pages of {@link
 * Pages}. Not thread-safe: one owner, who does not change it within one message.
 */
public final class ItemTree implements ItemSet {
  private static final int JOIN_BELOW = Pages.ENTRIES_MAX / 4;
  private static final int JOINED_MAX = Pages.ENTRIES_MAX * 3 / 4;
  // Neighbours hold a quarter of what they could, so 16 to the power of 8 items are on the way.
  private static final int HEIGHT_MAX = 12;

  private final Pages leaves = new Pages(0);
  private final NodePages nodes = new NodePages();
  private final Key key = new Key();
  private final Key moved = new Key();
  private final IdSum change = new IdSum();
  private final byte[] id = new byte[Bound.ID_BYTES];
  // The way to the leaf found last: its parent at 0, the root at height - 1.
  private final int[] path = new int[HEIGHT_MAX];
  private final int[] entries = new int[HEIGHT_MAX];
  private int root = leaves.take();
  // Levels of inner nodes.
  private int height;
  private int size;

  /**
   * Puts an item in: {@code created} below 2^64 − 1, and 32 bytes.
   *
   * @return false if it is there already
   */
  public boolean insert(long created, byte[] bytes, int offset) {
    if (created == Bound.INFINITY) {
      throw new IllegalArgumentException("created 2^64 - 1 is behind every time");
    }
    int leaf = descend(key.set(created, bytes, offset));
    int place = leaves.search(leaf, 0, key);
    if (place >= 0) {
      return false;
    }
    size = Math.incrementExact(size);
    change.clear();
    key.add(change);
    for (int level = 0; level < height; level++) {
      nodes.add(path[level], entries[level], change);
    }
    if (leaves.isFull(leaf)) {
      insertSplitting(leaf, ~place);
    } else {
      leaves.insert(leaf, ~place, key);
    }
    return true;
  }

  /**
   * Takes an item out.
   *
   * @return false if it is not there
   */
  public boolean delete(long created, byte[] bytes, int offset) {
    int leaf = descend(key.set(created, bytes, offset));
    int place = leaves.search(leaf, 0, key);
    if (place < 0) {
      return false;
    }
    size--;
    change.clear();
    key.add(change);
    for (int level = 0; level < height; level++) {
      nodes.subtract(path[level], entries[level], change);
    }
    leaves.remove(leaf, place);
    shrink(leaf);
    return true;
  }

  /** True if the item is there. */
  public boolean contains(long created, byte[] bytes, int offset) {
    return leaves.search(descend(key.set(created, bytes, offset)), 0, key) >= 0;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int below(long created, byte[] bytes, int offset, IdSum before) {
    before.clear();
    int leaf = descend(key.set(created, bytes, offset));
    for (int level = height - 1; level >= 0; level--) {
      nodes.addBefore(path[level], entries[level], before);
    }
    int place = leaves.search(leaf, 0, key);
    addItems(leaf, place < 0 ? ~place : place, before);
    return (int) before.count();
  }

  @Override
  public void sumBefore(int index, IdSum before) {
    Objects.checkIndex(index, size + 1);
    before.clear();
    int page = root;
    for (int level = height - 1; level >= 0; level--) {
      int entry = nodes.entryOf(page, index - (int) before.count());
      nodes.addBefore(page, entry, before);
      page = nodes.child(page, entry);
    }
    addItems(page, index - (int) before.count(), before);
  }

  @Override
  public void items(int from, int to, Reader reader) {
    Objects.checkFromToIndex(from, to, size);
    for (int index = from; index < to; ) {
      int page = root;
      int place = index;
      for (int level = height - 1; level >= 0; level--) {
        int entry = nodes.entryOf(page, place);
        place -= nodes.numberBefore(page, entry);
        page = nodes.child(page, entry);
      }
      int end = Math.min(leaves.count(page), place + to - index);
      index += end - place;
      for (; place < end; place++) {
        show(page, place, reader);
      }
    }
  }

  private void show(int leaf, int place, Reader reader) {
    long[] words = leaves.words(leaf);
    int at = leaves.at(place);
    for (int i = 0; i < 4; i++) {
      BigEndian.putLong(id, 8 * i, words[at + i]);
    }
    reader.item(words[place], id, 0);
  }

  private void addItems(int leaf, int count, IdSum to) {
    long[] words = leaves.words(leaf);
    for (int i = 0; i < count; i++) {
      Key.add(words, leaves.at(i), to);
    }
  }

  // The leaf that holds a key if any does; fills in the way there.
  private int descend(Key wanted) {
    int page = root;
    for (int level = height - 1; level >= 0; level--) {
      int found = nodes.search(page, wanted);
      path[level] = page;
      entries[level] = found;
      page = nodes.child(page, found);
    }
    return page;
  }

  // Keys that come in order fill their pages: only what comes between splits one in halves.
  private void insertSplitting(int leaf, int place) {
    boolean last = place == Pages.ENTRIES_MAX && isLast(0);
    int right = leaves.take();
    leaves.move(leaf, last ? Pages.ENTRIES_MAX : Pages.ENTRIES_MAX / 2, right);
    boolean inRight = last || place > leaves.count(leaf);
    leaves.insert(inRight ? right : leaf, inRight ? place - leaves.count(leaf) : place, key);
    change.clear();
    addItems(right, leaves.count(right), change);
    leaves.readKey(right, 0, moved);
    grow(leaf, right);
  }

  // True if the way goes through the last entries only.
  private boolean isLast(int fromLevel) {
    for (int level = fromLevel; level < height; level++) {
      if (entries[level] < nodes.pages().count(path[level]) - 1) {
        return false;
      }
    }
    return true;
  }

  /** Puts a new right neighbour, with {@code moved} as key and {@code change} as sum, above. */
  private void grow(int leaf, int newLeaf) {
    Pages pages = nodes.pages();
    int left = leaf;
    int right = newLeaf;
    for (int level = 0; level < height; level++) {
      int node = path[level];
      int place = entries[level] + 1;
      nodes.subtract(node, place - 1, change);
      if (!pages.isFull(node)) {
        nodes.insert(node, place, moved, change, right);
        return;
      }
      boolean last = place == Pages.ENTRIES_MAX && isLast(level + 1);
      int newNode = pages.take();
      pages.move(node, last ? Pages.ENTRIES_MAX : Pages.ENTRIES_MAX / 2, newNode);
      boolean inRight = last || place > pages.count(node);
      int target = inRight ? newNode : node;
      nodes.insert(target, inRight ? place - pages.count(node) : place, moved, change, right);
      pages.readKey(newNode, 0, moved);
      change.clear();
      nodes.addBefore(newNode, pages.count(newNode), change);
      left = node;
      right = newNode;
    }
    growRoot(left, right);
  }

  private void growRoot(int left, int right) {
    IdSum leftSum = new IdSum();
    if (height == 0) {
      addItems(left, leaves.count(left), leftSum);
    } else {
      nodes.addBefore(left, nodes.pages().count(left), leftSum);
    }
    root = nodes.pages().take();
    nodes.insert(root, 0, moved, leftSum, left);
    nodes.insert(root, 1, moved, change, right);
    height++;
  }

  // Joins what has become small, from a leaf upwards.
  private void shrink(int leaf) {
    Pages pages = leaves;
    int page = leaf;
    for (int level = 0; level < height; level++) {
      if (pages.count(page) >= JOIN_BELOW || !join(pages, page, path[level], entries[level])) {
        break;
      }
      pages = nodes.pages();
      page = path[level];
    }
    while (height > 0 && nodes.pages().count(root) <= 1) {
      int old = root;
      root = nodes.pages().count(old) == 1 ? nodes.child(old, 0) : leaves.take();
      nodes.pages().give(old);
      height--;
    }
  }

  // False if the page stays.
  private boolean join(Pages pages, int page, int node, int entry) {
    int count = pages.count(page);
    if (count == 0) {
      nodes.pages().remove(node, entry);
      pages.give(page);
      return true;
    }
    if (entry + 1 < nodes.pages().count(node)
        && count + pages.count(nodes.child(node, entry + 1)) <= JOINED_MAX) {
      joinNext(pages, node, entry);
      return true;
    }
    if (entry > 0 && count + pages.count(nodes.child(node, entry - 1)) <= JOINED_MAX) {
      joinNext(pages, node, entry - 1);
      return true;
    }
    return false;
  }

  private void joinNext(Pages pages, int node, int entry) {
    int left = nodes.child(node, entry);
    int right = nodes.child(node, entry + 1);
    nodes.pages().readKey(node, entry + 1, moved);
    if (pages != leaves) {
      // This first key was not looked at until now, and smaller ones may be below it.
      pages.writeKey(right, 0, moved);
    }
    pages.move(right, 0, left);
    change.clear();
    nodes.addEntry(node, entry + 1, change);
    nodes.add(node, entry, change);
    nodes.pages().remove(node, entry + 1);
    pages.give(right);
  }
}
