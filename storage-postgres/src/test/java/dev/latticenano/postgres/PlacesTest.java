package dev.latticenano.postgres;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.RelayMemory;
import dev.latticenano.core.relay.RelayPlaces;
import dev.latticenano.core.store.StoreContract;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.TableShape;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The two ports of a relay, on two processes of one site. */
class PlacesTest {
  private static final StoreId STORE = StoreId.parse("00112233-4455-8677-8899-aabbccddeeff");
  private static final byte[] ONE = {1};
  private static final byte[] TWO = {2};

  private SiteSettings settings;
  private PostgresSite first;
  private PostgresSite second;

  @BeforeEach
  void open() throws Exception {
    settings = PostgresServer.shared().freshSite("first:9100");
    first = PostgresSite.open(settings);
    second = PostgresSite.open(settings);
  }

  @AfterEach
  void close() throws StoreException {
    first.close();
    second.close();
  }

  @Test
  void aPlaceThatIsRemovedIsEmptyForWhoeverOpensItNext() throws Exception {
    RelayPlaces places = first.places();
    for (int round = 0; round < 2; round++) {
      RelayPlaces.Place place = places.open(STORE);
      assertEquals(0, place.log().end());
      assertEquals(0, place.tables().covered());
      TableShape shape = TableShape.fixed("rows", 1, 0);
      assertEquals(-1, place.tables().table(shape).get(ONE, 0, 1, new byte[1], 0));
      assertEquals(-1, place.chunks().size(new byte[32], 0));
      byte[] large = new byte[1_000_000];
      for (int i = 0; i < 9; i++) {
        place.log().append(1, large, 0, large.length);
      }
      place.tables().table(shape).put(ONE, 0, 1, ONE, 0, 0);
      place.tables().checkpoint(place.log().end());
      place.chunks().write(new byte[32], 0, ONE, 0, 1);
      place.log().append(1, large, 0, 1);
      assertThrows(StoreException.class, () -> second.places().open(STORE));
      places.remove(STORE);
      assertEquals(List.of(), first.stores());
    }
    // One that is not open here is opened for it.
    RelayPlaces.Place place = second.places().open(STORE);
    place.log().append(1, ONE, 0, 1);
    assertThrows(StoreException.class, () -> places.remove(STORE));
    second.close();
    second = PostgresSite.open(settings);
    assertEquals(1, StoreContract.shown(second.places().open(STORE).log(), 0).size());
    second.places().remove(STORE);
    places.remove(STORE);
    assertEquals(List.of(), first.stores());
  }

  @Test
  void whatIsKeptIsThereForTheNextProcess() throws Exception {
    RelayMemory memory = first.memory();
    memory.keep(ONE, TWO);
    memory.keep(TWO, TWO);
    memory.keep(ONE, ONE);
    memory.forget(TWO);
    memory.forget(TWO);
    NavigableMap<byte[], byte[]> read = read(second.memory());
    assertEquals(1, read.size());
    assertArrayEquals(ONE, read.get(ONE));
  }

  @Test
  void whatAnotherProcessChangedIsNotWrittenOverUnread() throws Exception {
    RelayMemory memory = first.memory();
    RelayMemory other = second.memory();
    memory.keep(ONE, ONE);
    locked(() -> other.keep(ONE, ONE));
    locked(() -> other.forget(ONE));
    read(other);
    other.keep(ONE, TWO);
    locked(() -> memory.keep(ONE, ONE));
    locked(() -> memory.forget(ONE));
    assertArrayEquals(TWO, read(memory).get(ONE));
    memory.forget(ONE);
    locked(() -> other.keep(ONE, TWO));
    assertEquals(0, read(other).size());
    other.keep(ONE, TWO);
  }

  private interface Attempt {
    void run() throws StoreException;
  }

  private static void locked(Attempt attempt) {
    StoreException refused = assertThrows(StoreException.class, attempt::run);
    assertEquals(StoreException.Kind.LOCKED, refused.kind());
    assertTrue(refused.getMessage().contains("another process"), refused.getMessage());
  }

  private static NavigableMap<byte[], byte[]> read(RelayMemory memory) throws StoreException {
    NavigableMap<byte[], byte[]> found = new TreeMap<>(Arrays::compareUnsigned);
    memory.read(found::put);
    return found;
  }
}
