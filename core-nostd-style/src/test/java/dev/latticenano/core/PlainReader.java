package dev.latticenano.core;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.intention.RestatementView;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.state.RestatedHeads;
import dev.latticenano.core.state.Right;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rows of a key-value store as what marks leave of its log says them, with holes: of each
 * author what is at or below its mark is read only if it is kept. No order matters: a head is a row
 * if something left wrote it or says it again, and nothing left replaced it. The model of
 * docs/snapshots.md §8.
 */
final class PlainReader {
  private final KvNode of;
  private final Dag dag;
  private final Rereading rereading;
  private final int[] marks;
  private final Set<String> heads = new TreeSet<>();
  private final Set<String> replaced = new TreeSet<>();
  private int gone;

  /** Reads what the marks of the first {@code rows} witnessed leave of all that {@code of} has. */
  PlainReader(KvNode of, int rows) throws StoreException {
    this.of = of;
    Replica replica = of.replica();
    dag = replica.dag();
    rereading = new Rereading(dag, replica.seal(), replica.projection().tables());
    marks = new int[dag.authorCount()];
    for (RestatedRows.Said said : replica.projection().restatements().rows().said(null)) {
      int author = dag.author(said.row());
      marks[author] = said.row() < rows ? Math.max(marks[author], said.mark()) : marks[author];
    }
    for (int row = 0; row < dag.sequence(); row++) {
      read(row);
    }
  }

  private void read(int row) throws StoreException {
    rereading.read(row);
    if (dag.height(row) <= marks[dag.author(row)] && !rereading.isKept()) {
      gone++;
      return;
    }
    RowReader reader = rereading.reader();
    UniversalOpView.Kind kind = reader.ops().kind();
    AuthorId author = reader.content().author();
    Verdict right = of.replica().projection().members().judge(reader.hash(), author, Right.WRITE);
    if (kind == UniversalOpView.Kind.APP_DATA && right == Verdict.OK) {
      data(row);
    } else if (kind == UniversalOpView.Kind.RESTATEMENT) {
      again(right, author);
    }
  }

  private void data(int row) throws StoreException {
    IntList cited = new IntList();
    dag.conditions(row, cited);
    byte[] hash = new byte[Hash.BYTES];
    rereading
        .wrote()
        .all(
            (key, written) -> {
              for (Head head : written) {
                heads.add(text(key, head.hash(), head.timestamp(), head.author(), head.value()));
              }
              for (int i = 0; i < cited.count(); i++) {
                dag.copyHash(cited.at(i), hash, 0);
                replaced.add(name(key, Hash.of(hash, 0)));
              }
              return true;
            });
  }

  private void again(Verdict right, AuthorId author) {
    if (right != Verdict.OK && right != Verdict.RIGHT_WITHDRAWN) {
      return;
    }
    RestatementView view = new RestatementView().wrap(rereading.reader().ops());
    view.check();
    byte[] bytes = view.bytes();
    while (view.nextHead()) {
      byte[] key = Arrays.copyOfRange(bytes, view.keyOffset(), view.keyOffset() + view.keyLength());
      int at = view.hlcOffset();
      Hlc hlc = new Hlc(BigEndian.longAt(bytes, at), BigEndian.intAt(bytes, at + 8));
      int from = view.valueOffset();
      byte[] value =
          view.tombstone() ? null : Arrays.copyOfRange(bytes, from, from + view.valueLength());
      heads.add(text(key, Hash.of(bytes, view.hashOffset()), hlc, author, value));
    }
    view.rewind();
    while (view.nextReplaced()) {
      byte[] key = Arrays.copyOfRange(bytes, view.keyOffset(), view.keyOffset() + view.keyLength());
      replaced.add(name(key, Hash.of(bytes, view.hashOffset())));
    }
  }

  private static String name(byte[] key, Hash hash) {
    return Hex.encode(key) + " " + hash;
  }

  private static String text(byte[] key, Hash hash, Hlc hlc, AuthorId author, byte[] value) {
    String said = value == null ? "gone" : Hex.encode(value);
    return name(key, hash) + " " + hlc + " " + author + " " + said;
  }

  /** How many intentions a relay without keys would have dropped. */
  int gone() {
    return gone;
  }

  /** All heads that what is left makes. */
  List<String> rows() {
    return heads.stream()
        .filter(head -> !replaced.contains(head.substring(0, head.indexOf(' ') + 1 + 64)))
        .toList();
  }

  /** All heads in the tables of {@code node}, in the same form. */
  static List<String> rows(KvNode node) throws StoreException {
    Set<String> rows = new TreeSet<>();
    RestatedHeads.of(node.replica().machine())
        .all(
            (key, heads) -> {
              for (Head head : heads) {
                rows.add(text(key, head.hash(), head.timestamp(), head.author(), head.value()));
              }
              return true;
            });
    return List.copyOf(rows);
  }
}
