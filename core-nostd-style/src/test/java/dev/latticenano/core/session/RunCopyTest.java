package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.bytes.Allocation;
import dev.latticenano.core.dag.IntList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The run that a store wrote last, which is said to the next session if it is the same. */
class RunCopyTest {
  private static final int RUNS = 100_000;
  private static final byte[] RUN = {9, 1, 2, 3, 9};

  private static IntList rows(int... rows) {
    IntList list = new IntList();
    for (int row : rows) {
      list.add(row);
    }
    return list;
  }

  private static RunCopy ofRows(int... rows) {
    RunCopy copy = new RunCopy();
    copy.keep(rows(rows), 0, rows.length, false, 7, RUN, 1, 3);
    return copy;
  }

  @Test
  void saysTheSameRowsAgain() {
    RunCopy copy = ofRows(4, 5, 9);
    assertEquals(3, copy.find(rows(1, 4, 5, 9), 1, 4, false, 7));
    byte[] out = new byte[5];
    copy.write(out, 1);
    assertArrayEquals(new byte[] {0, 1, 2, 3, 0}, out);
  }

  @Test
  void saysNothingForOtherRows() {
    RunCopy copy = ofRows(4, 5, 9);
    assertEquals(0, copy.find(rows(4, 5), 0, 2, false, 7));
    assertEquals(0, copy.find(rows(4, 5, 9, 10), 0, 4, false, 7));
    assertEquals(0, copy.find(rows(4, 6, 9), 0, 3, false, 7));
    assertEquals(0, copy.find(rows(4, 5, 9), 0, 3, true, 7));
  }

  @Test
  void saysNothingOfASetThatIsAnother() {
    assertEquals(0, ofRows(4).find(rows(4), 0, 1, false, 8));
  }

  @Test
  void keepsNothingThatIsLonger() {
    RunCopy copy = ofRows(4);
    byte[] longest = new byte[RunCopy.BYTES_MAX + 1];
    Arrays.fill(longest, (byte) 5);
    copy.keep(rows(5), 0, 1, false, 7, longest, 0, RunCopy.BYTES_MAX);
    assertEquals(RunCopy.BYTES_MAX, copy.find(rows(5), 0, 1, false, 7));
    copy.keep(rows(6), 0, 1, false, 7, longest, 0, RunCopy.BYTES_MAX + 1);
    assertEquals(0, copy.find(rows(6), 0, 1, false, 7));
    assertEquals(0, copy.find(rows(5), 0, 1, false, 7));
  }

  @Test
  void allocatesNothingOnceItHasGrown() {
    RunCopy copy = new RunCopy();
    IntList some = rows(4, 5, 9);
    IntList others = rows(10, 11, 12, 13);
    byte[] longest = new byte[RunCopy.BYTES_MAX];
    byte[] out = new byte[RunCopy.BYTES_MAX];
    int[] found = {0};
    Runnable turn =
        () -> {
          copy.keep(some, 0, 3, false, 7, RUN, 1, 3);
          found[0] += copy.find(some, 0, 3, false, 7);
          copy.write(out, 0);
          copy.keep(others, 1, 4, true, 8, longest, 0, RunCopy.BYTES_MAX);
          found[0] -= copy.find(some, 0, 3, false, 7);
        };
    assertEquals(0, Allocation.bytesPerRun(RUNS, turn));
    assertEquals(2 * RUNS * 3, found[0]);
  }
}
