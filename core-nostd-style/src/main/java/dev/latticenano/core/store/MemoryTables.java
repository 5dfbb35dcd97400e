package dev.latticenano.core.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tables that live on the heap, for simulations and tests. A checkpoint copies the rows of every
 * table that changed; {@link #cutPower} plays a power cut: the tables stand at the last checkpoint
 * again. The table objects stay the same through all of it.
 */
public final class MemoryTables implements SievedTables {
  /** As many writes as make a checkpoint due on a disk. */
  public static final int DUE_ROWS = 32_768;

  private static final double SIEVED_SHARE_MAX = 0.5;

  private final Map<String, Held> held = new LinkedHashMap<>();
  private final int dueRows;
  private long covered;

  /** No tables; due after {@link #DUE_ROWS} writes. */
  public MemoryTables() {
    this(DUE_ROWS);
  }

  /** No tables; due after {@code dueRows} writes, 1 or more. */
  public MemoryTables(int dueRows) {
    if (dueRows < 1) {
      throw new IllegalArgumentException("dueRows " + dueRows + " below 1");
    }
    this.dueRows = dueRows;
  }

  @Override
  public Table table(TableShape shape) throws StoreException {
    Held table = held.computeIfAbsent(shape.name(), name -> new Held(shape));
    if (!table.shape.equals(shape)) {
      throw new StoreException(
          StoreException.Kind.CORRUPT, "on the heap: " + table.shape + ", not " + shape, null);
    }
    return table.table();
  }

  @Override
  public long covered() {
    return covered;
  }

  @Override
  public boolean isDue() {
    long changes = 0;
    for (Held table : held.values()) {
      changes += table.changes();
    }
    return changes >= dueRows;
  }

  @Override
  public void checkpoint(long position) {
    if (position < covered) {
      throw new IllegalArgumentException("position " + position + " before " + covered);
    }
    for (Held table : held.values()) {
      table.keep();
    }
    covered = position;
  }

  @Override
  public void clear() {
    for (Held table : held.values()) {
      table.clear();
    }
    covered = 0;
  }

  @Override
  public boolean sieves(TableShape shape, double share) {
    return share <= SIEVED_SHARE_MAX;
  }

  @Override
  public Sieving sieve(TableShape shape, double share, Sieve sieve) throws StoreException {
    table(shape);
    Held table = held.get(shape.name());
    return new Sieving() {
      private int left = table.kept().count();

      @Override
      public boolean step(int rowsMost) throws StoreException {
        left -= rowsMost;
        if (left > 0) {
          return true;
        }
        table.sieve(sieve);
        return false;
      }

      @Override
      public void abandon() {
        left = 0;
      }
    };
  }

  /** Goes back to the last checkpoint, as a power cut would; empty if there was none. */
  public void cutPower() {
    for (Held table : held.values()) {
      table.restore();
    }
  }

  /** One table as it is and as the last checkpoint left it; one of the two pairs is null. */
  private static final class Held {
    private final TableShape shape;
    private final FixedRows fixed;
    private final FixedRows fixedKept;
    private final VariableRows variable;
    private final VariableRows variableKept;

    Held(TableShape shape) {
      this.shape = shape;
      fixed = shape.isFixed() ? new FixedRows(shape) : null;
      fixedKept = shape.isFixed() ? new FixedRows(shape) : null;
      variable = shape.isFixed() ? null : new VariableRows();
      variableKept = shape.isFixed() ? null : new VariableRows();
    }

    Table table() {
      return fixed == null ? variable : fixed;
    }

    int changes() {
      return fixed == null ? variable.changes() : fixed.changes();
    }

    void keep() {
      if (changes() > 0) {
        copy(fixed, fixedKept, variable, variableKept);
      }
    }

    void restore() {
      if (changes() > 0) {
        copy(fixedKept, fixed, variableKept, variable);
      }
    }

    private void copy(FixedRows from, FixedRows to, VariableRows source, VariableRows target) {
      if (fixed == null) {
        target.copy(source);
        variable.settle();
      } else {
        to.copy(from);
        fixed.settle();
      }
    }

    Overlay kept() {
      return fixed == null ? variableKept : fixedKept;
    }

    // What was written since the last checkpoint stays, as above runs on a disk.
    void sieve(Sieve sieve) throws StoreException {
      List<byte[]> gone = new ArrayList<>();
      kept()
          .range(
              new byte[shape.keyBytes()],
              null,
              (key, at, bytes, value, from, length) -> {
                if (!sieve.stays(key, at, bytes, value, from)) {
                  gone.add(Arrays.copyOfRange(key, at, at + bytes));
                }
                return true;
              });
      byte[] value = new byte[TableShape.VARIABLE_BYTES_MAX];
      for (byte[] key : gone) {
        kept().delete(key, 0, key.length);
        if (table().get(key, 0, key.length, value, 0) != Table.ABSENT) {
          table().delete(key, 0, key.length);
        }
      }
    }

    void clear() {
      if (fixed == null) {
        variable.clear();
        variableKept.clear();
        variable.settle();
      } else {
        fixed.clear();
        fixedKept.clear();
        fixed.settle();
      }
    }
  }
}
