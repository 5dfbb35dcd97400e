package dev.latticenano.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.latticenano.core.store.StoreContract;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.TableShape;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes of one site, played by two sites of one process. */
class LeaseTest {
  private static final UUID STORE = new UUID(3, 4);
  private static final String END_ALL = "UPDATE lattice_store SET until = now()";
  private static final byte[] BODY = {1, 2, 3};

  private SiteSettings settings;
  private PostgresSite first;
  private PostgresSite second;

  @BeforeEach
  void open() throws Exception {
    settings = PostgresServer.shared().freshSite("first:9100");
    first = PostgresSite.open(settings);
    second =
        PostgresSite.open(
            SiteSettings.of(settings.url(), settings.user(), settings.password(), "second:9100"));
  }

  @AfterEach
  void close() throws StoreException {
    first.close();
    second.close();
  }

  @Test
  void aStoreThatIsServedIsRefusedWithTheAddressOfWhoServesIt() throws Exception {
    first.store(STORE);
    StoreException refused = assertThrows(StoreException.class, () -> second.store(STORE));
    assertEquals(StoreException.Kind.LOCKED, refused.kind());
    assertTrue(refused.getMessage().contains("is served by first:9100"), refused.getMessage());
    StoreException twice = assertThrows(StoreException.class, () -> first.store(STORE));
    assertEquals(StoreException.Kind.LOCKED, twice.kind());
  }

  @Test
  void closingGivesTheStoreAwayAtOnce() throws Exception {
    PostgresStore store = first.store(STORE);
    store.log().append(1, BODY, 0, 3);
    store.close();
    assertEquals(List.of(), first.renew());
    assertEquals(1, StoreContract.shown(second.store(STORE).log(), 0).size());
  }

  @Test
  void aLeaseThatEndedIsTakenOverAndItsOldHolderNeverWritesAgain() throws Exception {
    PostgresStore old = first.store(STORE);
    old.log().append(1, BODY, 0, 3);
    old.log().sync();
    old.log().append(2, BODY, 0, 3);
    old.entries().put(BODY, BODY);
    change(END_ALL);
    PostgresStore now = second.store(STORE);
    assertEquals(old.epoch() + 1, now.epoch());
    lost(() -> old.log().sync());
    lost(() -> old.log().append(1, BODY, 0, 3));
    lost(() -> old.tables().clear());
    lost(() -> old.tables().checkpoint(old.log().end()));
    assertTrue(old.refusal().contains("second:9100"), old.refusal());
    old.close();
    assertEquals(1, StoreContract.shown(now.log(), 0).size());
    assertNull(now.entries().value(BODY));
    now.log().append(1, BODY, 0, 3);
    now.log().sync();
    assertEquals(2, StoreContract.shown(now.log(), 0).size());
  }

  @Test
  void everyKindOfWriteIsFenced() throws Exception {
    TableShape shape = TableShape.fixed("rows", 3, 0);
    byte[] large = new byte[1_000_000];
    List<Write> writes =
        List.of(
            store -> store.log().sync(),
            store -> store.tables().checkpoint(store.log().end()),
            store -> store.tables().clear(),
            store -> store.chunks().write(new byte[32], 0, BODY, 0, 3),
            store -> store.chunks().remove(new byte[32], 0),
            store -> store.remove(),
            store -> store.log().dropFirst(store.log().end()));
    for (int i = 0; i < writes.size(); i++) {
      UUID id = new UUID(5, i);
      PostgresStore old = first.store(id);
      for (int n = 0; n < 6; n++) {
        old.log().append(1, large, 0, large.length);
      }
      old.tables().table(shape).put(BODY, 0, 3, BODY, 0, 0);
      old.tables().checkpoint(old.log().end());
      if (i < 3) {
        old.log().append(2, BODY, 0, 3);
        old.tables().table(shape).delete(BODY, 0, 3);
      }
      change(END_ALL);
      PostgresStore now = second.store(id);
      Write write = writes.get(i);
      lost(() -> write.run(old));
      assertEquals(6, StoreContract.shown(now.log(), 0).size());
      assertEquals(now.log().end(), now.tables().covered());
      assertEquals(0, now.tables().table(shape).get(BODY, 0, 3, large, 0));
    }
  }

  @Test
  void nobodyWaitsForATransactionThatItsProcessLeftOpen() throws Exception {
    SiteSettings brief =
        new SiteSettings(settings.url(), settings.user(), "", "paused:9100", 200, 5000);
    HikariDataSource pool = PostgresSite.pool(brief);
    PostgresStore[] taken = new PostgresStore[1];
    DataSource stepped =
        SteppedSource.of(
            pool,
            (call, after, connection) -> {
              if (call.equals("executeBatch") && after && taken[0] == null) {
                taken[0] = taken(second);
              }
            });
    try (PostgresSite paused = PostgresSite.open(stepped, brief, PostgresSite.Sizes.USUAL)) {
      PostgresStore old = paused.store(STORE);
      old.log().append(1, BODY, 0, 3);
      // Before its commit another process takes the store over, as if this one had been paused.
      lost(() -> old.log().sync());
      assertEquals(List.of(), StoreContract.shown(taken[0].log(), 0));
    } finally {
      pool.close();
    }
  }

  // Asks until the lease has ended.
  private static PostgresStore taken(PostgresSite site) {
    while (true) {
      try {
        return site.store(STORE);
      } catch (StoreException e) {
        assertEquals(StoreException.Kind.LOCKED, e.kind(), e.getMessage());
      }
    }
  }

  @Test
  void anOwnerWhoseLeaseEndedAndWasNotTakenGoesOn() throws Exception {
    PostgresStore store = first.store(STORE);
    change(END_ALL);
    store.log().append(1, BODY, 0, 3);
    store.log().sync();
    StoreException refused = assertThrows(StoreException.class, () -> second.store(STORE));
    assertEquals(StoreException.Kind.LOCKED, refused.kind());
  }

  @Test
  void renewingKeepsEveryStoreAndTellsWhichAreLost() throws Exception {
    UUID other = new UUID(3, 5);
    first.store(STORE);
    PostgresStore lost = first.store(other);
    change(END_ALL);
    second.store(other);
    assertEquals(List.of(other), first.renew());
    assertTrue(lost.refusal().contains("second:9100"), lost.refusal());
    assertThrows(StoreException.class, () -> second.store(STORE));
  }

  @Test
  void aRecordThatTheNextHolderPrunedIsNoDamage() throws Exception {
    PostgresStore old = first.store(STORE);
    byte[] large = new byte[1_000_000];
    for (int n = 0; n < 6; n++) {
      old.log().append(1, large, 0, large.length);
    }
    old.log().sync();
    change(END_ALL);
    PostgresLog log = second.store(STORE).log();
    log.dropFirst(log.end());
    StoreException lost =
        assertThrows(StoreException.class, () -> old.log().read(0, new byte[1_000_000], 0));
    assertEquals(StoreException.Kind.LOCKED, lost.kind());
  }

  @Test
  void twoProcessesNeverBothRedeemTheLastOfATicket() throws Exception {
    byte[] ticket = {7};
    assertTrue(first.shared().replace(ticket, null, new byte[] {1}));
    assertEquals(false, second.shared().replace(ticket, null, new byte[] {1}));
    assertEquals(false, second.shared().replace(ticket, null, new byte[] {2}));
    assertTrue(second.shared().replace(ticket, new byte[] {1}, new byte[] {2}));
    assertEquals(false, first.shared().replace(ticket, new byte[] {1}, new byte[] {3}));
    assertEquals(2, first.shared().value(ticket)[0]);
    assertEquals(1, first.shared().range(new byte[] {0}, null).size());
    assertEquals(0, first.shared().range(new byte[] {0}, ticket).size());
  }

  @Test
  void entriesAreDurableWithTheRecordsTheyBelongTo() throws Exception {
    PostgresStore store = first.store(STORE);
    byte[] one = {1};
    byte[] two = {2};
    store.entries().put(one, BODY);
    store.entries().put(two, BODY);
    store.log().append(1, BODY, 0, 3);
    store.log().sync();
    store.entries().delete(one);
    store.entries().put(two, one);
    assertNull(store.entries().value(one));
    assertEquals(1, store.entries().value(two)[0]);
    assertEquals(1, store.entries().range(one, null).size());
    first.closed(store);
    store = first.store(STORE);
    assertEquals(3, store.entries().value(one).length);
    assertEquals(2, store.entries().range(one, null).size());
    assertEquals(1, store.entries().range(one, two).size());
    store.entries().delete(one);
    store.log().sync();
    first.closed(store);
    assertNull(first.store(STORE).entries().value(one));
  }

  private interface Write {
    void run(PostgresStore store) throws StoreException;
  }

  private interface Attempt {
    void run() throws StoreException;
  }

  private static void lost(Attempt attempt) {
    StoreException refused = assertThrows(StoreException.class, attempt::run);
    assertEquals(StoreException.Kind.LOCKED, refused.kind(), refused.getMessage());
    assertTrue(refused.getMessage().contains("second:9100"), refused.getMessage());
  }

  private void change(String sql) throws Exception {
    PostgresServer.execute(settings.url(), sql);
  }
}
