package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Allocation;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.store.StoreException;
import org.junit.jupiter.api.Test;

/** Room for what is read back from a log. */
class RowBufferTest {
  private static final int RUNS = 10_000;

  private final RowBuffer buffer = new RowBuffer();
  private final SignedIntentionView signed = new SignedIntentionView();

  private static Dag written(int... sizes) throws Exception {
    KvNode node = new KvNode(1);
    node.begin();
    for (int size : sizes) {
      node.write("key", "v".repeat(size));
    }
    return node.replica().dag();
  }

  private void assertReads(Dag dag, int row) throws StoreException {
    int length = buffer.read(dag, row);
    assertEquals(dag.length(row), length);
    assertEquals(Verdict.OK, signed.wrap(buffer.bytes(), 0, length).check());
  }

  @Test
  void growsToWhatIsReadAndGivesBackWhatIsMuch() throws Exception {
    Dag dag = written(10, 10_000, 100_000, 100_000, 10);
    for (int row = 0; row < 2; row++) {
      assertReads(dag, row);
      assertEquals(RowBuffer.FIRST_BYTES, buffer.bytes().length);
    }
    assertReads(dag, 2);
    int grown = buffer.bytes().length;
    assertTrue(grown >= dag.length(2) && grown <= RowBuffer.KEPT_BYTES, () -> grown + " bytes");
    assertReads(dag, 3);
    assertReads(dag, 4);
    assertEquals(dag.length(3), buffer.bytes().length);
    assertReads(dag, 5);
    assertEquals(RowBuffer.KEPT_BYTES, buffer.bytes().length);
    assertReads(dag, 2);
    assertEquals(RowBuffer.KEPT_BYTES, buffer.bytes().length);
  }

  @Test
  void readingWhatFitsAllocatesNothing() throws Exception {
    Dag dag = written(10, 10_000);
    int[] next = {0};
    long bytes =
        Allocation.bytesPerRun(
            RUNS,
            () -> {
              try {
                buffer.read(dag, next[0]++ % 3);
              } catch (StoreException e) {
                throw new AssertionError(e);
              }
            });
    assertEquals(0, bytes);
  }
}
