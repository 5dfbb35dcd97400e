package dev.latticenano.edge.scenario;

/** A scenario that cannot be read: where, what is wrong, and what to write instead. */
public final class ScenarioException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  /** Wrong at a line and a column, both counted from 1. */
  ScenarioException(int line, int column, String message) {
    super(message);
    this.line = line;
    this.column = column;
  }

  /** The line, from 1. */
  public int line() {
    return line;
  }

  /** The column, from 1. */
  public int column() {
    return column;
  }
}
