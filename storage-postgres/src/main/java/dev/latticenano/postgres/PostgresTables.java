package dev.latticenano.postgres;

import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.core.store.Tables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tables of one store on a server (docs/storage-postgres.md §5): rows written last on the heap,
 * above leaves of up to 4096 bytes of sorted rows. A checkpoint is one transaction with the
 * position it stands for. Derived from the log: {@link #clear} costs a replay and nothing else.
 */
public final class PostgresTables implements Tables {
  /** Rows of one table on the heap after which a checkpoint is due. */
  public static final int DUE_ROWS = 16_384;

  /** Bytes of rows without fixed lengths on the heap after which a checkpoint is due. */
  public static final int DUE_BYTES = 4_194_304;

  private static final String SHAPES =
      "SELECT name, key_bytes, value_bytes, filter_bytes, summed FROM lattice_table"
          + " WHERE store = ?";
  private static final String FENCES =
      "SELECT number, first, sum FROM lattice_leaf WHERE store = ? AND name = ? ORDER BY first";
  private static final String PUT_SHAPE =
      "INSERT INTO lattice_table (store, name, key_bytes, value_bytes, filter_bytes, summed)"
          + " VALUES (?, ?, ?, ?, ?, ?)";
  private static final List<String> CLEAR =
      List.of(
          "DELETE FROM lattice_leaf WHERE store = ?", "DELETE FROM lattice_table WHERE store = ?");

  private final StoreRow row;
  private final PostgresLog log;
  private final LeafCache cache;
  private final Map<String, PostgresTable> tables;
  // Tables whose shape is on the server.
  private final Set<String> known;

  /** The tables of {@code row}'s store as they stand on the server. */
  PostgresTables(StoreRow row, PostgresLog log, LeafCache cache) throws StoreException {
    this.row = row;
    this.log = log;
    this.cache = cache;
    tables =
        row.database()
            .read("open the tables of store " + row.store(), connection -> opened(connection));
    known = new HashSet<>(tables.keySet());
  }

  private Map<String, PostgresTable> opened(Connection connection) throws SQLException {
    List<TableShape> shapes = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(SHAPES)) {
      select.setBytes(1, row.id());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          shapes.add(
              new TableShape(
                  rows.getString(1),
                  rows.getInt(2),
                  rows.getInt(3),
                  rows.getInt(4),
                  rows.getBoolean(5)));
        }
      }
    }
    Map<String, PostgresTable> found = new LinkedHashMap<>();
    for (TableShape shape : shapes) {
      found.put(
          shape.name(),
          new PostgresTable(new Leaves(row, shape, cache, fences(connection, shape))));
    }
    return found;
  }

  private List<Fence> fences(Connection connection, TableShape shape) throws SQLException {
    List<Fence> fences = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(FENCES)) {
      select.setBytes(1, row.id());
      select.setString(2, shape.name());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          IdSum sum = null;
          if (shape.summed()) {
            sum = new IdSum();
            sum.read(rows.getBytes(3), 0);
          }
          fences.add(new Fence(rows.getLong(1), rows.getBytes(2), sum));
        }
      }
    }
    return fences;
  }

  @Override
  public Table table(TableShape shape) throws StoreException {
    PostgresTable table = tables.get(shape.name());
    if (table == null) {
      table = new PostgresTable(new Leaves(row, shape, cache, List.of()));
      tables.put(shape.name(), table);
    } else if (!table.shape().equals(shape)) {
      throw new StoreException(
          Kind.CORRUPT,
          "store " + row.store() + ": table " + table.shape() + " is not " + shape,
          null);
    }
    return table;
  }

  @Override
  public long covered() {
    return row.covered();
  }

  @Override
  public boolean isDue() {
    boolean due = false;
    for (PostgresTable table : tables.values()) {
      due |= table.overlay().count() >= DUE_ROWS || table.variableBytes() >= DUE_BYTES;
    }
    return due;
  }

  @Override
  public void checkpoint(long position) throws StoreException {
    if (position < row.covered()) {
      throw new IllegalArgumentException("position " + position + " before " + row.covered());
    }
    log.sync();
    Map<PostgresTable, List<Fence>> made = new LinkedHashMap<>();
    boolean changed = position != row.covered();
    for (PostgresTable table : tables.values()) {
      changed |= table.overlay().count() > 0;
    }
    if (!changed) {
      return;
    }
    row.commit(
        "checkpoint the tables of",
        row.logBegin(),
        row.logEnd(),
        position,
        connection -> {
          made.clear();
          write(connection, made);
        });
    made.forEach(
        (table, fences) -> {
          table.leaves().install(fences);
          table.overlay().clear();
        });
    known.addAll(tables.keySet());
  }

  private void write(Connection connection, Map<PostgresTable, List<Fence>> made)
      throws SQLException, StoreException {
    for (PostgresTable table : tables.values()) {
      if (!known.contains(table.shape().name())) {
        putShape(connection, table.shape());
      }
      if (table.overlay().count() > 0) {
        try (LeafWriter out = new LeafWriter(connection, row, table.shape())) {
          List<Fence> fences = new LeafMerge(table).write(out);
          out.finish();
          made.put(table, fences);
        }
      }
    }
  }

  private void putShape(Connection connection, TableShape shape) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(PUT_SHAPE)) {
      insert.setBytes(1, row.id());
      insert.setString(2, shape.name());
      insert.setInt(3, shape.keyBytes());
      insert.setInt(4, shape.valueBytes());
      insert.setInt(5, shape.filterBytes());
      insert.setBoolean(6, shape.summed());
      insert.executeUpdate();
    }
  }

  @Override
  public void clear() throws StoreException {
    row.commit(
        "clear the tables of",
        row.logBegin(),
        row.logEnd(),
        0,
        connection -> {
          for (String sql : CLEAR) {
            try (PreparedStatement delete = connection.prepareStatement(sql)) {
              delete.setBytes(1, row.id());
              delete.executeUpdate();
            }
          }
        });
    known.clear();
    for (PostgresTable table : tables.values()) {
      table.overlay().clear();
      table.leaves().install(List.of());
    }
  }

  /** Leaves of all tables on the server. */
  public int leafCount() {
    int count = 0;
    for (PostgresTable table : tables.values()) {
      count += table.leaves().fences().size();
    }
    return count;
  }

  /**
   * Lets go of the heap; if a leaf was found damaged, all tables are made anew at the next start.
   */
  void close() throws StoreException {
    boolean damaged = false;
    for (PostgresTable table : tables.values()) {
      damaged |= table.leaves().damage() != null;
    }
    if (damaged && row.refusal() == null) {
      clear();
    }
    forget();
  }

  /** Lets go of the heap. */
  void forget() {
    for (PostgresTable table : tables.values()) {
      table.overlay().clear();
      table.leaves().install(List.of());
    }
  }
}
