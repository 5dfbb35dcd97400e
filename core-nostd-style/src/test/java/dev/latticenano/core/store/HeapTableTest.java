package dev.latticenano.core.store;

/** Rows on the heap as whole tables. */
class HeapTableTest implements TableContract {
  @Override
  public Table emptyTable(TableShape shape) {
    return Overlay.of(shape);
  }
}
