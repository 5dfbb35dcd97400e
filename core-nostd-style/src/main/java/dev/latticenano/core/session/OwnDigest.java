package dev.latticenano.core.session;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.dag.Shown;

/** The digest of what is shown here now, worked out once for each change. */
final class OwnDigest {
  // Sets before this one that are known again.
  private static final int BEFORE = 64;

  private final Shown shown;
  private final byte[] digest = new byte[32];
  private final long[] before = new long[BEFORE];
  private long at = -1;
  private int changes;

  OwnDigest(Shown shown) {
    this.shown = shown;
  }

  /** The 32 bytes; lent until something changes. */
  byte[] now() {
    if (at != shown.version()) {
      before[changes++ & BEFORE - 1] = LittleEndian.longAt(digest, 0);
      shown.digest(digest, 0);
      at = shown.version();
    }
    return digest;
  }

  /** True if the digest is that of now, or was one of the last {@link #BEFORE} before. */
  boolean isRecent(byte[] bytes, int offset) {
    long start = LittleEndian.longAt(bytes, offset);
    boolean recent = start == LittleEndian.longAt(now(), 0);
    for (int i = 0; i < Math.min(changes, BEFORE) && !recent; i++) {
      recent = before[i] == start;
    }
    return recent;
  }
}
