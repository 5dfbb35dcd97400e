package dev.latticenano.core.state;

import static dev.latticenano.core.state.Said.bytes;
import static dev.latticenano.core.state.Said.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.store.Row;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.VariableRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LogStateTest {
  private final VariableRows rows = new VariableRows();
  private final LogState log = new LogState(rows);

  private static Said append(String author, long wallMs, String content) {
    return new Said(author, wallMs, List.of(), bytes(content));
  }

  private void apply(Said... said) throws StoreException {
    for (Said each : said) {
      assertEquals(Verdict.OK, log.apply(each.applied()));
    }
  }

  private List<String> tail(int count) throws StoreException {
    List<String> shown = new ArrayList<>();
    log.tail(count, entry -> shown.add(text(entry.content())));
    return shown;
  }

  @Test
  void entriesStandInOrderOfTheirTimesWheneverTheyArrive() throws StoreException {
    apply(append("a", 30, "three"), append("b", 10, "one"), append("a", 20, "two"));
    assertEquals(List.of("one", "two", "three"), tail(9));
    assertEquals(List.of("two", "three"), tail(2));
    assertEquals(List.of("three"), tail(1));
    assertEquals(List.of(), tail(0));
  }

  @Test
  void aRowThatSaysALengthThatNoEntryHasIsDamaged() throws StoreException {
    for (int length : new int[] {-1, 0, 2, Limits.OPS_BYTES_MAX + 1, Integer.MAX_VALUE}) {
      apply(append("a", 10, "one"));
      Row row = new Row();
      assertTrue(rows.floor(new byte[] {LogState.ENTRY + 1}, 0, 1, row));
      byte[] value = row.value().clone();
      BigEndian.putInt(value, 0, length);
      rows.put(row.key(), 0, row.key().length, value, 0, value.length);
      StoreException damaged = assertThrows(StoreException.class, () -> tail(9));
      assertEquals(StoreException.Kind.CORRUPT, damaged.kind());
    }
  }

  @Test
  void twoAppendsOfOneAuthorInOneMillisecondAreTwoEntries() throws StoreException {
    apply(append("a", 10, "x"), append("a", 10, "y"), append("b", 10, "z"));
    assertEquals(3, tail(9).size());
  }

  @Test
  void anEmptyPayloadAppendsNothing() throws StoreException {
    apply(append("a", 10, ""));
    assertEquals(List.of(), tail(9));
    assertNull(LogEntry.of(append("a", 10, "").applied()));
  }

  @Test
  void aMebibyteIsOneEntryAmongOthers() throws StoreException {
    byte[] large = new byte[1 << 20];
    Arrays.fill(large, (byte) 7);
    large[large.length - 1] = 1;
    apply(append("a", 1, "before"), new Said("a", 2, List.of(), large), append("a", 3, "after"));
    List<LogEntry> entries = new ArrayList<>();
    log.tail(2, entries::add);
    assertArrayEquals(large, entries.get(0).content());
    assertEquals("after", text(entries.get(1).content()));
    assertEquals(3, tail(9).size());
  }

  @Test
  void pagesLeadThroughARangeOfTimes() throws StoreException {
    for (int i = 0; i < 10; i++) {
      apply(append("a", i, "e" + i));
    }
    List<String> shown = new ArrayList<>();
    LogEntry after = null;
    int pages = 0;
    do {
      after = log.page(after, 2, 8, 2, entry -> shown.add(text(entry.content())));
      pages++;
    } while (after != null);
    assertEquals(List.of("e2", "e3", "e4", "e5", "e6", "e7"), shown);
    assertEquals(4, pages);
    shown.clear();
    assertNull(log.page(null, 7, 0, 100, entry -> shown.add(text(entry.content()))));
    assertEquals(List.of("e7", "e8", "e9"), shown);
  }

  @Test
  void aFollowerReadsEntriesFromTheOpsThemselves() {
    Said said = append("a", 5, "hello");
    LogEntry entry = LogEntry.of(said.applied());
    assertEquals("hello", text(entry.content()));
    assertEquals(said.hash, entry.hash());
    assertEquals(said.author, entry.author());
    assertEquals(said.timestamp, entry.timestamp());
  }

  @Test
  void aClearedLogIsEmptyAndLeavesOtherRowsAlone() throws StoreException {
    rows.put(new byte[] {0x20}, 0, 1, new byte[0], 0, 0);
    apply(append("a", 1, "x"));
    log.clear();
    assertEquals(List.of(), tail(9));
    assertEquals(1, TableRows.of(rows).size());
    assertTrue(log.stalls());
  }
}
