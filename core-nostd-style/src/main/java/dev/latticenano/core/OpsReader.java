package dev.latticenano.core;

import dev.latticenano.core.intention.EnvelopeView;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.seal.OpsCipher;

/**
 * Takes the ops of intentions of one store out of what wraps them. Shows the last until the next.
 */
public final class OpsReader {
  private final Seal seal;
  private final OpsCipher cipher;
  private final UniversalOpView bare = new UniversalOpView();
  private final EnvelopeView envelope = new EnvelopeView();
  private UniversalOpView ops = bare;

  OpsReader(Seal seal) {
    this.seal = seal;
    // Its own: what one reader shows stands while another reads.
    cipher = seal.cipher();
  }

  /** OK; SEALED_NO_KEY, which is nobody's fault; or what is wrong with the ops. */
  public Verdict open(IntentionView intention) {
    ops = bare;
    int from = intention.opsOffset();
    Verdict verdict = bare.wrap(intention.bytes(), from, intention.opsLength()).check();
    if (verdict != Verdict.OK || !isEnveloped()) {
      return verdict;
    }
    verdict = envelope.wrap(bare).check();
    if (verdict != Verdict.OK) {
      return verdict;
    }
    return switch (envelope.kind()) {
      case CLEAR -> {
        ops = envelope.clear();
        yield Verdict.OK;
      }
      case SEALED -> {
        verdict = cipher.open(intention, envelope, seal.ring());
        ops = verdict == Verdict.OK ? cipher.ops() : bare;
        yield verdict;
      }
      case UNKNOWN -> Verdict.OK;
    };
  }

  /** The ops, out of their envelope; an envelope only if it holds none. */
  public UniversalOpView ops() {
    return ops;
  }

  /** True if an envelope lies around the ops, which only our own nodes look into. */
  public boolean isEnveloped() {
    return bare.kind() == UniversalOpView.Kind.ENVELOPE;
  }

  /** What of their author's chain the ops say again, up to this; {@link Hash#ZERO}: nothing. */
  public Hash mark() {
    return isEnveloped() && envelope.supersedes()
        ? Hash.of(envelope.bytes(), envelope.supersedesOffset())
        : Hash.ZERO;
  }

  /** Under which key the ops are sealed. */
  public EpochId epoch() {
    return EpochId.of(envelope.sealedBytes(), envelope.epochIdOffset());
  }
}
