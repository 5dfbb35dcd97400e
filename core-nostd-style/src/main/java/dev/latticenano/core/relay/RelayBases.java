package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.dag.BaseHandover;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.Newcomer;
import dev.latticenano.core.dag.SettledBase;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.SnapshotNoticeView;
import dev.latticenano.core.session.BaseProof;
import dev.latticenano.core.session.Bases;
import dev.latticenano.core.session.HoledBases;
import dev.latticenano.core.store.StoreException;

/**
 * What one store on a relay begins with: hands it to whoever lacks what is gone, and takes what a
 * guest hands over, if nothing is given up for it but on the word of all voters: docs/relay.md §6.
 */
final class RelayBases implements Bases {
  private final Holding holding;
  private final Dag dag;
  private final Verifier verifier;
  private final AuthorId self;
  private final RelaySnapshots snapshots;
  private final SnapshotParts parts;
  private final HoledBases holed;
  private Verdict outcome = Verdict.OK;
  private BaseProof offered;
  private boolean news;
  private boolean whole;

  /**
   * Of {@code holding}, a store on the relay of key {@code self}.
   *
   * @param verifier of what is handed over
   */
  RelayBases(Holding holding, Verifier verifier, AuthorId self, RelaySnapshots snapshots) {
    this.holding = holding;
    this.dag = holding.dag();
    this.verifier = verifier;
    this.self = self;
    this.snapshots = snapshots;
    this.parts = new SnapshotParts(holding.place().chunks());
    this.holed = new HoledBases(holding.id(), dag);
  }

  @Override
  public BaseProof given() throws StoreException {
    return snapshots.stands() ? snapshots.proof() : holed.given();
  }

  @Override
  public Verdict take(BaseProof proof) throws StoreException {
    if (whole || proof.isEmpty()) {
      return Verdict.OK;
    }
    outcome = proof.handover() == null ? settled(proof) : left(proof);
    return outcome;
  }

  private Verdict settled(BaseProof proof) throws StoreException {
    Verdict verdict = proof.check(holding.id(), verifier);
    if (verdict != Verdict.OK) {
      return verdict;
    }
    SettledBase base = base(proof);
    verdict = base.check();
    verdict = verdict == Verdict.OK && !isAgreed(proof) ? Verdict.BASE_NOT_AGREED : verdict;
    verdict = verdict == Verdict.OK ? base.fits(self) : verdict;
    if (verdict == Verdict.OK && base.isNeeded() && hasRoom(proof.notice().entries())) {
      offer(proof);
    }
    return verdict;
  }

  private SettledBase base(BaseProof proof) {
    return new SettledBase(dag, holding.place().log(), proof.notice(), proof.covered());
  }

  /** Every voter of the manifest says that all of it is settled, and there is one. */
  private boolean isAgreed(BaseProof proof) {
    Manifest manifest = holding.manifest();
    boolean any = false;
    boolean all = true;
    for (int i = 0; i < manifest.members(); i++) {
      AuthorId member = manifest.member(i);
      boolean votes = manifest.votes(member.toBytes(), 0);
      any |= votes;
      all &= !votes || proof.agreed().contains(member);
    }
    return any && all;
  }

  private static boolean hasRoom(int authors) {
    return authors <= Limits.RECEIPT_AUTHORS_MAX;
  }

  /**
   * What marks left is taken by whoever holds nothing: nobody's word is proven but the author's.
   */
  private Verdict left(BaseProof proof) throws StoreException {
    BaseHandover base = proof.handover();
    if (snapshots.stands() || dag.sequence() > 0 || dag.pruning().hasBase()) {
      return Verdict.OK;
    }
    Verdict verdict = base.check(holding.id(), verifier);
    if (verdict == Verdict.OK) {
      verdict = new Newcomer(dag).fits(base, self);
    }
    if (verdict == Verdict.OK) {
      offer(proof);
    }
    return verdict;
  }

  private void offer(BaseProof proof) {
    offered = proof;
    news = true;
  }

  /** True if something was handed over that helps. */
  boolean hasNews() {
    return news;
  }

  /** True once then. */
  boolean takeNews() {
    boolean was = news;
    news = false;
    return was;
  }

  /** True while chunks are fetched, or all is here. */
  boolean isOffered() {
    return offered != null;
  }

  /** Looks whether all of what was handed over is here, and says which chunks are not. */
  boolean look() throws StoreException {
    boolean proven = offered != null && offered.handover() == null;
    whole = offered != null && (!proven || parts.areHere(offered.notice(), holding.chunks()::need));
    return whole;
  }

  /** True if the store is to stand on it, and there is room for what comes with it. */
  boolean fits() throws StoreException {
    long bytes = 0;
    for (byte[] each : offered.intentions()) {
      bytes += each.length;
    }
    boolean still =
        offered.handover() == null
            ? base(offered).fits(self) == Verdict.OK && base(offered).isNeeded()
            : dag.sequence() == 0;
    return still && bytes <= holding.space();
  }

  /** Gives up what was handed over. */
  void abandon() {
    offered = null;
    whole = false;
  }

  /**
   * What the relay signs before its floors rise; null if it never said that it held anything of it.
   */
  PruneReceiptWriter receipt() throws StoreException {
    if (offered.handover() != null) {
      return null;
    }
    SnapshotNoticeView notice = offered.notice();
    PruneReceiptWriter writer = new PruneReceiptWriter(holding.id());
    byte[] bytes = notice.bytes();
    for (int i = 0; i < notice.entries(); i++) {
      AuthorId author = AuthorId.of(bytes, notice.entryOffset(i));
      int number = dag.findAuthor(bytes, notice.entryOffset(i));
      if (number == Dag.NONE || notice.height(i) > dag.pruning().floor(number)) {
        writer.floor(author, notice.height(i), Hash.of(bytes, notice.tipOffset(i)));
      }
    }
    SignedIntentionView signed = new SignedIntentionView();
    byte[] hash = new byte[Hash.BYTES];
    for (byte[] each : offered.intentions()) {
      signed.wrap(each, 0, each.length);
      if (signed.check() == Verdict.OK && votes(signed.intention().author())) {
        signed.intention().hash(Blake3.plain(), hash, 0);
        writer.ack(Hash.of(hash, 0));
      }
    }
    long[] went = goes(notice);
    return writer.dropped(went[0], went[1]);
  }

  private boolean votes(AuthorId author) {
    return holding.manifest().votes(author.toBytes(), 0);
  }

  /** Intentions here at or below the frontier, and their bytes. */
  private long[] goes(SnapshotNoticeView notice) throws StoreException {
    int[] heights = base(offered).heights();
    long[] went = new long[2];
    for (int row = dag.pruning().next(0); row < dag.sequence(); ) {
      if (dag.height(row) <= heights[dag.author(row)]) {
        went[0]++;
        went[1] += dag.length(row);
      }
      row = dag.pruning().next(row + 1);
    }
    return went;
  }

  /** Puts it into the log: from the next opening on the store stands on it. */
  void stand() throws StoreException {
    if (offered.handover() != null) {
      new Newcomer(dag).stand(offered.handover());
    } else {
      base(offered).begin().end();
    }
  }

  /** Names the chunks of what was handed over. */
  void tell(HoldingChunks chunks) throws StoreException {
    if (offered.handover() == null) {
      parts.areHere(offered.notice(), chunks::need);
    }
  }

  @Override
  public boolean isAtWork() {
    return whole;
  }

  @Override
  public Verdict outcome() {
    return outcome;
  }

  @Override
  public int bytesMax() {
    return holed.bytesMax();
  }
}
