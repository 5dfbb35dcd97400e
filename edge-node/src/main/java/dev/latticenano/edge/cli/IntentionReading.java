package dev.latticenano.edge.cli;

import dev.latticenano.core.Limits;
import dev.latticenano.core.OpsReader;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.Inspection;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.OpsSexpr;
import dev.latticenano.core.intention.Sexpr;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.text.Times;
import dev.latticenano.host.text.Units;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A store's intentions as commands show them, read from the log one at a time. One at a time is
 * lent: the next call of {@link #open} takes its place.
 */
final class IntentionReading {
  /** Hexadecimal digits that a hash must at least be given with. */
  static final int DIGITS_MIN = 4;

  private static final int NAMED_MAX = 9;

  private final Dag dag;
  private final AuthorNames names;
  private final OpsSexpr sexpr;
  private final byte[] buffer = new byte[Limits.SIGNED_BYTES_MAX];
  private final byte[] hash = new byte[Hash.BYTES];
  private final SignedIntentionView signed = new SignedIntentionView();
  private final OpsReader ops;

  IntentionReading(NodeHome home, StoreId store) throws Failure {
    dag = home.node().dag(store);
    ops = home.node().projection(store).opsReader();
    names = new AuthorNames(home, store);
    // Ops of a files store are key-value payloads: paths and entries.
    String type = home.node().projection(store).type();
    sexpr = new OpsSexpr(type.equals(FileState.TYPE) ? OpsSexpr.KV : type);
  }

  Dag dag() {
    return dag;
  }

  /** What the authors are called. */
  AuthorNames names() {
    return names;
  }

  /** The intention of {@code row}; null if it is not here, see {@link #absence}. */
  IntentionView open(int row) throws StoreException {
    if (dag.pruning().isBelowFloor(row)) {
      return null;
    }
    try {
      boolean whole = signed.wrap(buffer, 0, dag.read(row, buffer, 0)).check() == Verdict.OK;
      return whole ? signed.intention() : null;
    } catch (StoreException e) {
      if (dag.isLost(row)) {
        return null;
      }
      throw e;
    }
  }

  /** What is said in place of an intention that is not here. */
  String absence(int row) throws StoreException {
    return dag.pruning().isBelowFloor(row) ? "(dropped below the snapshot)" : "(damaged)";
  }

  /** What is said in place of all that was dropped; empty if nothing was. */
  String dropped() {
    long count = dag.pruning().belowCount();
    return count == 0
        ? ""
        : Units.count(count, "intention")
            + " dropped below the snapshot: what they meant is here, they are not";
  }

  /** The name of {@code row}. */
  Hash hash(int row) throws StoreException {
    dag.copyHash(row, hash, 0);
    return Hash.of(hash, 0);
  }

  /** The key of an author by its number. */
  AuthorId author(int author) {
    dag.copyAuthorKey(author, hash, 0);
    return AuthorId.of(hash, 0);
  }

  /** The ops of an intention, out of what wraps them; null if nobody here can read them. */
  UniversalOpView ops(IntentionView view) {
    return ops.open(view) == Verdict.OK ? ops.ops() : null;
  }

  /** The ops of an intention for people; those that were sealed and could be opened say so. */
  Sexpr sexpr(IntentionView view) {
    Sexpr opened = opened(view);
    return opened == null
        ? sexpr.ops(view.bytes(), view.opsOffset(), view.opsLength())
        : Sexpr.list("sealed", opened);
  }

  /** What was sealed; null if nothing was or it cannot be opened here. */
  private Sexpr opened(IntentionView view) {
    UniversalOpView inner = ops(view);
    return inner == null || inner.bytes() == view.bytes()
        ? null
        : sexpr.ops(inner.bytes(), inner.offset(), inner.length());
  }

  /** All of an intention for people, and behind it what was sealed in it. */
  Sexpr whole(IntentionView view) {
    Sexpr opened = opened(view);
    Sexpr whole = sexpr.intention(view);
    if (opened == null || !(whole instanceof Sexpr.Items items)) {
      return whole;
    }
    List<Sexpr> more = new ArrayList<>(items.items());
    more.add(Sexpr.list("opened", opened));
    return new Sexpr.Items(List.copyOf(more));
  }

  /** A row on one line: hash, time, author, what it says. */
  String summary(int row) throws StoreException {
    IntentionView view = open(row);
    String name = names.of(author(dag.author(row)));
    return hash(row).shortText()
        + "  "
        + (view == null
            ? absence(row) + "  " + name
            : Times.seconds(view.wallMs()) + "  " + name + "  " + sexpr(view).compact());
  }

  /** All of the intention opened last, for a script. */
  Map<String, Object> json(int row, IntentionView view) throws StoreException {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("sequence", dag.sequenceOf(row));
    out.put("hash", hash(row).toString());
    out.put("author", view.author().toString());
    out.put("author_name", names.of(view.author()));
    out.put("height", dag.height(row));
    out.put("time", Times.millis(view.wallMs()));
    out.put("wall_time", new BigInteger(Long.toUnsignedString(view.wallMs())));
    out.put("counter", Integer.toUnsignedLong(view.counter()));
    out.put("store_prev", view.storePrev().toString());
    List<String> condition = new ArrayList<>();
    for (int i = 0; i < view.conditionCount(); i++) {
      condition.add(view.condition(i).toString());
    }
    out.put("condition", condition);
    out.put("projected", dag.isProjected(row));
    out.put("sexpr", sexpr(view).compact());
    return out;
  }

  /** The row whose hash begins with {@code text}. */
  int find(String text) throws Failure, StoreException {
    String digits = text.strip().toLowerCase(Locale.ROOT);
    if (!digits.matches("[0-9a-f]{" + DIGITS_MIN + "," + 2 * Hash.BYTES + "}")) {
      throw new Failure(
          Failure.BAD_INPUT,
          "a hash is given by "
              + DIGITS_MIN
              + " or more of its hexadecimal digits, not '"
              + text
              + "'");
    }
    IntList rows = new IntList();
    new Inspection(dag).rowsBetween(bound(digits, '0'), bound(digits, 'f'), NAMED_MAX + 1, rows);
    int found = Dag.NONE;
    int count = 0;
    for (int i = 0; i < rows.count(); i++) {
      if (hash(rows.at(i)).toString().startsWith(digits)) {
        found = rows.at(i);
        count++;
      }
    }
    if (count != 1) {
      throw new Failure(
          Failure.NOT_FOUND,
          count == 0
              ? "no intention of this store begins with " + digits
              : digits
                  + " fits "
                  + (count > NAMED_MAX ? "many" : count)
                  + " intentions; give more of the hash");
    }
    return found;
  }

  private static byte[] bound(String digits, char fill) {
    String filled = digits + String.valueOf(fill).repeat(2 * Hash.BYTES - digits.length());
    return Hex.decode(filled.substring(0, 2 * Inspection.PREFIX_BYTES));
  }
}
