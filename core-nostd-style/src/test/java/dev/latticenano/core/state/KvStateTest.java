package dev.latticenano.core.state;

import static dev.latticenano.core.state.Said.bytes;
import static dev.latticenano.core.state.Said.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class KvStateTest {
  private final KvState state = new KvState();

  private void apply(Said... said) throws StoreException {
    for (Said each : said) {
      assertEquals(Verdict.OK, state.apply(each.applied()));
    }
  }

  @Test
  void aWriteThatCitesAnotherReplacesIt() throws StoreException {
    Said first = Said.put("a", 10, "k", "one");
    apply(first, Said.put("b", 5, "k", "two", first));
    assertEquals("two", text(state.value(bytes("k"))));
    assertFalse(state.conflicted(bytes("k")));
  }

  @Test
  void writesThatDoNotKnowOfEachOtherConflictAndTheLaterWins() throws StoreException {
    apply(Said.put("a", 20, "k", "late"), Said.put("b", 10, "k", "early"));
    assertEquals("late", text(state.value(bytes("k"))));
    assertTrue(state.conflicted(bytes("k")));
    assertEquals(2, state.heads(bytes("k")).size());
  }

  @Test
  void atEqualTimesTheGreaterAuthorWins() throws StoreException {
    Said a = Said.put("a", 10, "k", "of a");
    Said b = Said.put("b", 10, "k", "of b");
    apply(a, b);
    Said greater = a.author.compareTo(b.author) > 0 ? a : b;
    assertEquals(greater.hash, state.heads(bytes("k")).get(0).hash());
  }

  @Test
  void atEqualTimesOfOneAuthorTheGreaterHashWins() throws StoreException {
    Said a = Said.put("a", 10, "k", "1");
    Said b = Said.put("a", 10, "k", "2");
    apply(a, b);
    Said greater = a.hash.compareTo(b.hash) > 0 ? a : b;
    assertEquals(greater.hash, state.heads(bytes("k")).get(0).hash());
  }

  @Test
  void aKeyNeverShowsAValueThatBelongsToNoHead() throws StoreException {
    Said loser = Said.put("a", 20, "k", "older loser");
    Said winner = Said.put("b", 30, "k", "winner");
    Said replacing = Said.put("c", 10, "k", "replaces the winner alone", winner);
    apply(loser, winner, replacing);
    assertEquals("older loser", text(state.value(bytes("k"))));
    assertEquals(
        List.of(loser.hash, replacing.hash),
        state.heads(bytes("k")).stream().map(Head::hash).toList());
    state.clear();
    apply(winner, replacing, loser);
    assertEquals("older loser", text(state.value(bytes("k"))));
  }

  @Test
  void ofSeveralOpsOnOneKeyInOnePayloadTheLastCounts() throws StoreException {
    byte[] one = Said.payload(Said.map("k", bytes("one")));
    byte[] two = Said.payload(Said.map("k", null));
    byte[] three = Said.payload(Said.map("k", bytes("three")));
    byte[] all = Arrays.copyOf(one, one.length + two.length + three.length);
    System.arraycopy(two, 0, all, one.length, two.length);
    System.arraycopy(three, 0, all, one.length + two.length, three.length);
    apply(new Said("a", 1, List.of(), all));
    assertEquals("three", text(state.value(bytes("k"))));
    byte[] deleted = Arrays.copyOf(all, one.length + two.length);
    apply(new Said("a", 2, List.of(), deleted));
    assertNull(state.value(bytes("k")));
  }

  @Test
  void anEmptyKeyIsAKey() throws StoreException {
    apply(Said.put("a", 1, "", "nameless"));
    assertEquals("nameless", text(state.value(new byte[0])));
  }

  @Test
  void anEmptyValueIsNotATombstone() throws StoreException {
    apply(Said.put("a", 1, "k", ""));
    assertEquals(0, state.value(bytes("k")).length);
  }

  @Test
  void aDeleteHidesTheKeyAndALaterPutShowsItAgain() throws StoreException {
    Said put = Said.put("a", 1, "k", "v");
    Said delete = Said.delete("a", 2, "k", put);
    apply(put, delete);
    assertNull(state.value(bytes("k")));
    assertEquals(List.of(), listed(""));
    apply(Said.put("a", 3, "k", "w", delete));
    assertEquals("w", text(state.value(bytes("k"))));
  }

  @Test
  void listsAPrefixInByteOrderWithoutTombstones() throws StoreException {
    Map<String, byte[]> writes = new LinkedHashMap<>();
    for (String key : List.of("b/z", "b/a", "b", "a", "b0", "ü", "b/m")) {
      writes.put(key, bytes(key));
    }
    Said batch = Said.said("a", 1, writes);
    apply(batch, Said.delete("a", 2, "b/m", batch));
    assertEquals(List.of("b/a", "b/z"), listed("b/"));
    assertEquals(List.of("a", "b", "b/a", "b/z", "b0", "ü"), listed(""));
    assertEquals(List.of(), listed("c"));
  }

  @Test
  void aListingStopsWhenItsReaderSaysSo() throws StoreException {
    apply(Said.put("a", 1, "x", ""), Said.put("a", 2, "y", ""));
    List<String> keys = new ArrayList<>();
    state.list(new byte[0], (key, winner, conflicted) -> !keys.add(text(key)));
    assertEquals(List.of("x"), keys);
  }

  @Test
  void anOpThatDoesNotDecodeAppliesNothing() throws StoreException {
    byte[] good = Said.payload(Said.map("k", bytes("v")));
    for (int length = 1; length < good.length; length++) {
      Said cut = new Said("a", 1, List.of(), Arrays.copyOf(good, length));
      assertEquals(Verdict.KV_MALFORMED, state.apply(cut.applied()), "cut to " + length);
    }
    byte[] trailing = Arrays.copyOf(good, good.length + 1);
    assertEquals(
        Verdict.KV_MALFORMED, state.apply(new Said("a", 1, List.of(), trailing).applied()));
    assertEquals(List.of(), listed(""));
  }

  @Test
  void keysHaveALimit() throws StoreException {
    apply(Said.put("a", 1, "k".repeat(Limits.KV_KEY_BYTES_MAX), "longest"));
    Said longer = Said.put("a", 2, "k".repeat(Limits.KV_KEY_BYTES_MAX + 1), "too long");
    assertEquals(Verdict.KV_KEY_TOO_LONG, state.apply(longer.applied()));
    assertEquals(1, listed("").size());
    assertNull(state.value(new byte[Limits.KV_KEY_BYTES_MAX + 1]));
    assertEquals(List.of(), state.heads(new byte[Limits.KV_KEY_BYTES_MAX + 1]));
  }

  @Test
  void valuesOfEveryLengthAreReadAsTheyWereWritten() throws StoreException {
    byte[] out = new byte[50_000];
    for (int length : new int[] {0, 1, 1024, 1025, 16_384, 16_385, 50_000, 50_001}) {
      byte[] value = new byte[length];
      Arrays.fill(value, (byte) length);
      apply(Said.said("a", length, Said.map("k" + length, value)));
      byte[] key = bytes("k" + length);
      assertArrayEquals(value, state.value(key));
      assertEquals(length, state.read(key, 0, key.length, out));
      if (length > 0 && length <= out.length) {
        assertArrayEquals(value, Arrays.copyOf(out, length));
      }
    }
    assertEquals(Table.ABSENT, state.read(bytes("nobody"), 0, 6, out));
  }

  @Test
  void pagesLeadThroughAPrefixAndPassOverWhatIsDeleted() throws StoreException {
    Map<String, byte[]> writes = new LinkedHashMap<>();
    Map<String, byte[]> deletes = new LinkedHashMap<>();
    for (int i = 100; i < 300; i++) {
      writes.put("p/" + i, bytes("v"));
      if (i % 50 != 0) {
        deletes.put("p/" + i, null);
      }
    }
    writes.put("q", bytes("v"));
    Said all = Said.said("a", 1, writes);
    apply(all, Said.said("a", 2, deletes, all));
    List<String> shown = new ArrayList<>();
    byte[] after = null;
    int pages = 0;
    do {
      after = state.page(bytes("p/"), after, 2, (key, winner, flag) -> shown.add(text(key)));
      pages++;
    } while (after != null);
    assertEquals(List.of("p/100", "p/150", "p/200", "p/250"), shown);
    assertTrue(pages > 2 && pages < 10, pages + " pages");
  }

  @Test
  void anEmptyPayloadWritesNothing() throws StoreException {
    apply(new Said("a", 1, List.of(), new byte[0]));
    assertEquals(List.of(), listed(""));
  }

  private List<String> listed(String prefix) throws StoreException {
    List<String> keys = new ArrayList<>();
    state.list(bytes(prefix), (key, winner, conflicted) -> keys.add(text(key)));
    return keys;
  }
}
