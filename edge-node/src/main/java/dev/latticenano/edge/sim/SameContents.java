package dev.latticenano.edge.sim;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * What stands on many disks of a run, kept once: a chunk lies on each of fifty nodes. What no disk
 * has any more is let go.
 */
final class SameContents {
  private final Map<Content, WeakReference<Content>> all = new WeakHashMap<>();

  /** Bytes that nobody changes; equal to others of the same bytes. */
  static final class Content {
    private final byte[] bytes;
    private final int hash;

    private Content(byte[] bytes) {
      this.bytes = bytes;
      this.hash = Arrays.hashCode(bytes);
    }

    /** Lent, for reading only. */
    byte[] bytes() {
      return bytes;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Content content && Arrays.equals(bytes, content.bytes);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** The one for the first {@code length} of {@code bytes}. */
  Content of(byte[] bytes, int length) {
    Content fresh = new Content(Arrays.copyOf(bytes, length));
    WeakReference<Content> known = all.get(fresh);
    Content same = known == null ? null : known.get();
    if (same == null) {
      all.put(fresh, new WeakReference<>(fresh));
      same = fresh;
    }
    return same;
  }
}
