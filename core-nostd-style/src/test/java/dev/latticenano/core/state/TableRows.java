package dev.latticenano.core.state;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.ArrayList;
import java.util.List;

/** The rows of a table as text, to compare states to the byte. */
final class TableRows {
  private TableRows() {}

  /** Each row as {@code key=value}, in hexadecimal. */
  static List<String> of(Table table) throws StoreException {
    List<String> rows = new ArrayList<>();
    table.range(
        new byte[0],
        null,
        (key, keyAt, keyLength, value, valueAt, valueLength) ->
            rows.add(
                Hex.encode(key, keyAt, keyLength) + "=" + Hex.encode(value, valueAt, valueLength)));
    return rows;
  }

  /** How many rows have a first byte. */
  static long count(Table table, int kind) throws StoreException {
    String first = Hex.encode(new byte[] {(byte) kind});
    return of(table).stream().filter(row -> row.startsWith(first)).count();
  }
}
