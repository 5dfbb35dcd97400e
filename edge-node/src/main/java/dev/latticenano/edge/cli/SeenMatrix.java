package dev.latticenano.edge.cli;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much of each author's writes is in the past of each author's tip, acks not counted. Reads the
 * log once; takes memory for the square of the authors chosen and for nothing else.
 */
final class SeenMatrix {
  private final List<Integer> authors;
  private final int[][] heights;
  private final int[][] marks;
  private final int[][] counts;
  private final int[] totals;

  private SeenMatrix(List<Integer> authors) {
    this.authors = authors;
    int size = authors.size();
    heights = new int[size][size];
    marks = new int[size][];
    counts = new int[size][size];
    totals = new int[size];
  }

  /** Of the {@code max} authors with the longest chains, the longest first. */
  static SeenMatrix of(IntentionReading reading, int max) throws StoreException {
    Dag dag = reading.dag();
    List<Integer> chosen =
        IntStream.range(0, dag.authorCount())
            .boxed()
            .filter(author -> dag.tipCount(author) > 0)
            .sorted(Comparator.comparing((Integer author) -> -dag.authorHeight(author)))
            .limit(max)
            .toList();
    SeenMatrix matrix = new SeenMatrix(chosen);
    matrix.look(dag);
    matrix.count(reading);
    return matrix;
  }

  private void look(Dag dag) throws StoreException {
    for (int observer = 0; observer < authors.size(); observer++) {
      int tip = dag.tip(authors.get(observer), 0);
      for (int author = 0; author < authors.size(); author++) {
        heights[observer][author] = dag.heightSeen(tip, authors.get(author));
      }
    }
    for (int author = 0; author < authors.size(); author++) {
      int column = author;
      marks[author] = Arrays.stream(heights).mapToInt(row -> row[column]).sorted().toArray();
    }
  }

  // Along a chain heights rise, so each mark is passed once.
  private void count(IntentionReading reading) throws StoreException {
    Dag dag = reading.dag();
    int[] index = new int[dag.authorCount()];
    Arrays.fill(index, Dag.NONE);
    int[] passed = new int[authors.size()];
    for (int i = 0; i < authors.size(); i++) {
      index[authors.get(i)] = i;
      int floor = dag.pruning().floor(authors.get(i));
      while (passed[i] < marks[i].length && marks[i][passed[i]] <= floor) {
        passed[i]++;
      }
    }
    for (int row = dag.pruning().next(0); row < dag.sequence(); row = dag.pruning().next(row + 1)) {
      int author = index[dag.author(row)];
      int height = dag.height(row);
      if (author == Dag.NONE || height > dag.authorHeight(authors.get(author))) {
        continue;
      }
      IntentionView view = reading.open(row);
      totals[author] += view != null && view.isAck() ? 0 : 1;
      while (passed[author] < marks[author].length && marks[author][passed[author]] == height) {
        counts[author][passed[author]++] = totals[author];
      }
    }
  }

  /** The authors' numbers, in the order of rows and columns. */
  List<Integer> authors() {
    return authors;
  }

  /** How many writes of one the other's tip has in its past; both by their place in the list. */
  int seen(int observer, int author) {
    return counts[author][Arrays.binarySearch(marks[author], heights[observer][author])];
  }

  /** How many writes of an author are here. */
  int total(int author) {
    return totals[author];
  }
}
