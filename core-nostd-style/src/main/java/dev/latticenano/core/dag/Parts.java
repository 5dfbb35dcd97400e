package dev.latticenano.core.dag;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.PrunableStore;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Tables;

/** What one {@link Dag} is made of, put together. */
final class Parts {
  final Blake3 blake3 = Blake3.plain();
  final Store log;
  final DagTables tables;
  final Rows rows;
  final Chain chain;
  final BranchRows branchRows = new BranchRows();
  final Authors authors;
  final Reach reach;
  final Vectors vectors;
  final Stretches stretches;
  final Floors floors;
  final Lost lost;
  final Records records;
  final Names names;
  final StretchWalk walk;
  final ExactVector exact;
  final NearVectors near = new NearVectors();
  final Ancestry ancestry;
  final Growth growth;
  final Branches branches;
  final WitnessChain witnesses;
  final Order order;
  final Shown shown;
  final Waiting waiting = new Waiting();
  final Afloat afloat;
  final Offered offered;
  final Unseen unseen;
  final Placement placement;
  final Intake intake;
  final Foresight foresight;
  final Forks forks;
  final Checkpoint checkpoint;
  final Bases bases = new Bases(this);
  final SievedSweep sieved = new SievedSweep(this);
  final Told told = new Told(this);
  final Stragglers stragglers;

  Parts(StoreId store, Store log, DagTables tables, Verifier verifier, Capacity capacity) {
    byte[] id = store.toBytes();
    this.log = log;
    this.tables = tables;
    rows = new Rows(tables.row);
    chain = new Chain(tables.chain);
    authors = new Authors(chain, branchRows);
    reach = new Reach(tables.reach);
    floors = new Floors(tables.dag);
    vectors = new Vectors(tables.dag, capacity.spacing(), capacity.vectorInts());
    stretches = new Stretches(tables.vector, tables.dag, authors, vectors);
    lost = new Lost(tables.dag);
    records = new Records(log, rows, lost, floors);
    names = new Names(tables, rows, records, lost, authors, branchRows, chain, floors, blake3);
    walk = new StretchWalk(stretches, rows, chain, floors);
    exact = new ExactVector(authors, reach, vectors, walk, floors);
    ancestry = new Ancestry(this);
    growth = new Growth(this);
    branches =
        new Branches(
            rows,
            names,
            authors,
            chain,
            ancestry,
            new Spans(rows, authors, reach, vectors, floors),
            floors);
    witnesses = new WitnessChain(id, blake3);
    order = new Order(rows, names, authors, chain, floors.holes(), growth, witnesses);
    shown = new Shown(rows, names, authors, chain, branchRows, ancestry, order, floors, blake3);
    offered = new Offered(id, blake3, rows, names, authors);
    Offered waited = new Offered(id, blake3, rows, names, authors);
    unseen = new Unseen(rows, authors, ancestry, order, lost, waiting, floors);
    placement = new Placement(names, authors, waiting, capacity, floors);
    intake =
        new Intake(
            log, verifier, rows, names, authors, lost, order, shown, waiting, placement, unseen,
            offered, waited);
    foresight = new Foresight(verifier, intake);
    afloat = new Afloat(waiting, intake);
    forks = new Forks(rows, authors, chain, branchRows, ancestry, lost, shown, floors);
    checkpoint =
        new Checkpoint(tables, rows, authors, branchRows, stretches, floors, order, waiting);
    stragglers = log instanceof PrunableStore pieces ? new Stragglers(this, pieces) : null;
  }

  /** See {@link Dag#wallMs}. */
  long wallMs(int row) throws StoreException {
    if (row == order.latest()) {
      return order.latestWallMs();
    }
    int author = rows.author(row);
    return authors.isTip(author, row) ? authors.tipWallMs(author) : records.open(row).wallMs();
  }

  /** See {@link Dag#counter}. */
  int counter(int row) throws StoreException {
    if (row == order.latest()) {
      return order.latestCounter();
    }
    int author = rows.author(row);
    return authors.isTip(author, row) ? authors.tipCounter(author) : records.open(row).counter();
  }

  /** Forgets all that is on the heap. */
  void clear() {
    rows.clear();
    chain.clear();
    authors.clear();
    vectors.clear();
    stretches.clear();
    floors.clear();
    bases.clear();
    sieved.clear();
    if (stragglers != null) {
      stragglers.clear();
    }
    lost.clear();
    ancestry.clear();
    growth.clear();
    order.clear();
    shown.clear();
    waiting.clear();
    intake.clear();
    forks.clear();
    checkpoint.clear();
  }

  /** See {@link Dag#markLost}. */
  int markLost(long from, long to) throws StoreException {
    IntList found = new IntList();
    rows.rowsBetween(from, to, found);
    int marked = 0;
    for (int i = 0; i < found.count(); i++) {
      if (!ancestry.isBelowFloor(found.at(i))) {
        lost.note(found.at(i));
        marked++;
      }
    }
    return marked;
  }

  /** Opens the tables; clears them if they have other shapes. */
  static DagTables open(Tables tables) throws StoreException {
    try {
      return new DagTables(tables);
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.CORRUPT) {
        throw e;
      }
      tables.clear();
      return new DagTables(tables);
    }
  }
}
