package dev.latticenano.core.state;

import dev.latticenano.core.intention.Hash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything said about one key: its heads, greatest first, and the names of the writes they
 * replaced. The winner is a head by construction, so a key cannot show a value that belongs to none
 * (the Rust engine keeps the winner's value apart from its heads, and can).
 */
final class Heads {
  private final List<Head> heads = new ArrayList<>(1);
  private Set<Hash> replaced = Set.of();

  /**
   * Adds a write: it replaces the heads its intention cites and stands beside the others. A write
   * that is a head or was one changes nothing.
   */
  void write(Applied op, byte[] value) {
    if (replaced.contains(op.hash())) {
      return;
    }
    Head written = new Head(op.hash(), op.timestamp(), op.author(), value);
    if (heads.contains(written)) {
      return;
    }
    for (int i = heads.size() - 1; i >= 0; i--) {
      if (op.cites(heads.get(i).hash())) {
        replace(heads.remove(i).hash());
      }
    }
    int place = Collections.binarySearch(heads, written, Collections.reverseOrder());
    heads.add(-place - 1, written);
  }

  private void replace(Hash hash) {
    if (replaced.isEmpty()) {
      replaced = new HashSet<>(2);
    }
    replaced.add(hash);
  }

  /** The greatest head. */
  Head winner() {
    return heads.get(0);
  }

  /** How many heads there are: 1 or more. */
  int count() {
    return heads.size();
  }

  /** True if a head has a value. */
  boolean live() {
    for (int i = 0; i < heads.size(); i++) {
      if (!heads.get(i).tombstone()) {
        return true;
      }
    }
    return false;
  }

  /** All heads, greatest first; the caller's own list. */
  List<Head> all() {
    return List.copyOf(heads);
  }
}
