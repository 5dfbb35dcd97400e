package dev.latticenano.core;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.intention.RestatementView;
import dev.latticenano.core.intention.RestatementWriter;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.state.RestatedHeads;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes restatements in the plainest way that docs/snapshots.md §8 allows: all that is live, and
 * of others all that the superseded intentions ever replaced.
 */
final class PlainRestater {
  private final KvNode node;
  private final Dag dag;
  private final Rereading rereading;
  private final int self;

  PlainRestater(KvNode node) {
    this.node = node;
    this.dag = node.replica().dag();
    self = dag.findAuthor(node.key().toBytes(), 0);
    Replica replica = node.replica();
    rereading = new Rereading(dag, replica.seal(), replica.projection().tables());
  }

  /** Says again all at or below {@code height}, in {@code pieces} intentions. */
  void restate(int height, int pieces) throws StoreException, RefusedException {
    int marked = dag.rowAtHeight(self, height);
    byte[] mark = new byte[Hash.BYTES];
    dag.copyHash(marked, mark, 0);
    Hlc through = new Hlc(dag.wallMs(marked), dag.counter(marked));
    RestatedHeads live = RestatedHeads.of(node.replica().machine());
    Map<String, byte[]> keys = new TreeMap<>();
    live.of(node.key(), through, new byte[0], 1000, (key, heads) -> keep(keys, key));
    List<byte[]> all = List.copyOf(keys.values());
    for (int i = 0; i < pieces; i++) {
      byte[] out = new byte[100_000];
      RestatementWriter writer = new RestatementWriter().wrap(out, 0, out.length);
      for (int k = i * all.size() / pieces; k < (i + 1) * all.size() / pieces; k++) {
        live.of(node.key(), through, all.get(k), 1, (key, heads) -> write(writer, key, heads));
      }
      if (i == pieces - 1) {
        replaced(height, writer);
      }
      node.mark(
          new UniversalOpWriter().restatement(out, 0, writer.length()),
          i == pieces - 1 ? Hash.of(mark, 0) : Hash.ZERO);
    }
  }

  private static boolean keep(Map<String, byte[]> keys, byte[] key) {
    keys.put(Hex.encode(key), key);
    return true;
  }

  private static boolean write(RestatementWriter writer, byte[] key, List<Head> heads) {
    for (Head head : heads) {
      byte[] name = new byte[Hash.BYTES + RestatementView.HLC_BYTES];
      head.hash().write(name, 0);
      BigEndian.putLong(name, Hash.BYTES, head.timestamp().wallMs());
      BigEndian.putInt(name, Hash.BYTES + 8, head.timestamp().counter());
      byte[] value = head.value();
      if (value == null) {
        writer.tombstone(RestatementView.STATE, key, 0, key.length, name, 0);
      } else {
        writer.head(RestatementView.STATE, key, 0, key.length, name, 0, value, 0, value.length);
      }
    }
    return true;
  }

  private void replaced(int height, RestatementWriter writer) throws StoreException {
    TreeSet<byte[]> rows = new TreeSet<>(Arrays::compareUnsigned);
    IntList cited = new IntList();
    byte[] hash = new byte[Hash.BYTES];
    for (int at = 1; at <= height; at++) {
      int row = dag.rowAtHeight(self, at);
      rereading.read(row);
      if (!rereading.counts()) {
        continue;
      }
      if (rereading.reader().ops().kind() == UniversalOpView.Kind.RESTATEMENT) {
        RestatementView view = new RestatementView().wrap(rereading.reader().ops());
        view.check();
        while (view.nextReplaced()) {
          rows.add(row(view.bytes(), view.keyOffset(), view.keyLength(), view.hashOffset()));
        }
        continue;
      }
      if (rereading.wrote() == null) {
        continue;
      }
      dag.conditions(row, cited);
      for (int i = 0; i < cited.count(); i++) {
        if (dag.author(cited.at(i)) != self) {
          dag.copyHash(cited.at(i), hash, 0);
          rereading
              .wrote()
              .all(
                  (key, heads) -> {
                    rows.add(row(key, hash));
                    return true;
                  });
        }
      }
    }
    for (byte[] row : rows) {
      int keyLength = row.length - Hash.BYTES;
      writer.replaced(RestatementView.STATE, row, 0, keyLength, row, keyLength);
    }
  }

  private static byte[] row(byte[] bytes, int keyAt, int keyLength, int hashAt) {
    byte[] key = Arrays.copyOfRange(bytes, keyAt, keyAt + keyLength);
    return row(key, Arrays.copyOfRange(bytes, hashAt, hashAt + Hash.BYTES));
  }

  // Keys of the tests have one length, so the order of rows is that of keys, then hashes.
  private static byte[] row(byte[] key, byte[] hash) {
    byte[] row = Arrays.copyOf(key, key.length + Hash.BYTES);
    System.arraycopy(hash, 0, row, key.length, Hash.BYTES);
    return row;
  }
}
