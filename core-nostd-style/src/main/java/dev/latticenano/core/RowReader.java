package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.Kept;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.state.Applied;
import dev.latticenano.core.store.StoreException;

/**
 * Reads witnessed intentions one after the other, takes their ops out of the envelope, and shows
 * them as state sees them. What it shows is valid until the next is read.
 */
final class RowReader {
  private final Dag dag;
  private final RowBuffer buffer;
  private final SignedIntentionView signed = new SignedIntentionView();
  private final OpsReader ops;
  private final Kept kept = new Kept();
  private final Applied applied = new Applied();
  private final byte[] name = new byte[Hash.BYTES];
  private Hash hash = Hash.ZERO;
  private int length;

  /** Reads rows of {@code dag} into {@code buffer}. */
  RowReader(Dag dag, Seal seal, RowBuffer buffer) {
    this.dag = dag;
    this.ops = new OpsReader(seal);
    this.buffer = buffer;
  }

  /** Reads {@code row}; false if its record is damaged, which a peer can mend. */
  boolean read(int row) throws StoreException {
    length = buffer.readSound(dag, row);
    if (length < 0 || signed.wrap(buffer.bytes(), 0, length).check() != Verdict.OK) {
      return false;
    }
    dag.copyHash(row, name, 0);
    hash = Hash.of(name, 0);
    IntentionView intention = signed.intention();
    applied
        .wrap(hash, intention.timestamp(), intention.author())
        .condition(buffer.bytes(), intention.conditionOffset(0), intention.conditionCount());
    return true;
  }

  /** True if no mark ever supersedes the intention read last; nobody needs a key to say so. */
  boolean isKept() {
    return kept.holds(signed.intention());
  }

  /** Takes the ops out of what wraps them; see {@link OpsReader#open}. */
  Verdict open() {
    return ops.open(signed.intention());
  }

  /** The ops, out of their envelope; an envelope only if it holds none that can be read. */
  UniversalOpView ops() {
    return ops.ops();
  }

  /** True if an envelope lies around the ops, which only our own nodes look into. */
  boolean isEnveloped() {
    return ops.isEnveloped();
  }

  /** See {@link OpsReader#mark}. */
  Hash mark() {
    return ops.mark();
  }

  /** True if the ops are a snapshot notice that stands bare, as it must. */
  boolean isNotice() {
    return !isEnveloped() && ops().kind() == UniversalOpView.Kind.SNAPSHOT;
  }

  /** Under which key the ops are sealed. */
  EpochId epoch() {
    return ops.epoch();
  }

  /** The intention with the content of its ops, as a store type sees it. */
  Applied content() {
    UniversalOpView inner = ops.ops();
    return applied.op(inner.contentBytes(), inner.contentOffset(), inner.contentLength());
  }

  /** The intention with its ops whole, as the system table sees it. */
  Applied whole() {
    UniversalOpView inner = ops.ops();
    return applied.op(inner.bytes(), inner.offset(), inner.length());
  }

  /** The name of the intention read last. */
  Hash hash() {
    return hash;
  }

  /** Bytes of the intention read last. */
  int length() {
    return length;
  }
}
