package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.dag.BaseHandover;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.Newcomer;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;

/**
 * Bases with holes, which marks left (docs/protocol.md §14, Bases): hands over the one that this
 * store stands on, and takes one that a peer hands over, at once. Then the store is to be opened
 * again. Needs no keys.
 */
public final class HoledBases implements Bases {
  private final StoreId store;
  private final Dag dag;
  private final Verifier verifier;
  private final AuthorId self;
  private BaseProof given = BaseProof.NONE;
  private long givenBelow = -1;
  private Verdict outcome = Verdict.OK;
  private boolean stood;

  /**
   * Of {@code store}.
   *
   * @param self the author whose intentions are not given up
   */
  public HoledBases(StoreId store, Dag dag, Verifier verifier, AuthorId self) {
    this.store = store;
    this.dag = dag;
    this.verifier = verifier;
    this.self = self;
  }

  /** Of {@code store}, which hands its base over and takes none. */
  public HoledBases(StoreId store, Dag dag) {
    this(store, dag, null, null);
  }

  @Override
  public BaseProof given() throws StoreException {
    long below = dag.pruning().belowCount();
    if (below != givenBelow) {
      givenBelow = below;
      BaseHandover base = dag.pruning().handOver();
      BaseProof proof = base == null ? BaseProof.NONE : new BaseProof(base);
      given = proof.isTooLarge() ? BaseProof.NONE : proof;
    }
    return given;
  }

  @Override
  public Verdict take(BaseProof proof) throws StoreException {
    BaseHandover base = proof.handover();
    if (base == null || verifier == null || stood) {
      return Verdict.OK;
    }
    Newcomer newcomer = new Newcomer(dag);
    outcome = base.check(store, verifier);
    if (outcome == Verdict.OK) {
      outcome = newcomer.fits(base, self);
    }
    if (outcome == Verdict.OK && newcomer.needs(base)) {
      newcomer.stand(base);
      stood = true;
    }
    return outcome;
  }

  /** True if the store is to be opened again: then it stands on what was taken. */
  public boolean hasStood() {
    return stood;
  }

  @Override
  public boolean isAtWork() {
    return stood;
  }

  @Override
  public Verdict outcome() {
    return outcome;
  }

  @Override
  public int bytesMax() {
    return verifier == null ? 2 * Limits.BASE_BYTES_MAX : 2 * Limits.BASE_HOLES_BYTES_MAX;
  }
}
