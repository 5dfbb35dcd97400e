package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.Limits;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import org.junit.jupiter.api.Test;

class MeetingRowsTest {
  private final Table table;
  private final MeetingRows rows;

  MeetingRowsTest() throws StoreException {
    table = new MemoryTables().table(TableShape.variable("local"));
    rows = new MeetingRows(table);
  }

  private static byte[] key(int number) {
    byte[] key = new byte[32];
    key[0] = (byte) number;
    key[1] = (byte) (number >> 8);
    return key;
  }

  private static Mark mark(int number) {
    return new Mark(key(number), 0, number);
  }

  @Test
  void keepsTheLastTwoMeetingsTheNewestFirst() throws StoreException {
    assertEquals(0, rows.of(key(1)).size());
    rows.agreed(key(1), mark(5));
    rows.agreed(key(1), mark(6));
    rows.agreed(key(1), mark(7));
    assertEquals(2, rows.of(key(1)).size());
    assertEquals(7, rows.of(key(1)).get(0).sequence());
    assertEquals(6, rows.of(key(1)).get(1).sequence());
    assertEquals(6, rows.of(key(1)).get(1).digest()[0]);
    assertEquals(0, rows.of(key(2)).size());
  }

  @Test
  void forgetsWhoWasMetLeastRecently() throws StoreException {
    for (int i = 0; i < Limits.MEETINGS_MAX; i++) {
      rows.agreed(key(i), mark(i));
    }
    assertEquals(1, rows.of(key(0)).size(), "the most that are remembered");
    rows.agreed(key(0), mark(7));
    MeetingRows afterRestart = new MeetingRows(table);
    afterRestart.agreed(key(Limits.MEETINGS_MAX), mark(8));
    assertEquals(2, afterRestart.of(key(0)).size());
    assertEquals(0, afterRestart.of(key(1)).size());
    assertEquals(1, afterRestart.of(key(2)).size());
    assertEquals(1, afterRestart.of(key(Limits.MEETINGS_MAX)).size());
  }
}
