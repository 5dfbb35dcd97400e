package dev.latticenano.core.state;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.KvPayloadView;
import dev.latticenano.core.intention.KvPayloadView.Kind;
import dev.latticenano.core.store.StoreException;

/**
 * The ops of one {@code KvPayload}: checked together, then written. Allocates nothing after
 * construction.
 */
final class KvOps {
  private final KvPayloadView payload = new KvPayloadView();

  /** Stands before the first op of a payload; {@code KV_MALFORMED} if it does not decode. */
  Verdict decode(Applied op) {
    return payload.wrap(op.opArray(), op.opOffset(), op.opBytes()).check();
  }

  /**
   * Stands before the first op of a payload whose keys have room; {@code KV_MALFORMED} or {@code
   * KV_KEY_TOO_LONG} otherwise.
   */
  Verdict check(Applied op) {
    Verdict verdict = decode(op);
    return verdict == Verdict.OK ? payload.checkKeys() : verdict;
  }

  /** The ops of a checked payload, to walk. */
  KvPayloadView payload() {
    return payload;
  }

  /**
   * Writes the ops of a checked payload in order, so that of several on one key the last counts.
   */
  void write(KvTable table, Applied op) throws StoreException {
    payload.rewind();
    byte[] bytes = payload.bytes();
    while (payload.next()) {
      int keyAt = payload.keyOffset();
      int keyLength = payload.keyLength();
      if (payload.kind() == Kind.PUT) {
        table.put(bytes, keyAt, keyLength, op, bytes, payload.valueOffset(), payload.valueLength());
      } else if (payload.kind() == Kind.DELETE) {
        table.delete(bytes, keyAt, keyLength, op);
      }
    }
  }
}
