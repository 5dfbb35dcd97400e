package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.state.RestatedHeads;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * One attempt to say again what this node's own chain in one store still means, in turns, at most
 * one intention in each: first what could be superseded, then what of it is live, and if that pays,
 * the restatements, behind acks if there is more to cite than one has room for. What was written
 * when it stops half-way marks nothing.
 */
final class Restater {
  private static final int KEYS_A_TURN = 512;
  private static final int ROWS_A_TURN = 512;
  private static final byte[] NO_OPS = {};

  private final Replica replica;
  private final Author author;
  private final AuthorId self;
  private final int percent;
  private final Dag dag;
  private final StableForSelf stable;
  private final List<Hash> uncited;
  private final Superseded superseded;
  private final RestatementPieces pieces;
  private final int own;
  private byte[] from = new byte[0];
  private boolean isMeasured;
  private boolean isRead;
  private boolean tooLarge;
  private long said;
  private int written;
  private Restating.Outcome outcome;

  private Restater(
      Replica replica, Author author, AuthorId self, int percent, int own, StableForSelf stable)
      throws StoreException {
    this.replica = replica;
    this.author = author;
    this.self = self;
    this.percent = percent;
    this.own = own;
    this.stable = stable;
    uncited = new ArrayList<>(stable.cited());
    dag = replica.dag();
    Projection projection = replica.projection();
    superseded =
        new Superseded(
            dag,
            projection.restatements().rows(),
            new Rereading(dag, replica.seal(), projection.tables()),
            own,
            stable);
    pieces = new RestatementPieces(superseded.replaced());
  }

  /**
   * Why this node cannot restate now; null if it can: nothing is behind, left out, forked or
   * missing, and the chain is here from its beginning.
   */
  static Restating.Outcome.Why obstacle(Replica replica, AuthorId self) throws StoreException {
    Projection projection = replica.projection();
    Dag dag = replica.dag();
    if (projection.isWhole() && RestatedHeads.of(projection.machine()) == null) {
      return Restating.Outcome.Why.NO_HEADS;
    }
    int own = dag.findAuthor(self.toBytes(), 0);
    if (own == Dag.NONE || dag.tipCount(own) == 0) {
      return Restating.Outcome.Why.NOTHING_STABLE;
    }
    if (dag.pruning().floor(own) > 0) {
      return Restating.Outcome.Why.PRUNED;
    }
    boolean settled =
        projection.isWhole()
            && projection.stall() == null
            && !projection.leavesOut()
            && projection.restatements().awaited().isEmpty()
            && dag.forkedCount() == 0
            && !replica.isBehindItself();
    return settled ? null : Restating.Outcome.Why.UNSETTLED;
  }

  /**
   * Begins, once there is no {@link #obstacle}.
   *
   * @param percent the least share of bytes that need not be said again
   * @return null if nothing is stable
   */
  static Restater begin(Replica replica, Author author, AuthorId self, int percent)
      throws StoreException {
    int own = replica.dag().findAuthor(self.toBytes(), 0);
    StableForSelf stable = StableForSelf.of(replica, own);
    return stable == null ? null : new Restater(replica, author, self, percent, own, stable);
  }

  /** Goes on for a while; what came of it, or null: there is more to do. */
  Restating.Outcome turn(long nowMs) throws StoreException, RefusedException {
    if (outcome == null) {
      if (replica.projection().isBehind()) {
        return null;
      }
      if (obstacle(replica, self) != null || isDisturbed()) {
        end(Restating.Outcome.Why.UNSETTLED);
      } else if (superseded.turn(ROWS_A_TURN)) {
        goOn(nowMs);
      }
    }
    return outcome;
  }

  private boolean isDisturbed() throws StoreException {
    return !stable.holdsFor(replica.projection().members().voters())
        || isMeasured && superseded.isDisturbed();
  }

  private void goOn(long nowMs) throws StoreException, RefusedException {
    if (superseded.isHopeless()) {
      end(Restating.Outcome.Why.PAYS_NOT);
    } else if (superseded.count() == 0) {
      boolean blocked = superseded.isBlocked();
      end(blocked ? Restating.Outcome.Why.UNKEPT : Restating.Outcome.Why.NOTHING_STABLE);
    } else if (!isMeasured) {
      measure();
    } else if (uncited.size() + ownNewest().size() > Limits.CONDITION_HASHES_EMITTED) {
      cite(nowMs);
    } else {
      write(nowMs);
    }
  }

  /** Names what one restatement has no room for in an ack before it. */
  private void cite(long nowMs) throws StoreException, RefusedException {
    List<Hash> most = uncited.subList(0, Math.min(uncited.size(), Limits.CONDITION_HASHES_EMITTED));
    author.write(replica, NO_OPS, List.copyOf(most), nowMs);
    most.clear();
  }

  /** What is said of this node and is cited by what it begins with. */
  private List<Hash> ownNewest() {
    List<Hash> newest = replica.projection().members().newest(self);
    return newest.subList(0, Math.min(newest.size(), Limits.CONDITION_HASHES_EMITTED));
  }

  private Hlc through() throws StoreException {
    int row = dag.rowAtHeight(own, superseded.mark());
    return new Hlc(dag.wallMs(row), dag.counter(row));
  }

  private void measure() throws StoreException {
    from =
        RestatedHeads.of(replica.machine())
            .of(
                self,
                through(),
                from,
                KEYS_A_TURN,
                (key, heads) -> {
                  for (Head head : heads) {
                    int length = RestatementPieces.length(key, head);
                    tooLarge |= length > RestatementPieces.PIECE_BYTES;
                    said += length;
                  }
                  return true;
                });
    if (from == null) {
      for (ReplacedHead head : superseded.replaced()) {
        said += RestatementPieces.ROW_BYTES + head.key().length;
      }
      isMeasured = true;
      from = new byte[0];
    }
    if (tooLarge || said * 100 > (100L - percent) * superseded.bytes()) {
      end(Restating.Outcome.Why.PAYS_NOT);
    }
  }

  private void write(long nowMs) throws StoreException, RefusedException {
    if (!isRead && !pieces.isFull()) {
      from =
          RestatedHeads.of(replica.machine())
              .of(
                  self,
                  through(),
                  from,
                  KEYS_A_TURN,
                  (key, heads) -> {
                    heads.forEach(head -> pieces.add(key, head));
                    return !pieces.isFull();
                  });
      isRead = from == null;
    }
    if (isRead || pieces.isFull()) {
      byte[] ops = pieces.next();
      boolean last = isRead && pieces.isEmpty();
      byte[] hash = new byte[Hash.BYTES];
      dag.copyHash(dag.rowAtHeight(own, superseded.mark()), hash, 0);
      Hash mark = last ? Hash.of(hash, 0) : Hash.ZERO;
      author.write(replica, ops, mark, written == 0 ? firstCited() : List.of(), nowMs);
      written++;
      if (last) {
        end(Restating.Outcome.Why.WRITTEN);
      }
    }
  }

  private List<Hash> firstCited() {
    List<Hash> cited = new ArrayList<>(ownNewest());
    uncited.stream().filter(hash -> !cited.contains(hash)).forEach(cited::add);
    return cited;
  }

  private void end(Restating.Outcome.Why why) {
    long bytes = superseded.bytes();
    int share = bytes == 0 ? 0 : (int) Math.max(0, 100 - said * 100 / bytes);
    outcome = new Restating.Outcome(why, superseded.count(), written, bytes, share);
  }
}
