package dev.latticenano.edge;

import dev.latticenano.core.ChunkCensus;
import dev.latticenano.core.ChunkCensus.Fate;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.Custody;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import java.util.Set;

/**
 * The chunks that would be left without a use here if some stores went, and that no other node is
 * known to hold: what is in them may be nowhere else. Of a store that cannot be read here every
 * chunk may be, unless another store needs it. A sound relay holds what a file may need, and
 * nothing of earlier versions ({@link RelayHolders}).
 *
 * @param chunks how many
 * @param bytes of them
 */
public record LastCopies(int chunks, long bytes) {
  /** Those that would go with {@code going}; all stores of the node are open. */
  static LastCopies of(NodeHome home, Set<StoreId> going) throws StoreException, Failure {
    AuthorId own = home.node().key();
    RelayHolders relays = RelayHolders.read(home.directory().root(), System.currentTimeMillis());
    ChunkCensus gone = new ChunkCensus(home.chunks(), own.toBytes());
    ChunkCensus left = new ChunkCensus(home.chunks(), own.toBytes());
    relays.leaveOut(gone);
    relays.leaveOut(left);
    Custody needed = relays.custody(own);
    for (StoreId store : home.node().stores()) {
      (going.contains(store) ? gone : left).add(home.node(), store, home.log(store));
      needed.read(home.log(store));
    }
    gone.settle(1, false);
    left.settle(1, false);
    long[] sum = new long[2];
    home.chunks()
        .names(
            (cid, bytes) -> {
              Fate fate = gone.fate(cid, 0);
              boolean goes = isOf(fate) && !isOf(left.fate(cid, 0));
              boolean earlier = fate == Fate.LAST_COPY;
              int copies = gone.custody().copies(cid, 0) + left.custody().copies(cid, 0);
              if (goes && copies == 0 && (earlier || needed.copies(cid, 0) == 0)) {
                sum[0]++;
                sum[1] += bytes;
              }
            });
    return new LastCopies((int) sum[0], sum[1]);
  }

  /** True if the stores counted may need the chunk, now or for an earlier version. */
  private static boolean isOf(Fate fate) {
    return switch (fate) {
      case NEEDED, LAST_COPY, UNSURE -> true;
      case REPLACED, ABANDONED -> false;
    };
  }
}
