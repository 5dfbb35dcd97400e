package dev.latticenano.core.session;

import dev.latticenano.core.dag.Shown;

/** The digest of what is shown here now, worked out once for each change. */
final class OwnDigest {
  private final Shown shown;
  private final byte[] digest = new byte[32];
  private long at = -1;

  OwnDigest(Shown shown) {
    this.shown = shown;
  }

  /** The 32 bytes; lent until something changes. */
  byte[] now() {
    if (at != shown.version()) {
      shown.digest(digest, 0);
      at = shown.version();
    }
    return digest;
  }
}
