package dev.latticenano.edge.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A directed graph without cycles as text, one line for each item, the newest first. Each lane is a
 * column with what it waits for below; an item stands in the lane of its chain, what it cites
 * besides is joined to that lane on the same line, and lanes that met in it end there.
 *
 * <pre>
 * ●        an item; ○ one that does not count
 * │        a lane passes by
 * ●─╮      it cites what comes further down in a new lane
 * ●─┤      it cites what another lane waits for, too
 * ●─╯      somebody above cited it
 * ●─│─╯    the line passes behind the lane between
 * ⋮        more lanes than there is room for
 * </pre>
 */
public final class LaneGraph {
  /** Nothing in the place of an item. */
  public static final int NONE = -1;

  private static final String DRAWN = "●○│─╮╭┬╯╰┴┤├┼⋮";
  private static final String ASCII = "*o|-...'''+++:";

  private final List<Integer> awaited = new ArrayList<>();
  private final List<Boolean> chained = new ArrayList<>();
  private final boolean ascii;
  private final int columnsMax;

  /** What one line joins: columns, each in one of the three sets. */
  private record Joins(Set<Integer> closing, Set<Integer> starting, Set<Integer> joining) {
    Joins() {
      this(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    }

    boolean has(int column) {
      return closing.contains(column) || starting.contains(column) || joining.contains(column);
    }

    Set<Integer> all() {
      Set<Integer> all = new TreeSet<>(closing);
      all.addAll(starting);
      all.addAll(joining);
      return all;
    }
  }

  /**
   * Nothing drawn yet.
   *
   * @param ascii whether to do without box characters
   * @param columnsMax lanes that are drawn, 2 or more; further ones share the last column
   */
  public LaneGraph(boolean ascii, int columnsMax) {
    this.ascii = ascii;
    this.columnsMax = columnsMax;
  }

  /**
   * Draws the next item, which nothing drawn later may cite.
   *
   * @param prev the item before it in its chain, or {@link #NONE}
   * @param cited other items it cites
   * @return the line, without spaces at its end
   */
  public String row(int item, boolean counts, int prev, int... cited) {
    Joins joins = new Joins();
    int own = own(item);
    List<Integer> before = List.copyOf(awaited);
    for (int column = 0; column < awaited.size(); column++) {
      if (column != own && awaited.get(column) == item) {
        joins.closing.add(column);
        awaited.set(column, NONE);
      }
    }
    awaited.set(own, prev);
    chained.set(own, true);
    for (int each : cited) {
      join(each, own, before, joins);
    }
    String line = draw(own, counts, before, joins);
    while (!awaited.isEmpty() && awaited.get(awaited.size() - 1) == NONE) {
      awaited.remove(awaited.size() - 1);
      chained.remove(chained.size() - 1);
    }
    return line;
  }

  /** The lane of the item: that of its chain, else the leftmost that waits for it, else a new. */
  private int own(int item) {
    int any = NONE;
    for (int column = 0; column < awaited.size(); column++) {
      if (awaited.get(column) == item) {
        if (chained.get(column)) {
          return column;
        }
        any = any == NONE ? column : any;
      }
    }
    return any == NONE ? free(List.of(), NONE) : any;
  }

  /** A column other than {@code own} that is free, and was above this line, too. */
  private int free(List<Integer> before, int own) {
    for (int column = 0; column < awaited.size(); column++) {
      boolean was = column < before.size() && before.get(column) != NONE;
      if (awaited.get(column) == NONE && !was && column != own) {
        return column;
      }
    }
    awaited.add(NONE);
    chained.add(false);
    return awaited.size() - 1;
  }

  private void join(int cited, int own, List<Integer> before, Joins joins) {
    int column = awaited.indexOf(cited);
    if (column == own || column != NONE && joins.has(column)) {
      return;
    }
    if (column != NONE) {
      joins.joining.add(column);
      return;
    }
    column = free(before, own);
    awaited.set(column, cited);
    chained.set(column, false);
    joins.starting.add(column);
  }

  private String draw(int own, boolean counts, List<Integer> before, Joins joins) {
    int left = own;
    int right = own;
    for (int column : joins.all()) {
      left = Math.min(left, column);
      right = Math.max(right, column);
    }
    int size = Math.max(awaited.size(), own + 1);
    int shown = Math.min(size, columnsMax);
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < shown; column++) {
      boolean last = column == columnsMax - 1 && size > columnsMax;
      char cell =
          last
              ? folded(own, counts, right, joins)
              : cell(column, own, counts, left, right, before, joins);
      line.append(drawn(cell));
      if (column < shown - 1) {
        line.append(drawn(column >= left && column < right ? '─' : ' '));
      }
    }
    return line.toString().stripTrailing();
  }

  private char cell(
      int column, int own, boolean counts, int left, int right, List<Integer> before, Joins joins) {
    boolean ends = column == (column > own ? right : left);
    if (column == own) {
      return counts ? '●' : '○';
    }
    if (joins.closing.contains(column)) {
      return ends ? column > own ? '╯' : '╰' : '┴';
    }
    if (joins.starting.contains(column)) {
      return ends ? column > own ? '╮' : '╭' : '┬';
    }
    if (joins.joining.contains(column)) {
      return ends ? column > own ? '┤' : '├' : '┼';
    }
    if (column < before.size() && before.get(column) != NONE) {
      return '│';
    }
    return column > left && column < right ? '─' : ' ';
  }

  /** The last column when it stands for several. */
  private char folded(int own, boolean counts, int right, Joins joins) {
    if (own >= columnsMax - 1) {
      return counts ? '●' : '○';
    }
    return right >= columnsMax - 1 && !joins.all().isEmpty() ? '┤' : '⋮';
  }

  private char drawn(char cell) {
    int index = DRAWN.indexOf(cell);
    return ascii && index >= 0 ? ASCII.charAt(index) : cell;
  }
}
