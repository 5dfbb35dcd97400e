package dev.latticenano.core.dag;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.SummedTable;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.core.store.Tables;

/**
 * The seven tables in which a DAG keeps what is witnessed. Their bytes: docs/storage.md §13.
 * Numbers in keys and values are big-endian.
 */
final class DagTables {
  /** First 8 bytes of the hash ‖ row u32 → nothing. */
  static final TableShape HASH = TableShape.fixed("hash", 12, 0).filtered(8);

  /** Row u32 → position 6 ‖ length 3 ‖ author 2 ‖ height 4 ‖ generation 4. */
  static final TableShape ROW = TableShape.fixed("row", 4, 19);

  /** Author 2 ‖ block of 8 heights u32 → 8 rows u32. */
  static final TableShape CHAIN = TableShape.fixed("chain", 6, 4 * Chain.BLOCK_HEIGHTS);

  /** Wall time u64 ‖ hash 32 → nothing. */
  static final TableShape TIME = TableShape.fixed("time", 40, 0).withSums();

  /** Author 2 ‖ other author 2 ‖ height u32 → height cited u32. */
  static final TableShape REACH = TableShape.fixed("reach", 8, 4);

  /** Stretches of the witness order and what tops had seen: {@link Stretches}. */
  static final TableShape VECTOR = TableShape.sought("vector");

  /** The rest. */
  static final TableShape DAG = TableShape.variable("dag");

  final Tables all;
  final Table hash;
  final Table row;
  final Table chain;
  final SummedTable time;
  final Table reach;
  final Table vector;
  final Table dag;

  DagTables(Tables all) throws StoreException {
    this.all = all;
    hash = all.table(HASH);
    row = all.table(ROW);
    chain = all.table(CHAIN);
    time = (SummedTable) all.table(TIME);
    reach = all.table(REACH);
    vector = all.table(VECTOR);
    dag = all.table(DAG);
  }
}
