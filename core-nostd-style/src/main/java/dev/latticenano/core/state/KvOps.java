package dev.latticenano.core.state;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.KvPayloadView;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one {@code KvPayload} writes: each key once, with the value of its last op in the payload or
 * null where that op deletes.
 */
final class KvOps {
  private final KvPayloadView payload = new KvPayloadView();

  /** Stands before the first op of a payload that decodes; {@code KV_MALFORMED} otherwise. */
  Verdict check(Applied op) {
    return payload.wrap(op.opArray(), op.opOffset(), op.opBytes()).check();
  }

  /** The ops of a checked payload, to walk. */
  KvPayloadView payload() {
    return payload;
  }

  /** The writes of a checked payload, in the order in which their keys first appear; copies. */
  Map<Key, byte[]> writes() {
    Map<Key, byte[]> writes = new LinkedHashMap<>();
    payload.rewind();
    while (payload.next()) {
      if (payload.kind() != KvPayloadView.Kind.UNKNOWN) {
        Key key = Key.copyOf(payload.bytes(), payload.keyOffset(), payload.keyLength());
        writes.put(key, value());
      }
    }
    return writes;
  }

  private byte[] value() {
    if (payload.kind() == KvPayloadView.Kind.DELETE) {
      return null;
    }
    int from = payload.valueOffset();
    return Arrays.copyOfRange(payload.bytes(), from, from + payload.valueLength());
  }
}
