package dev.latticenano.postgres;

import java.util.LinkedHashMap;
import java.util.Map;

/** Leaves of all tables of a site that were read last, up to a number of bytes. */
final class LeafCache {
  /** Bytes of leaves on the heap unless another number is chosen. */
  static final int BYTES_MAX = 16_777_216;

  private final LinkedHashMap<Fence, Leaf> leaves = new LinkedHashMap<>(64, 0.75f, true);
  private final int bytesMax;
  private long bytes;

  LeafCache(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** The leaf behind a fence, or null. */
  Leaf leaf(Fence fence) {
    return leaves.get(fence);
  }

  /** Keeps a leaf, and lets go of those that nobody asked for longest. */
  void keep(Fence fence, Leaf leaf) {
    Leaf before = leaves.put(fence, leaf);
    bytes += leaf.bytes().length - (before == null ? 0 : before.bytes().length);
    var eldest = leaves.entrySet().iterator();
    while (bytes > bytesMax && leaves.size() > 1) {
      Map.Entry<Fence, Leaf> entry = eldest.next();
      bytes -= entry.getValue().bytes().length;
      eldest.remove();
    }
  }

  /** Forgets the leaf behind a fence. */
  void forget(Fence fence) {
    Leaf leaf = leaves.remove(fence);
    bytes -= leaf == null ? 0 : leaf.bytes().length;
  }

  long bytes() {
    return bytes;
  }
}
