package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.store.StoreException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which heights of a chain have content. */
class ContentHeightsTest {
  private final Ingested ingested = new Ingested();
  private final ContentHeights contents = new ContentHeights(ingested.dag);
  private Written tip;
  private int height;

  private void write(boolean content) {
    tip =
        Written.sign(
            Scene.key('A'),
            DagModel.store(),
            tip == null ? Hash.ZERO : tip.hash(),
            List.of(),
            new Hlc(1_700_000_000_000L, height),
            content ? RandomDag.put("key", height) : new byte[0]);
    ingested.ingest(tip);
    height++;
  }

  @Test
  void countsWhatIsNoAckWhetherAskedBeforeOrAfterItCame() {
    Seeds.run(ContentHeightsTest.class, this::compare);
  }

  private void compare(Random random) throws StoreException {
    boolean[] content = new boolean[600];
    for (int i = 0; i < content.length; i++) {
      content[i] = random.nextInt(3) == 0;
      write(content[i]);
      if (random.nextInt(20) == 0) {
        int above = random.nextInt(height + 1);
        int count = 0;
        int oldest = 0;
        int newest = 0;
        for (int at = height; at > above; at--) {
          count += content[at - 1] ? 1 : 0;
          oldest = content[at - 1] ? at : oldest;
          newest = newest == 0 ? oldest : newest;
        }
        assertEquals(count, contents.count(0, above));
        assertEquals(newest, contents.newest(0, above));
        assertEquals(oldest, contents.oldest(0, above));
        assertTrue(contents.isCounted(0, above));
      }
    }
  }

  @Test
  void countsNoFurtherThanItsBound() throws StoreException {
    for (int i = 0; i < ContentHeights.COUNT_MAX - 1; i++) {
      write(true);
    }
    assertEquals(ContentHeights.COUNT_MAX - 1, contents.count(0, 0));
    for (int i = 0; i < 3 * ContentHeights.COUNT_MAX; i++) {
      write(true);
      assertEquals(ContentHeights.COUNT_MAX, contents.count(0, 0));
      assertEquals(height, contents.newest(0, 0));
      assertEquals(5, contents.count(0, height - 5));
    }
    assertFalse(contents.isCounted(0, 0));
    assertEquals(ContentHeights.COUNT_MAX, new ContentHeights(ingested.dag).count(0, 0));
  }

  @Test
  void looksNoFurtherThanItsBound() throws StoreException {
    write(true);
    for (int i = 0; i < ContentHeights.LOOK_MAX - 1; i++) {
      write(false);
    }
    assertEquals(1, new ContentHeights(ingested.dag).count(0, 0));
    write(false);
    ContentHeights bounded = new ContentHeights(ingested.dag);
    assertEquals(0, bounded.count(0, 0));
    assertFalse(bounded.isCounted(0, 0));
  }

  @Test
  void forgetsWhatAForkTookOutOfTheChain() throws StoreException {
    Scene scene = new Scene();
    Written parent = scene.write('F');
    scene.write('F');
    ingested.ingestAll(scene.all);
    assertEquals(2, contents.count(0, 0));
    ingested.ingest(scene.on('F', parent));
    assertEquals(1, contents.count(0, 0));
  }
}
