package dev.latticenano.core.dag;

/**
 * The rows of one store's DAG, a row per hash ever seen or cited, as flat columns. A row starts
 * {@link #MISSING} (cited, not here), becomes {@link #FLOATING} (here, waits for what it cites) and
 * then {@link #WITNESSED}; or {@link #REFUSED} when what it cites shows that it breaks a rule.
 */
final class Rows {
  static final int MISSING = 0;
  static final int FLOATING = 1;
  static final int WITNESSED = 2;
  static final int REFUSED = 3;

  /** No row: the store_prev of a chain's first intention. */
  static final int NONE = -1;

  final HashTable hashes = new HashTable();
  final IntColumn state = new IntColumn(MISSING);
  final IntColumn author = new IntColumn(NONE);

  /** Position in the author's chain, from 1; 0 while not witnessed. */
  final IntColumn height = new IntColumn(0);

  /** 1 + the greatest generation of what it cites; 0 while not witnessed. */
  final IntColumn generation = new IntColumn(0);

  /** Place in this node's witness order, from 1; 0 while not witnessed. */
  final IntColumn sequence = new IntColumn(0);

  final IntColumn storePrev = new IntColumn(NONE);

  /** Bytes of the signed intention in the log. */
  final IntColumn length = new IntColumn(0);

  final LongColumn position = new LongColumn();
  final LongColumn wallMs = new LongColumn();
  final IntColumn counter = new IntColumn(0);

  private final IntColumn conditionStart = new IntColumn(0);
  private final IntColumn conditionCount = new IntColumn(0);
  private final IntColumn unmet = new IntColumn(0);
  private final IntColumn firstWaiter = new IntColumn(NONE);
  private final IntList conditions = new IntList();
  private final IntList waiters = new IntList();
  private final IntList waiterNext = new IntList();

  /** Number of rows. */
  int count() {
    return hashes.count();
  }

  /** Starts the condition of {@code row}; {@link #cite} adds to it. */
  void startCondition(int row) {
    conditionStart.set(row, conditions.count());
    conditionCount.set(row, 0);
  }

  /** Adds a cited row to the condition of the row started last. */
  void cite(int row, int cited) {
    conditions.add(cited);
    conditionCount.set(row, conditionCount.at(row) + 1);
  }

  /** Number of rows in the condition of {@code row}, store_prev not counted. */
  int conditionCount(int row) {
    return conditionCount.at(row);
  }

  /** The {@code index}-th row in the condition of {@code row}. */
  int condition(int row, int index) {
    return conditions.at(conditionStart.at(row) + index);
  }

  /** Notes that {@code row} waits for {@code cited}, which is not witnessed yet. */
  void await(int row, int cited) {
    waiters.add(row);
    waiterNext.add(firstWaiter.at(cited));
    firstWaiter.set(cited, waiters.count() - 1);
    unmet.set(row, unmet.at(row) + 1);
  }

  /** Nothing floats: the notes on who waits for whom are of no use any more. */
  void forgetWaiters() {
    waiters.clear();
    waiterNext.clear();
  }

  /** How many cited rows {@code row} still waits for. */
  int unmet(int row) {
    return unmet.at(row);
  }

  /** {@code row} was witnessed: adds those that waited for nothing else to {@code ready}. */
  void release(int row, IntList ready) {
    for (int edge = firstWaiter.at(row); edge != NONE; edge = waiterNext.at(edge)) {
      int waiter = waiters.at(edge);
      int left = unmet.at(waiter) - 1;
      unmet.set(waiter, left);
      if (left == 0) {
        ready.add(waiter);
      }
    }
    firstWaiter.set(row, NONE);
  }
}
