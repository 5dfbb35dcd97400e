package dev.latticenano.core.dag;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What of the witnessed set peers see. All of it, unless authors are barred: of theirs only what
 * somebody else has in its past, and what counts all the same; the rest is hidden, so that a node
 * that never took it has the same set (docs/members.md, hidden). Kept on the heap: whoever bars
 * authors says so again after a start.
 *
 * <p>Costs nothing while nobody is barred. While something is hidden, each new intention of another
 * author costs one vector, and what it shows one hash each.
 */
public final class Shown {
  private static final int NONE = Rows.NONE;

  private final Rows rows;
  private final Names names;
  private final Authors authors;
  private final Chain chain;
  private final BranchRows branches;
  private final Ancestry ancestry;
  private final Order order;
  private final Floors floors;
  private final Blake3 blake3;
  private final BitSet barred = new BitSet();
  private final IntList allowed = new IntList();
  private final IntColumn height = new IntColumn(0);
  private final IntTable shownBranches = new IntTable();
  private final IdSum hidden = new IdSum();
  private final IntList found = new IntList();
  private final byte[] name = new byte[32];
  private int[] seen = new int[16];
  private long forkVersion;
  private long changes;
  private long uncovered;

  Shown(
      Rows rows,
      Names names,
      Authors authors,
      Chain chain,
      BranchRows branches,
      Ancestry ancestry,
      Order order,
      Floors floors,
      Blake3 blake3) {
    this.rows = rows;
    this.names = names;
    this.authors = authors;
    this.chain = chain;
    this.branches = branches;
    this.ancestry = ancestry;
    this.order = order;
    this.floors = floors;
    this.blake3 = blake3;
  }

  void clear() {
    barred.clear();
    allowed.clear();
    shownBranches.clear();
    hidden.clear();
    changes++;
  }

  /**
   * Bars these authors from now on, and no others.
   *
   * @param newBarred their numbers
   * @param newAllowed rows of theirs that are shown all the same
   */
  public void bar(IntList newBarred, IntList newAllowed) throws StoreException {
    barred.clear();
    for (int i = 0; i < newBarred.count(); i++) {
      barred.set(newBarred.at(i));
    }
    allowed.clear();
    for (int i = 0; i < newAllowed.count(); i++) {
      allowed.add(newAllowed.at(i));
    }
    changes++;
    work();
  }

  /** Finds out anew what is hidden. */
  private void work() throws StoreException {
    forkVersion = authors.forkVersion();
    shownBranches.clear();
    hidden.clear();
    for (int author = next(0); author != NONE; author = next(author + 1)) {
      // What is below a floor is in everybody's past.
      height.set(author, floors.of(author));
      hide(author);
    }
    for (int author = 0; hidden.count() != 0 && author < authors.count(); author++) {
      for (int i = 0; i < authors.tipCount(author) && !barred.get(author); i++) {
        show(authors.tip(author, i));
      }
    }
    for (int i = 0; i < allowed.count(); i++) {
      if (!floors.any() || rows.has(allowed.at(i)) && !ancestry.isBelowFloor(allowed.at(i))) {
        show(allowed.at(i));
      }
    }
  }

  private int next(int from) {
    return barred.nextSetBit(from);
  }

  private void hide(int author) throws StoreException {
    for (int at = floors.of(author) + 1; at <= authors.height(author); at++) {
      names.copyHash(chain.rowAt(author, at), name, 0);
      hidden.add(name, 0);
    }
    IntList above = authors.isForked(author) ? authors.branchRows(author) : null;
    for (int i = 0; above != null && i < above.count(); i++) {
      names.copyHash(above.at(i), name, 0);
      hidden.add(name, 0);
    }
  }

  /** Shows what {@code row} has in its past. */
  private void show(int row) throws StoreException {
    if (seen.length < authors.count()) {
      seen = new int[authors.count() * 2];
    }
    Arrays.fill(seen, 0, authors.count(), 0);
    ancestry.vector(row, seen);
    for (int author = next(0); author != NONE; author = next(author + 1)) {
      for (int at = height.at(author) + 1; at <= seen[author]; at++) {
        names.copyHash(chain.rowAt(author, at), name, 0);
        uncover();
      }
      height.set(author, Math.max(height.at(author), seen[author]));
      if (authors.isForked(author)) {
        showBranches(author, row);
      }
    }
  }

  private void showBranches(int author, int row) throws StoreException {
    IntList above = authors.branchRows(author);
    for (int i = 0; i < above.count(); i++) {
      int branch = above.at(i);
      if (!shownBranches.contains(branch) && ancestry.isAncestor(branch, row)) {
        shownBranches.put(branch, 0);
        names.copyHash(branch, name, 0);
        uncover();
      }
    }
  }

  private void uncover() {
    hidden.subtract(name, 0);
    uncovered++;
  }

  /** The intention of {@code row} has been witnessed. */
  void placed(int row) throws StoreException {
    if (barred.isEmpty()) {
      return;
    }
    boolean ofBarred = barred.get(rows.author(row));
    if (ofBarred && forkVersion != authors.forkVersion()) {
      changes++;
      work();
    } else if (ofBarred) {
      names.copyHash(row, name, 0);
      hidden.add(name, 0);
    } else if (hidden.count() != 0) {
      show(row);
    }
  }

  /** Floors have risen: what lies below one is hidden no more. */
  void risen() throws StoreException {
    if (!barred.isEmpty()) {
      changes++;
      work();
    }
  }

  /** Changes whenever other intentions may be shown. */
  public long version() {
    return rows.count() + changes;
  }

  /** Rises with every {@link #bar}. */
  long changes() {
    return changes;
  }

  /**
   * Rises whenever there may be others among those of before: somebody is barred or no more, what
   * was hidden is shown, a floor rises, or something has come that stays below one. As long as it
   * does not, what is shown of the first places of the witness order stays the same set.
   */
  public long breaks() {
    return changes + uncovered + floors.changes();
  }

  /** How many intentions are shown. */
  public long count() {
    return rows.count() - hidden.count();
  }

  /** How many more are shown than {@code before}; 0 if there are fewer. */
  public int countSince(long before) {
    return (int) Math.max(0, count() - before);
  }

  /** How many witnessed intentions are hidden. */
  public long hiddenCount() {
    return hidden.count();
  }

  /** Writes the 32-byte digest that what is shown would have with other intentions beside it. */
  public void digestWith(IdSum others, byte[] out, int offset) {
    IdSum less = new IdSum();
    less.add(hidden);
    less.subtract(others);
    order.digest(blake3, less, out, offset);
  }

  /** Writes the 32-byte digest of what is shown. */
  public void digest(byte[] out, int offset) {
    order.digest(blake3, hidden, out, offset);
  }

  /** True if the intention of {@code row} is shown. */
  public boolean contains(int row) throws StoreException {
    int author = rows.author(row);
    return !barred.get(author)
        || (ancestry.isIndexed(row)
            ? rows.height(row) <= height.at(author)
            : shownBranches.contains(row));
  }

  /** As {@link Dag#authorHeight}, of what is shown. */
  public int authorHeight(int author) {
    return barred.get(author) ? height.at(author) : authors.height(author);
  }

  /** As {@link Dag#branchRows}; empty for an author that is not seen to be forked. */
  public IntList branchRows(int author) {
    if (authors.isForked(author) && !barred.get(author)) {
      return authors.branchRows(author);
    }
    found.clear();
    IntList above = authors.isForked(author) ? authors.branchRows(author) : found;
    for (int i = 0; i < above.count(); i++) {
      if (shownBranches.contains(above.at(i))) {
        found.add(above.at(i));
      }
    }
    return found;
  }

  /** Replaces {@code out} by the rows of an author's tips, among what is shown. */
  public void tips(int author, IntList out) throws StoreException {
    out.clear();
    if (!barred.get(author)) {
      for (int i = 0; i < authors.tipCount(author); i++) {
        out.add(authors.tip(author, i));
      }
      return;
    }
    IntList above = branchRows(author);
    for (int i = 0; i < above.count(); i++) {
      if (isTip(author, above.at(i))) {
        out.add(above.at(i));
      }
    }
    if (out.count() == 0 && height.at(author) > 0) {
      out.add(chain.rowAt(author, height.at(author)));
    }
  }

  private boolean isTip(int author, int row) {
    int child = branches.firstChild(author, row);
    while (child != NONE && !shownBranches.contains(child)) {
      child = branches.nextChild(child);
    }
    return child == NONE;
  }

  /** The branch row shown on {@code parent} if there is just one, or {@link Rows#NONE}. */
  int onlyChild(int author, int parent) {
    if (!barred.get(author)) {
      return branches.onlyChild(author, parent);
    }
    int only = NONE;
    int child = branches.firstChild(author, parent);
    for (; child != NONE; child = branches.nextChild(child)) {
      if (shownBranches.contains(child)) {
        if (only != NONE) {
          return NONE;
        }
        only = child;
      }
    }
    return only;
  }
}
