package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VectorBlockTest {
  private static final int HEIGHTS = VectorBlock.HEIGHTS;

  private final byte[] bytes = new byte[VectorBlock.ROOM + 8];
  private final int[] rising = new int[HEIGHTS * VectorBlock.AUTHORS_MAX];

  @Test
  void saysOfEveryHeightWhatItsVectorWas() {
    Seeds.run(VectorBlockTest.class, random -> DagProperties.repeat(random, 200, this::any));
  }

  private void any(Random random) {
    int columns = 1 + random.nextInt(random.nextBoolean() ? 8 : VectorBlock.AUTHORS_MAX);
    int own = random.nextInt(columns);
    int from = random.nextInt(4) == 0 ? random.nextInt(HEIGHTS) : 0;
    int last = from + random.nextInt(HEIGHTS - from);
    int[][] vectors = vectors(random, columns, from, last);
    OpenBlock open = new OpenBlock();
    // Authors that come later have nothing before.
    int known = Math.max(own + 1, 1 + random.nextInt(columns));
    for (int i = known; i < columns; i++) {
      vectors[from][i] = 0;
    }
    open.begin(7, from, vectors[from], own, known);
    for (int place = from + 1; place <= last; place++) {
      open.add(place, vectors[place], own, columns);
    }
    Arrays.fill(bytes, (byte) random.nextInt());
    int length = open.write(bytes, rising);
    assertTrue(length <= VectorBlock.room(columns), length + " bytes");
    // What lies behind must not matter.
    Arrays.fill(bytes, length, Math.min(bytes.length, length + 8), (byte) random.nextInt());
    OpenBlock again = new OpenBlock();
    again.read(7, last, bytes, own, new int[VectorBlock.AUTHORS_MAX]);
    int[] whole = new int[VectorBlock.AUTHORS_MAX];
    for (int place = 0; place < HEIGHTS; place++) {
      boolean there = place >= from && place <= last;
      assertEquals(place >= from, VectorBlock.vector(bytes, place, whole));
      for (int i = 0; i < columns; i++) {
        int expected = !there ? VectorBlock.NONE : i == own ? 0 : vectors[place][i];
        assertEquals(expected, open.at(place, i));
        assertEquals(expected, again.at(place, i));
        if (place <= last) {
          assertEquals(expected, VectorBlock.at(bytes, place, i), place + " of " + i);
          assertEquals(there ? expected : whole[i], whole[i]);
        }
      }
      assertEquals(there, again.vector(place, whole, columns));
    }
    assertEquals(from == 0 ? 0 : VectorBlock.NONE, VectorBlock.at(bytes, 0, columns + 5));
  }

  private static int[][] vectors(Random random, int columns, int from, int last) {
    int[][] vectors = new int[HEIGHTS][columns];
    for (int i = 0; i < columns; i++) {
      // Now and then the first that is ever seen of an old chain.
      int height = random.nextInt(3) == 0 ? 0 : random.nextInt(1 << random.nextInt(24));
      int most = 1 << random.nextInt(random.nextInt(10) == 0 ? 24 : 4);
      for (int place = from; place <= last; place++) {
        height += random.nextInt(3) == 0 && place > from ? random.nextInt(most) : 0;
        vectors[place][i] = height;
      }
    }
    return vectors;
  }

  @Test
  void holdsTheGreatestHeightsAndTheMostAuthors() {
    int columns = VectorBlock.AUTHORS_MAX;
    int[] vector = new int[columns];
    OpenBlock open = new OpenBlock();
    open.begin(0, 0, vector, 0, columns);
    for (int place = 1; place < HEIGHTS; place++) {
      Arrays.fill(vector, Integer.MAX_VALUE - HEIGHTS + place);
      open.add(place, vector, 0, columns);
    }
    int length = open.write(bytes, rising);
    assertTrue(length <= VectorBlock.ROOM / 2, length + " bytes");
    assertEquals(0, VectorBlock.at(bytes, 0, 200));
    for (int place = 1; place < HEIGHTS; place++) {
      assertEquals(Integer.MAX_VALUE - HEIGHTS + place, VectorBlock.at(bytes, place, 200));
    }
  }

  @Test
  void tellsNothingOfHeightsItDoesNotHaveYet() {
    OpenBlock open = new OpenBlock();
    open.begin(0, 3, new int[] {5, 0}, 1, 2);
    assertEquals(VectorBlock.NONE, open.at(2, 0));
    assertEquals(5, open.at(3, 0));
    assertEquals(VectorBlock.NONE, open.at(4, 0));
    assertFalse(open.vector(4, new int[2], 2));
    open.add(4, new int[] {5, 0}, 1, 2);
    assertEquals(5, open.at(4, 0));
  }
}
