package dev.latticenano.edge;

import dev.latticenano.core.ChunkCensus;
import dev.latticenano.core.ChunkCensus.Fate;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.Set;

/**
 * The chunks that would be left without a use here if some stores went, and that no other node is
 * known to hold: what is in them may be nowhere else. Of a store that cannot be read here every
 * chunk may be, unless another store needs it.
 *
 * @param chunks how many
 * @param bytes of them
 */
public record LastCopies(int chunks, long bytes) {
  /** Those that would go with {@code going}; all stores of the node are open. */
  static LastCopies of(NodeHome home, Set<StoreId> going) throws StoreException {
    ChunkCensus gone = new ChunkCensus(home.chunks(), home.node().key().toBytes());
    ChunkCensus left = new ChunkCensus(home.chunks(), home.node().key().toBytes());
    for (StoreId store : home.node().stores()) {
      (going.contains(store) ? gone : left).add(home.node(), store, home.log(store));
    }
    gone.settle(1, false);
    left.settle(1, false);
    long[] sum = new long[2];
    home.chunks()
        .names(
            (cid, bytes) -> {
              if (isOf(gone.fate(cid, 0))
                  && !isOf(left.fate(cid, 0))
                  && isOnlyHere(gone, left, cid)) {
                sum[0]++;
                sum[1] += bytes;
              }
            });
    return new LastCopies((int) sum[0], sum[1]);
  }

  private static boolean isOnlyHere(ChunkCensus gone, ChunkCensus left, byte[] cid) {
    return gone.custody().copies(cid, 0) + left.custody().copies(cid, 0) == 0;
  }

  /** True if the stores counted may need the chunk, now or for an earlier version. */
  private static boolean isOf(Fate fate) {
    return switch (fate) {
      case NEEDED, LAST_COPY, UNSURE -> true;
      case REPLACED, ABANDONED -> false;
    };
  }
}
