package dev.latticenano.core.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.session.BaseProof;
import dev.latticenano.core.session.Bases;
import dev.latticenano.core.session.HoledBases;
import dev.latticenano.core.store.StoreException;

/**
 * What a relay hands to whoever lacks what is gone: the proof of the snapshot that the store begins
 * with, or else the base that marks left. Takes none.
 */
final class RelayBases implements Bases {
  private final RelaySnapshots snapshots;
  private final HoledBases holed;

  RelayBases(RelaySnapshots snapshots, HoledBases holed) {
    this.snapshots = snapshots;
    this.holed = holed;
  }

  @Override
  public BaseProof given() throws StoreException {
    return snapshots.stands() ? snapshots.proof() : holed.given();
  }

  @Override
  public Verdict take(BaseProof proof) {
    return Verdict.OK;
  }

  @Override
  public boolean isAtWork() {
    return false;
  }

  @Override
  public Verdict outcome() {
    return Verdict.OK;
  }

  @Override
  public int bytesMax() {
    return holed.bytesMax();
  }
}
