package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopsPartTest {
  @Test
  void saysOfEveryTopWhatItHadSeen() {
    Seeds.run(TopsPartTest.class, random -> DagProperties.repeat(random, 200, this::any));
  }

  private void any(Random random) {
    int known = 1 + random.nextInt(random.nextBoolean() ? 8 : Stretch.AUTHORS_MAX);
    int from = random.nextInt(known) / TopsPart.AUTHORS * TopsPart.AUTHORS;
    int here = Math.min(TopsPart.AUTHORS, known - from);
    int[] heights = new int[known];
    int[][] vectors = new int[here][known];
    for (int i = 0; i < known; i++) {
      heights[i] = random.nextInt(1 << random.nextInt(31));
      int most = 1 + random.nextInt(1 << random.nextInt(random.nextInt(10) == 0 ? 31 : 5));
      for (int[] vector : vectors) {
        vector[i] = Math.max(0, heights[i] - random.nextInt(most));
      }
    }
    byte[] part = new byte[TopsPart.room(known)];
    int[] places = new int[here];
    int end = TopsPart.begin(part, known, here, heights);
    for (int i = 0; i < here; i++) {
      places[i] = random.nextInt(5) == 0 ? TopsPart.BACK + random.nextInt(9) : end;
      TopsPart.putPlace(part, i, places[i]);
      if (places[i] == end) {
        end = TopsPart.putRow(part, end, from + i, known, heights, vectors[i]);
      }
    }
    assertTrue(end + Bits.BEHIND <= part.length, end + " bytes of " + known);
    // What lies behind must not matter.
    Arrays.fill(part, end, part.length, (byte) random.nextInt());
    assertEquals(known, TopsPart.known(part));
    assertEquals(TopsPart.NONE, TopsPart.place(part, here));
    for (int i = 0; i < known; i++) {
      assertEquals(heights[i], TopsPart.height(part, i));
    }
    for (int i = 0; i < here; i++) {
      assertEquals(places[i], TopsPart.place(part, i));
      if (places[i] < TopsPart.BACK) {
        assertRow(part, places[i], from + i, vectors[i]);
      }
    }
  }

  private static void assertRow(byte[] part, int place, int own, int[] vector) {
    int[] expected = vector.clone();
    expected[own] = 0;
    for (int i = 0; i < vector.length; i++) {
      if (i != own) {
        assertEquals(vector[i], TopsPart.seen(part, place, i), i + " of " + vector.length);
      }
    }
    assertEquals(0, TopsPart.seen(part, place, vector.length));
    int[] joined = new int[vector.length];
    TopsPart.join(part, place, own, joined);
    assertArrayEquals(expected, joined);
    int[] higher = new int[vector.length];
    Arrays.fill(higher, Integer.MAX_VALUE);
    TopsPart.join(part, place, own, higher);
    assertEquals(Integer.MAX_VALUE, higher[0]);
  }
}
