package dev.latticenano.core.state;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.Varint;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.KvPayloadWriter;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Packs writes into as few intentions as the limits allow: {@link #OP_BYTES_MAX} bytes of payload
 * and {@code Limits.CONDITION_HASHES_EMITTED} hashes each. What comes in one call stays in one
 * intention if it fits one.
 */
final class Packing {
  /** Bytes of one payload: 7/8 of what an intention emits, which leaves room to seal and pad it. */
  static final int OP_BYTES_MAX = Limits.OPS_BYTES_EMITTED / 8 * 7;

  private static final int HASHES_MAX = Limits.CONDITION_HASHES_EMITTED;

  private final KvTable table;
  private final byte[] buffer = new byte[OP_BYTES_MAX];
  private final KvPayloadWriter payload = new KvPayloadWriter().wrap(buffer, 0, OP_BYTES_MAX);
  private final Set<Hash> cited = new LinkedHashSet<>();
  private final List<Proposal> proposals = new ArrayList<>();

  Packing(KvTable table) {
    this.table = table;
  }

  /** One key to write: a value, or null to delete. */
  record Write(Key key, Key value) {
    static Write put(FilePath path, byte[] value) {
      return new Write(Key.sharing(path.array()), Key.sharing(value));
    }

    static Write delete(FilePath path) {
      return new Write(Key.sharing(path.array()), null);
    }
  }

  /** Adds writes that belong together. */
  void add(List<Write> unit) throws StoreException {
    if (fits(unit)) {
      return;
    }
    close(false);
    if (fits(unit)) {
      return;
    }
    for (Write write : unit) {
      if (!fits(List.of(write))) {
        close(false);
        if (!fits(List.of(write))) {
          chain(write);
        }
      }
    }
  }

  /** The packed intentions. */
  List<Proposal> proposals() {
    close(false);
    return proposals;
  }

  /** Adds writes if they have room in the intention that is open; nothing if they have not. */
  boolean fits(List<Write> unit) throws StoreException {
    Set<Hash> condition = new LinkedHashSet<>(cited);
    int bytes = payload.length();
    for (Write write : unit) {
      for (Head head : table.heads(write.key().array())) {
        condition.add(head.hash());
      }
      bytes += bytes(write);
    }
    if (condition.size() > HASHES_MAX || bytes > OP_BYTES_MAX) {
      return false;
    }
    cited.addAll(condition);
    for (Write write : unit) {
      put(write);
    }
    return true;
  }

  /**
   * One write of a key with more heads than one intention cites: said again until all are cited.
   */
  private void chain(Write write) throws StoreException {
    List<Head> heads = table.heads(write.key().array());
    int at = 0;
    while (at < heads.size()) {
      boolean later = at > 0;
      int end = Math.min(heads.size(), at + HASHES_MAX - (later ? 1 : 0));
      for (Head head : heads.subList(at, end)) {
        cited.add(head.hash());
      }
      put(write);
      close(later);
      at = end;
    }
  }

  private void put(Write write) {
    byte[] key = write.key().array();
    byte[] value = write.value() == null ? null : write.value().array();
    int written =
        value == null
            ? payload.delete(key, 0, key.length)
            : payload.put(key, 0, key.length, value, 0, value.length);
    if (written < 0) {
      throw new IllegalArgumentException("an entry is " + -written + " bytes too long");
    }
  }

  private void close(boolean citesPrevious) {
    if (payload.length() > 0) {
      byte[] op = Arrays.copyOf(buffer, payload.length());
      proposals.add(new Proposal(op, List.copyOf(cited), citesPrevious));
      payload.wrap(buffer, 0, OP_BYTES_MAX);
    }
    cited.clear();
  }

  /** Bytes of a write in a payload: two nested messages around key and value. */
  static int bytes(Write write) {
    int content = field(write.key().array().length);
    content += write.value() == null ? 0 : field(write.value().array().length);
    return field(field(content));
  }

  private static int field(int length) {
    return length == 0 ? 0 : 1 + Varint.size(length) + length;
  }
}
