package dev.latticenano.core.dag;

import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * One base in the making: goes through all rows in turns and finds out what goes, what stays below
 * the new floors, and which names of what goes are still cited; then writes it. Intentions may come
 * between two turns. Holds a bit of each intention, 4 bytes of each that stays below the floors and
 * 16 of each that is cited.
 */
public final class Dropping {
  private static final int LISTED_ROWS = 1024;

  private final Parts parts;
  private final int[] floors;
  private final int[] settled;
  private final int[] marked;
  private final Staying staying;
  private final long forkVersion;
  private final IntList listed = new IntList();
  private final IntTable kept = new IntTable();
  private final IntTable noted = new IntTable();
  // Whose records are needed: above the floors, and what stays below.
  private final BitSet retained = new BitSet();
  private final IntList cited = new IntList();
  private final IdSum stays = new IdSum();
  private final byte[] hash = new byte[32];
  private int next;
  private long goneCount;
  private long goneBytes;
  private int damaged = Dag.NONE;

  /**
   * Up to {@code floors} all goes but what stays; up to {@code settled}, one an author too and none
   * above its floor, all goes; above {@code marked} only acks go.
   */
  Dropping(Parts parts, int[] floors, int[] settled, int[] marked, Staying staying) {
    this.parts = parts;
    this.floors = floors;
    this.settled = settled;
    this.marked = marked;
    this.staying = staying;
    this.forkVersion = parts.authors.forkVersion();
  }

  /** Drops nothing more: the base that stands, again. */
  static Dropping nothing(Parts parts) {
    int authors = parts.authors.count();
    int[] floors = new int[authors];
    int[] settled = new int[authors];
    int[] marked = new int[authors];
    Arrays.setAll(floors, parts.floors::of);
    Arrays.setAll(settled, parts.floors::settledOf);
    Arrays.setAll(marked, parts.floors::markedOf);
    return new Dropping(parts, floors, settled, marked, Staying.NOTHING);
  }

  /** Looks at {@code rowsMost} more; true as long as there are more. */
  public boolean turn(int rowsMost) throws StoreException {
    int left = rowsMost;
    while (left > 0 && next < parts.rows.count()) {
      listed.clear();
      parts.rows.list(next, Math.min(left, LISTED_ROWS), listed);
      for (int i = 0; i < listed.count(); i++) {
        look(listed.at(i));
      }
      left -= Math.max(1, listed.count());
      next = listed.count() == 0 ? parts.rows.count() : listed.at(listed.count() - 1) + 1;
    }
    return next < parts.rows.count();
  }

  /** What the floors will be, one an author, when {@link #turn} is done. */
  public int[] floors() throws StoreException {
    lowerToGone();
    return floors.clone();
  }

  /** True if a fork was found meanwhile, or what goes is damaged: nothing is written then. */
  public boolean isVoid() {
    return forkVersion != parts.authors.forkVersion() || damaged != Dag.NONE;
  }

  /** The row of which nobody can tell whether it stays, or {@link Dag#NONE}. */
  public int damaged() {
    return damaged;
  }

  /** How many of those looked at go that are here. */
  public long goneCount() {
    return goneCount;
  }

  /** Bytes of the signed intentions among these. */
  public long goneBytes() {
    return goneBytes;
  }

  private void look(int row) throws StoreException {
    int author = parts.rows.author(row);
    int height = parts.rows.height(row);
    if (height > floor(author)) {
      add(row);
      cites(row);
    } else if (!parts.floors.isGone(row, author, height)) {
      boolean stayed = parts.floors.holes().contains(row);
      if (height > settled[author] && (stayed || stays(row))) {
        kept.put(row, 0);
        add(row);
        standsOn(row);
      } else {
        goneCount++;
        goneBytes += parts.rows.length(row);
      }
    }
  }

  private int floor(int author) {
    return author < floors.length ? floors[author] : 0;
  }

  private boolean stays(int row) throws StoreException {
    try {
      return staying.stays(row);
    } catch (StoreException e) {
      if (!parts.lost.contains(row)) {
        throw e;
      }
      damaged = row;
      return true;
    }
  }

  // What stays is placed again by what it stands on and cites.
  private void standsOn(int row) throws StoreException {
    int prev = parts.ancestry.storePrev(row);
    if (prev != Dag.NONE) {
      noted.put(prev, 0);
    }
    cites(row);
  }

  private void add(int row) throws StoreException {
    parts.names.copyHash(row, hash, 0);
    stays.add(hash, 0);
    retained.set(row);
  }

  private void cites(int row) throws StoreException {
    cited.clear();
    try {
      parts.ancestry.conditions(row, cited);
    } catch (StoreException e) {
      if (!parts.lost.contains(row)) {
        throw e;
      }
      // What a damaged record cites nobody can tell.
      return;
    }
    note();
  }

  private void note() throws StoreException {
    for (int i = 0; i < cited.count(); i++) {
      int each = cited.at(i);
      if (parts.rows.height(each) <= floor(parts.rows.author(each))) {
        noted.put(each, 0);
      }
    }
  }

  /**
   * Begins to write the base, when {@link #turn} is done. Nothing comes before {@link
   * BaseWriter#end}.
   */
  public BaseWriter write() throws StoreException {
    return write(null);
  }

  /** As above; into {@code out}, if that is not null, and nothing changes. */
  BaseWriter write(List<byte[]> out) throws StoreException {
    if (turn(0) || isVoid()) {
      throw new IllegalStateException("looked at " + next + " of " + parts.rows.count() + " rows");
    }
    lowerToGone();
    noteFloating();
    IdSum sum = new IdSum();
    parts.order.sum(sum);
    sum.subtract(stays);
    BaseWriter writer = new BaseWriter(parts, sum, floors, false, out);
    for (int author = 0; author < floors.length; author++) {
      if (floors[author] > 0) {
        writer.floor(author, parts.chain.rowAt(author, floors[author]), settled[author]);
      }
    }
    IntList ghosts = new IntList();
    noted.keys(ghosts);
    ghosts.sort();
    for (int i = 0; i < ghosts.count(); i++) {
      if (!kept.contains(ghosts.at(i))) {
        writer.keep(ghosts.at(i));
      }
    }
    writeStaying(writer);
    for (int author = 0; author < floors.length; author++) {
      if (marked[author] < floors[author]) {
        writer.marked(author, marked[author]);
      }
    }
    if (out == null) {
      retain(writer);
    }
    return writer;
  }

  // A floor is at something that goes: what stays on top of that is simply above.
  private void lowerToGone() throws StoreException {
    for (int author = 0; author < floors.length; author++) {
      while (floors[author] > parts.floors.of(author)) {
        int row = parts.chain.rowAt(author, floors[author]);
        if (!kept.contains(row)) {
          break;
        }
        kept.remove(row);
        cites(row);
        floors[author]--;
      }
    }
  }

  /** What floats may cite something that goes, besides what it waits for. */
  private void noteFloating() throws StoreException {
    for (int handle = 0; handle < parts.waiting.bound(); handle++) {
      if (parts.waiting.isFloating(handle) && parts.intake.open(handle)) {
        IntentionView intention = parts.intake.waited().intention();
        cited.clear();
        for (int i = 0; i < intention.conditionCount(); i++) {
          int row = parts.names.find(intention.bytes(), intention.conditionOffset(i));
          if (row != Dag.NONE) {
            cited.add(row);
          }
        }
        note();
      }
    }
  }

  private void writeStaying(BaseWriter writer) throws StoreException {
    IntList rows = new IntList();
    kept.keys(rows);
    rows.sort();
    for (int i = 0; i < rows.count(); i++) {
      writer.stay(rows.at(i));
    }
    noted.keys(rows);
    for (int author = 0; author < floors.length; author++) {
      if (floors[author] > settled[author]) {
        rows.add(parts.chain.rowAt(author, floors[author]));
      }
    }
    new Sights(parts, settled).write(rows, writer);
  }

  private void retain(BaseWriter writer) throws StoreException {
    for (int row = retained.nextSetBit(0); row >= 0; row = retained.nextSetBit(row + 1)) {
      writer.retain(parts.rows.position(row));
    }
    for (int handle = 0; handle < parts.waiting.bound(); handle++) {
      if (parts.waiting.isFloating(handle)) {
        writer.retain(parts.waiting.position(handle));
      }
    }
  }

  @Override
  public String toString() {
    return "dropping up to " + Arrays.toString(floors) + ", settled " + Arrays.toString(settled);
  }
}
