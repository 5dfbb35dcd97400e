package dev.latticenano.core.dag;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.Map;

/**
 * Lets a DAG stand on a base that a peer handed over, from its next opening on. What is held above
 * the floors stays. Rules: docs/protocol.md §14, Bases.
 */
public final class Newcomer {
  private final Parts parts;
  private final Pruning pruning;

  /** Of {@code dag}. */
  public Newcomer(Dag dag) {
    this.parts = dag.parts;
    this.pruning = dag.pruning();
  }

  /**
   * Whether what is here goes with the base, which is sound by itself.
   *
   * @param self the author whose intentions are not given up
   */
  public Verdict fits(BaseHandover base, AuthorId self) throws StoreException {
    byte[] key = new byte[AuthorId.BYTES];
    for (int author = 0; author < parts.authors.count(); author++) {
      parts.authors.copyKey(author, key, 0);
      AuthorId id = AuthorId.of(key, 0);
      BaseHandover.Floor floor = base.floor(id);
      int wanted = floor == null ? 0 : floor.height();
      int height = parts.authors.height(author);
      boolean lacks =
          height < wanted && (parts.authors.isForked(author) || id.equals(self) && height > 0);
      boolean other = wanted > 0 && height >= wanted && !isHere(floor.hash());
      if (lacks || other || parts.floors.of(author) > wanted) {
        return Verdict.CHECKPOINT_VIOLATED;
      }
    }
    return Verdict.OK;
  }

  /** True if the base has what is not here. */
  public boolean needs(BaseHandover base) throws StoreException {
    for (BaseHandover.Floor floor : base.floors().values()) {
      if (!isHere(floor.hash())) {
        return true;
      }
    }
    return false;
  }

  private boolean isHere(Hash hash) throws StoreException {
    return parts.names.find(hash.toBytes(), 0) != Rows.NONE;
  }

  /**
   * Puts the base into the log: durable, and without effect before the DAG is opened again over it.
   */
  public void stand(BaseHandover base) throws StoreException {
    int[] heights = new int[parts.authors.count()];
    for (Map.Entry<AuthorId, BaseHandover.Floor> each : base.floors().entrySet()) {
      int author = parts.authors.find(each.getKey().toBytes(), 0);
      if (author != Rows.NONE) {
        heights[author] = Math.min(each.getValue().height(), parts.authors.height(author));
      }
    }
    long[] positions = new long[base.staying().size()];
    for (int i = 0; i < positions.length; i++) {
      byte[] signed = base.staying().get(i);
      positions[i] = parts.log.append(LogRecord.SIGNED_INTENTION, signed, 0, signed.length);
    }
    BaseWriter writer = pruning.restore(base.gone(), heights);
    for (long position : positions) {
      writer.retain(position);
    }
    for (byte[] record : base.records()) {
      if (record[0] != LogRecord.BASE_BEGIN && record[0] != LogRecord.BASE) {
        writer.entries(record[0], record, 1, record.length - 1);
      }
    }
    writer.end();
  }
}
