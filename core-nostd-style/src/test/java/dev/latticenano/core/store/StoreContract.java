package dev.latticenano.core.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link Store} keeps; a test class implements it by making an empty store. */
public interface StoreContract {
  /** A fresh, empty store; the test class closes and removes it. */
  Store emptyStore() throws Exception;

  /** What a scan showed: position, kind and a copy of the body. */
  static List<String> shown(Store store, long from) throws StoreException {
    List<String> lines = new ArrayList<>();
    store.scan(
        from,
        (position, kind, bytes, offset, length) ->
            lines.add(line(position, kind, Arrays.copyOfRange(bytes, offset, offset + length))));
    return lines;
  }

  /** One record as {@link #shown} prints it. */
  static String line(long position, int kind, byte[] body) {
    return position + " " + kind + " " + body.length + " " + Arrays.hashCode(body);
  }

  @Test
  default void showsNothingWhenEmpty() throws Exception {
    assertEquals(List.of(), shown(emptyStore(), 0));
  }

  @Test
  default void readsBackWhatWasAppendedBeforeAndAfterASync() throws Exception {
    Store store = emptyStore();
    byte[] source = {9, 1, 2, 3, 9};
    long position = store.append(1, source, 1, 3);
    source[2] = 77;
    byte[] out = new byte[8];
    assertEquals(3, store.read(position, out, 2));
    assertArrayEquals(new byte[] {0, 0, 1, 2, 3, 0, 0, 0}, out);
    store.sync();
    assertEquals(3, store.read(position, out, 0));
    assertArrayEquals(new byte[] {1, 2, 3, 2, 3, 0, 0, 0}, out);
  }

  @Test
  default void acceptsAnEmptyBodyAndTheLargest() throws Exception {
    Store store = emptyStore();
    byte[] large = new byte[Limits.RECORD_BYTES_MAX];
    new Random(5).nextBytes(large);
    long empty = store.append(Store.KIND_MAX, large, 7, 0);
    long whole = store.append(2, large, 0, large.length);
    long after = store.append(3, large, 1, 2);
    byte[] out = new byte[large.length];
    assertEquals(0, store.read(empty, out, 0));
    assertEquals(large.length, store.read(whole, out, 0));
    assertArrayEquals(large, out);
    assertEquals(2, store.read(after, out, 0));
    assertEquals(3, shown(store, 0).size());
    assertEquals(2, shown(store, whole).size());
  }

  @Test
  default void refusesKindsLengthsAndRangesOutsideTheLimits() throws Exception {
    Store store = emptyStore();
    byte[] body = new byte[Limits.RECORD_BYTES_MAX + 1];
    int[][] refused = {
      {0, 0, 1},
      {Store.KIND_MAX + 1, 0, 1},
      {256, 0, 1},
      {-1, 0, 1},
      {1, 0, body.length},
      {1, 0, -1},
      {1, -1, 1},
      {1, body.length, 1}
    };
    for (int[] r : refused) {
      assertThrows(
          IllegalArgumentException.class,
          () -> store.append(r[0], body, r[1], r[2]),
          Arrays.toString(r));
    }
    assertEquals(List.of(), shown(store, 0));
  }

  @Test
  default void saysHowManyBytesAreMissingWhenTheBufferIsTooShort() throws Exception {
    Store store = emptyStore();
    long position = store.append(1, new byte[10], 0, 10);
    assertEquals(-10, store.read(position, new byte[12], 3));
    store.sync();
    assertEquals(-10, store.read(position, new byte[9], 0));
    assertEquals(10, store.read(position, new byte[10], 0));
  }

  @Test
  default void refusesAPositionBeyondTheEnd() throws Exception {
    Store store = emptyStore();
    long position = store.append(1, new byte[10], 0, 10);
    byte[] out = new byte[10];
    assertThrows(IllegalArgumentException.class, () -> store.read(position + 1000, out, 0));
    assertThrows(IllegalArgumentException.class, () -> store.read(-1, out, 0));
  }

  @Test
  default void showsRecordsInAppendOrderFromAnyOfThem() throws Exception {
    Store store = emptyStore();
    Random random = new Random(11);
    List<String> expected = new ArrayList<>();
    List<Long> positions = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      byte[] body = new byte[random.nextInt(i % 50 == 0 ? 5000 : 300)];
      random.nextBytes(body);
      int kind = 1 + random.nextInt(Store.KIND_MAX);
      long position = store.append(kind, body, 0, body.length);
      assertTrue(position >= 0);
      assertTrue(positions.isEmpty() || position > positions.get(i - 1));
      positions.add(position);
      expected.add(line(position, kind, body));
      if (random.nextInt(40) == 0) {
        store.sync();
      }
    }
    assertEquals(expected, shown(store, 0));
    for (int i = 0; i < 300; i += 37) {
      assertEquals(expected.subList(i, 300), shown(store, positions.get(i)));
    }
  }

  @Test
  default void stopsAScanWhenTheReaderHasEnough() throws Exception {
    Store store = emptyStore();
    for (int i = 0; i < 5; i++) {
      store.append(1, new byte[] {(byte) i}, 0, 1);
    }
    List<Integer> seen = new ArrayList<>();
    store.scan(
        0,
        (position, kind, bytes, offset, length) -> {
          seen.add((int) bytes[offset]);
          return seen.size() < 3;
        });
    assertEquals(List.of(0, 1, 2), seen);
  }

  @Test
  default void letsTheReaderAppendReadAndScan() throws Exception {
    Store store = emptyStore();
    byte[] body = new byte[3000];
    for (int i = 0; i < 50; i++) {
      body[0] = (byte) i;
      store.append(1, body, 0, body.length);
    }
    int[] seen = {0};
    byte[] out = new byte[3000];
    store.scan(
        0,
        (position, kind, bytes, offset, length) -> {
          store.append(2, new byte[2000], 0, 2000);
          store.read(position, out, 0);
          assertEquals(out[0], bytes[offset]);
          shown(store, position);
          assertEquals(seen[0], bytes[offset]);
          assertEquals(3000, length);
          seen[0]++;
          return true;
        });
    assertEquals(50, seen[0]);
    assertEquals(100, shown(store, 0).size());
  }
}
