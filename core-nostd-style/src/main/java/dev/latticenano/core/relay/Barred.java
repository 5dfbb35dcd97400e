package dev.latticenano.core.relay;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;

/**
 * Hides what a relay holds of authors that the manifest does not list, above their cuts: it is not
 * shown and not counted, as nodes that know the members hide it (docs/members.md, hidden).
 */
final class Barred {
  private final Dag dag;
  private final byte[] key = new byte[AuthorId.BYTES];
  private Manifest seen;
  private int authorsSeen;
  private long hiddenSeen;
  private int sequenceSeen;
  private int missing;

  Barred(Dag dag) {
    this.dag = dag;
  }

  /** Hides what is to be hidden now, by {@code manifest}; costs nothing if nothing changed. */
  void settle(Manifest manifest) throws StoreException {
    boolean same =
        manifest == seen
            && authorsSeen == dag.authorCount()
            && hiddenSeen == dag.shown().hiddenCount()
            && (missing == 0 || sequenceSeen == dag.sequence());
    if (same) {
      return;
    }
    seen = manifest;
    authorsSeen = dag.authorCount();
    sequenceSeen = dag.sequence();
    missing = 0;
    IntList barred = new IntList();
    IntList allowed = new IntList();
    for (int author = 0; author < authorsSeen; author++) {
      dag.copyAuthorKey(author, key, 0);
      if (manifest.role(key, 0) == Manifest.NONE) {
        barred.add(author);
        allow(manifest.cut(key, 0), allowed);
      }
    }
    if (barred.count() > 0 || dag.shown().hiddenCount() > 0) {
      dag.shown().bar(barred, allowed);
    }
    hiddenSeen = dag.shown().hiddenCount();
  }

  private void allow(Hash cut, IntList allowed) throws StoreException {
    if (cut == null) {
      return;
    }
    byte[] name = new byte[Hash.BYTES];
    cut.write(name, 0);
    int row = dag.find(name, 0);
    if (row == Dag.NONE) {
      missing++;
    } else {
      allowed.add(row);
    }
  }
}
