package dev.latticenano.core.state;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.ProtoFields;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one {@code KvPayload} writes: each key once, with the value of its last op in the payload or
 * null where that op deletes. Reusable.
 */
final class KvOps {
  private static final int PUT = 1;
  private static final int DELETE = 2;
  private static final byte[] EMPTY = {};

  private final ProtoFields payload = new ProtoFields();
  private final ProtoFields operation = new ProtoFields();
  private final ProtoFields write = new ProtoFields();
  private final Map<Key, byte[]> writes = new LinkedHashMap<>();

  /** Decodes a payload: {@code OK}, or {@code KV_MALFORMED} and there are no writes. */
  Verdict decode(byte[] bytes, int offset, int length) {
    writes.clear();
    boolean sound = true;
    payload.wrap(bytes, offset, length);
    while (sound && payload.next()) {
      if (payload.tag() == 1) {
        sound =
            payload.wireType() == ProtoFields.LENGTH
                && operation(bytes, payload.offset(), payload.length());
      }
    }
    if (sound && !payload.malformed()) {
      return Verdict.OK;
    }
    writes.clear();
    return Verdict.KV_MALFORMED;
  }

  /**
   * The writes, in the order in which their keys first appear. The map lives until the next decode.
   */
  Map<Key, byte[]> writes() {
    return writes;
  }

  /** Of several kinds in one operation the last counts; an operation of no kind says nothing. */
  private boolean operation(byte[] bytes, int offset, int length) {
    int kind = 0;
    int from = 0;
    int fromBytes = 0;
    operation.wrap(bytes, offset, length);
    while (operation.next()) {
      if (operation.tag() > DELETE) {
        continue;
      }
      if (operation.wireType() != ProtoFields.LENGTH) {
        return false;
      }
      kind = operation.tag();
      from = operation.offset();
      fromBytes = operation.length();
    }
    return !operation.malformed() && (kind == 0 || write(kind, bytes, from, fromBytes));
  }

  private boolean write(int kind, byte[] bytes, int offset, int length) {
    byte[] key = EMPTY;
    byte[] value = EMPTY;
    write.wrap(bytes, offset, length);
    while (write.next()) {
      if (write.tag() > fieldsOf(kind)) {
        continue;
      }
      if (write.wireType() != ProtoFields.LENGTH) {
        return false;
      }
      byte[] field = Arrays.copyOfRange(bytes, write.offset(), write.offset() + write.length());
      if (write.tag() == 1) {
        key = field;
      } else {
        value = field;
      }
    }
    writes.put(Key.sharing(key), kind == PUT ? value : null);
    return !write.malformed();
  }

  /** The fields of an operation of this kind: a put has key and value, a delete a key. */
  private static int fieldsOf(int kind) {
    return kind == PUT ? 2 : 1;
  }
}
