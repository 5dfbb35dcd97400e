package dev.latticenano.core.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latticenano.core.bytes.Seeds;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table of what belongs to links, against a map. */
class LinkTableTest {
  @Test
  void holdsWhatAMapHolds() {
    Seeds.run(LinkTableTest.class, LinkTableTest::compare);
  }

  private static void compare(Random random) {
    LinkTable<String> table = new LinkTable<>();
    Map<Integer, String> model = new HashMap<>();
    for (int step = 0; step < 20_000; step++) {
      // A few numbers that come again, and a few that are far away.
      int link = random.nextInt(20) == 0 ? random.nextInt() >>> 1 : random.nextInt(600);
      if (random.nextInt(3) > 0) {
        table.put(link, "link " + step);
        model.put(link, "link " + step);
      } else {
        assertEquals(model.remove(link), table.remove(link));
      }
      assertEquals(model.size(), table.count());
      assertEquals(model.get(link), table.find(link));
    }
    for (Map.Entry<Integer, String> each : model.entrySet()) {
      assertEquals(each.getValue(), table.find(each.getKey()));
    }
    Set<Integer> shown = new HashSet<>();
    table.each(shown::add);
    assertEquals(model.keySet(), shown);
    assertArrayEquals(
        model.keySet().stream().mapToInt(Integer::intValue).sorted().toArray(), table.toArray());
  }

  @Test
  void takesNoNegativeNumber() {
    LinkTable<String> table = new LinkTable<>();
    assertThrows(IllegalArgumentException.class, () -> table.put(-1, "nobody"));
    assertNull(table.find(-1));
    assertNull(table.remove(-1));
  }
}
