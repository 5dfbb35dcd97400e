package dev.latticenano.core.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.Gate;
import dev.latticenano.core.intention.EnvelopeView;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.store.StoreException;

/**
 * Whose intentions a relay takes of one store, by its manifest: all of owners and voters, acks of
 * carriers and readers, the chains of those who are out up to their cuts; and what somebody of
 * those cited, for without it that would float for ever. Then whether there is room. Source:
 * docs/relay.md §4. Allocates nothing for what it lets in.
 */
final class ManifestGate implements Gate {
  private final Holding holding;
  private final Dag dag;
  private final UniversalOpView ops = new UniversalOpView();
  private final EnvelopeView envelope = new EnvelopeView();
  private final byte[] name = new byte[Hash.BYTES];
  private boolean supersedes;

  /** Of what is offered to {@code dag}, a part of {@code holding}. */
  ManifestGate(Holding holding, Dag dag) {
    this.holding = holding;
    this.dag = dag;
  }

  @Override
  public Verdict admits(byte[] bytes, int authorOffset) {
    throw new AssertionError("asked by judges alone");
  }

  @Override
  public Verdict judges(SignedIntentionView offered, byte[] hash, boolean awaited, boolean misses)
      throws StoreException {
    IntentionView intention = offered.intention();
    Verdict verdict = awaited ? Verdict.OK : author(intention, hash);
    verdict = verdict == Verdict.OK ? content(intention) : verdict;
    if (verdict == Verdict.OK) {
      int author = dag.findAuthor(intention.bytes(), intention.authorOffset());
      long bytes = offered.length() + Usage.RECORD_BYTES;
      holding.require(bytes, author, isReserved(intention));
    }
    return verdict;
  }

  private Verdict author(IntentionView intention, byte[] hash) throws StoreException {
    byte[] bytes = intention.bytes();
    int at = intention.authorOffset();
    Manifest manifest = holding.manifest();
    return switch (manifest.role(bytes, at) & ~Manifest.DORMANT) {
      case Manifest.OWNER, Manifest.VOTER -> Verdict.OK;
      case Manifest.CARRIER, Manifest.READER -> intention.isAck() ? Verdict.OK : Verdict.ACKS_ONLY;
      default -> {
        int cut = manifest.cutHeight(bytes, at);
        boolean stays = cut > 0 && isBelow(intention, hash, cut, manifest.cut(bytes, at));
        Verdict out = cut < 0 ? Verdict.AUTHOR_UNKNOWN : Verdict.AUTHOR_REVOKED;
        yield stays ? Verdict.OK : out;
      }
    };
  }

  /** True if it is the next of a chain that goes up to {@code tip}, or that one itself. */
  private boolean isBelow(IntentionView intention, byte[] hash, int cut, Hash tip)
      throws StoreException {
    if (tip.matches(hash, 0)) {
      return true;
    }
    tip.write(name, 0);
    byte[] bytes = intention.bytes();
    int author = dag.findAuthor(bytes, intention.authorOffset());
    int reached = author == Dag.NONE ? 0 : dag.authorHeight(author);
    if (reached >= cut || dag.find(name, 0) != Dag.NONE) {
      return false;
    }
    if (intention.isFirst()) {
      return reached == 0;
    }
    int prev = dag.find(bytes, intention.storePrevOffset());
    return author != Dag.NONE
        && prev != Dag.NONE
        && !dag.isForked(author)
        && dag.author(prev) == author
        && dag.height(prev) == reached;
  }

  private Verdict content(IntentionView intention) {
    supersedes = false;
    ops.wrap(intention.bytes(), intention.opsOffset(), intention.opsLength());
    if (ops.check() != Verdict.OK) {
      return Verdict.OK;
    }
    UniversalOpView shown = ops;
    if (ops.kind() == UniversalOpView.Kind.ENVELOPE) {
      if (envelope.wrap(ops).check() != Verdict.OK) {
        return Verdict.OK;
      }
      supersedes = envelope.supersedes();
      shown = envelope.kind() == EnvelopeView.Kind.CLEAR ? envelope.clear() : ops;
    }
    boolean speaks =
        switch (shown.kind()) {
          case APP_DATA, RESTATEMENT -> true;
          default -> false;
        };
    return speaks && holding.manifest().isSealed() ? Verdict.CLEAR_OPS_REFUSED : Verdict.OK;
  }

  /** True if it lets something go, so that a store without room must have room for it. */
  private boolean isReserved(IntentionView intention) {
    return intention.isAck() || supersedes || ops.kind() == UniversalOpView.Kind.SNAPSHOT;
  }
}
