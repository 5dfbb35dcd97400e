package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StretchTest {
  private static final int NUMBER = 9;

  private final byte[] bytes = new byte[Stretch.ROOM];
  private final int[] authors = new int[Stretch.ROWS];
  private final int[][] cited = new int[Stretch.ROWS][];

  @Test
  void saysOfEveryRowWhoWroteItAndWhatItCites() {
    Seeds.run(StretchTest.class, random -> DagProperties.repeat(random, 60, this::any));
  }

  private void any(Random random) {
    OpenStretch open = new OpenStretch();
    open.begin(NUMBER, random.nextInt(200));
    int rows = 1 + random.nextInt(Stretch.ROWS);
    int most = 1 + random.nextInt(random.nextBoolean() ? 17 : Stretch.AUTHORS_MAX);
    int untold = random.nextInt(3) == 0 ? 20 : 0;
    int within = 1 << random.nextInt(14);
    for (int place = 0; place < rows; place++) {
      authors[place] = Stretch.UNTOLD;
      cited[place] = new int[0];
      if (untold == 0 || random.nextInt(untold) > 0) {
        authors[place] = random.nextInt(most);
        IntList list = new IntList();
        int row = NUMBER * Stretch.ROWS + place;
        for (int i = random.nextInt(8) == 0 ? random.nextInt(9) : 0; i > 0; i--) {
          list.add(row - 1 - random.nextInt(Math.min(row, within)));
        }
        if (!open.hasRoom(place, list)) {
          list.clear();
        }
        cited[place] = new int[list.count()];
        Arrays.setAll(cited[place], list::at);
        open.add(place, authors[place], list);
      }
    }
    open.skip(rows);
    assertRows(open.view(), rows, open.back());
    Arrays.fill(bytes, (byte) random.nextInt());
    int length = open.write(bytes);
    assertTrue(length + Bits.BEHIND <= bytes.length, length + " bytes");
    // What lies behind must not matter.
    Arrays.fill(bytes, length, bytes.length, (byte) random.nextInt());
    Stretch view = new Stretch();
    view.wrap(bytes);
    assertRows(view, rows, open.back());
    OpenStretch again = new OpenStretch();
    view.wrap(bytes);
    again.read(NUMBER, view, new IntList());
    assertRows(again.view(), rows, open.back());
    byte[] same = new byte[Stretch.ROOM];
    assertEquals(length, again.write(same));
    assertArrayEquals(Arrays.copyOf(bytes, length), Arrays.copyOf(same, length));
  }

  private void assertRows(Stretch view, int rows, int back) {
    assertEquals(rows, view.rows());
    assertEquals(back, view.back());
    for (int place = rows - 1; place >= 0; place--) {
      if (place == rows - 1 || place % 7 == 0) {
        view.seek(place);
      }
      assertEquals(authors[place], view.author(place));
      int count = view.step(place);
      assertEquals(cited[place].length, count, "of " + place);
      for (int i = 0; i < count; i++) {
        int distance = view.distance(view.citation(place) + i);
        assertEquals(NUMBER * Stretch.ROWS + place - cited[place][i], distance);
      }
    }
  }

  @Test
  void hasRoomForTheMostCitationsAndNotForOneMore() {
    OpenStretch open = new OpenStretch();
    open.begin(0, 0);
    IntList many = new IntList();
    for (int i = 0; i < Stretch.CITATIONS_MAX / 8; i++) {
      many.add(0);
    }
    for (int place = 1; place <= 8; place++) {
      assertTrue(open.hasRoom(place, many));
      open.add(place, Stretch.AUTHORS_MAX - 1, many);
    }
    many.truncate(1);
    assertFalse(open.hasRoom(9, many));
    open.skip(Stretch.ROWS);
    assertTrue(open.write(bytes) <= Stretch.ROOM - Bits.BEHIND);
  }

  @Test
  void hasRoomForTheMostThatIsFarAndNotForOneMore() {
    OpenStretch open = new OpenStretch();
    open.begin(NUMBER, 0);
    IntList one = new IntList();
    one.add(NUMBER * Stretch.ROWS - Stretch.NEAR_MAX - 1);
    for (int place = 0; place < Stretch.FAR_MAX; place++) {
      assertTrue(open.hasRoom(place, one));
      open.add(place, 0, one);
    }
    assertFalse(open.hasRoom(0, one));
    int length = open.write(bytes);
    Stretch view = new Stretch();
    view.wrap(bytes);
    view.seek(7);
    assertEquals(1, view.step(7));
    assertEquals(7 + Stretch.NEAR_MAX + 1, view.distance(view.citation(7)));
    assertTrue(length > Stretch.FAR_MAX * Stretch.FAR_BYTES);
  }
}
