package dev.latticenano.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.latticenano.core.store.StoreContract;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.TableModel;
import dev.latticenano.core.store.TableShape;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions that are done again, on a server that fails them on purpose. */
class RetryTest {
  private static final UUID STORE = new UUID(6, 7);
  private static final TableShape SHAPE = TableShape.fixed("rows", 3, 0);
  private static final byte[] BODY = {1, 2, 3};

  private SiteSettings settings;
  private HikariDataSource pool;
  private PostgresSite site;
  // How often the connection still breaks, and where.
  private int breaks;
  private String where;
  private boolean after;

  @BeforeEach
  void open() throws Exception {
    settings = PostgresServer.shared().freshSite("this test");
    pool = PostgresSite.pool(settings);
    site =
        PostgresSite.open(SteppedSource.of(pool, this::step), settings, PostgresSite.Sizes.USUAL);
  }

  @AfterEach
  void close() throws StoreException {
    site.close();
    pool.close();
  }

  private void step(String call, boolean isAfter, Connection connection) throws SQLException {
    if (breaks > 0 && call.equals(where) && isAfter == after) {
      breaks--;
      connection.abort(Runnable::run);
      throw new SQLException("the line was cut", "08006");
    }
  }

  @Test
  void aConflictIsDoneAgain() throws Exception {
    PostgresStore store = site.store(STORE);
    failing("40001", Database.CONFLICTS_MAX);
    store.log().append(1, BODY, 0, 3);
    store.log().sync();
    failing("40P01", 3);
    store.tables().table(SHAPE).put(BODY, 0, 3, BODY, 0, 0);
    store.tables().checkpoint(store.log().end());
    check(1, true);
  }

  @Test
  void aConflictWithoutEndIsToldAndLosesNothing() throws Exception {
    PostgresStore store = site.store(STORE);
    failing("40001", Database.CONFLICTS_MAX + 1);
    store.log().append(1, BODY, 0, 3);
    StoreException failure = assertThrows(StoreException.class, () -> store.log().sync());
    assertEquals(StoreException.Kind.IO, failure.kind());
    assertTrue(failure.getMessage().endsWith("(40001)"), failure.getMessage());
    store.log().sync();
    check(1, false);
  }

  @Test
  void aLineCutAnywhereInACommitIsNoSecondCommit() throws Exception {
    PostgresStore store = site.store(STORE);
    int records = 0;
    for (String call : new String[] {"executeUpdate", "executeBatch", "commit"}) {
      for (int i : new int[] {0, 1, 8, 9}) {
        where = call;
        after = i % 2 == 1;
        breaks = 1 + i / 2;
        store.log().append(1, BODY, 0, 3);
        store.log().sync();
        records++;
        assertTrue(breaks == 0 || call.equals("commit"), call + " was not met");
        breaks = 0;
        assertEquals(records, StoreContract.shown(store.log(), 0).size());
      }
    }
    check(records, false);
  }

  @Test
  void aCheckpointWhoseAnswerIsLostStandsOnce() throws Exception {
    PostgresStore store = site.store(STORE);
    byte[] key = new byte[3];
    for (int i = 0; i < 5000; i++) {
      key[1] = (byte) (i >> 8);
      key[2] = (byte) i;
      store.tables().table(SHAPE).put(key, 0, 3, key, 0, 0);
    }
    store.log().append(1, BODY, 0, 3);
    store.log().sync();
    where = "commit";
    after = true;
    breaks = 1;
    store.tables().checkpoint(store.log().end());
    assertEquals(0, breaks);
    key[0] = 1;
    store.tables().table(SHAPE).put(key, 0, 3, key, 0, 0);
    where = "executeBatch";
    breaks = 1;
    store.log().append(1, BODY, 0, 3);
    store.tables().checkpoint(store.log().end());
    assertEquals(5001, TableModel.shown(store.tables().table(SHAPE), new byte[3], null).size());
    site.closed(store);
    PostgresStore again = site.store(STORE);
    assertEquals(again.log().end(), again.tables().covered());
    assertEquals(5001, TableModel.shown(again.tables().table(SHAPE), new byte[3], null).size());
  }

  @Test
  void aSharedEntryWhoseAnswerIsLostIsReplacedOnce() throws Exception {
    byte[] key = {1};
    where = "commit";
    after = true;
    breaks = 2;
    assertTrue(site.shared().replace(key, null, BODY));
    breaks = 1;
    assertTrue(site.shared().replace(key, BODY, key));
    assertFalse(site.shared().replace(key, BODY, key));
    assertEquals(1, site.shared().value(key).length);
  }

  @Test
  void aReadGoesOnAnotherLine() throws Exception {
    PostgresStore store = site.store(STORE);
    long first = store.log().append(1, BODY, 0, 3);
    long second = store.log().append(1, BODY, 0, 3);
    store.log().sync();
    where = "executeQuery";
    breaks = Database.LOSSES_MAX;
    assertEquals(3, store.log().read(second, new byte[3], 0));
    breaks = Database.LOSSES_MAX + 1;
    StoreException failure =
        assertThrows(StoreException.class, () -> store.log().read(first, new byte[3], 0));
    assertEquals(StoreException.Kind.IO, failure.kind());
    assertTrue(failure.getMessage().contains("the line was cut (08006)"), failure.getMessage());
  }

  // The store's row cannot be written so many times.
  private void failing(String state, int times) throws Exception {
    PostgresServer.execute(settings.url(), "DROP SEQUENCE IF EXISTS failures CASCADE");
    PostgresServer.execute(settings.url(), "CREATE SEQUENCE failures");
    PostgresServer.execute(
        settings.url(),
        "CREATE OR REPLACE FUNCTION failing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            + " IF nextval('failures') <= "
            + times
            + " THEN RAISE EXCEPTION 'on purpose' USING ERRCODE = '"
            + state
            + "'; END IF; RETURN NEW; END $$");
    PostgresServer.execute(
        settings.url(),
        "CREATE OR REPLACE TRIGGER failing BEFORE UPDATE ON lattice_store FOR EACH ROW"
            + " EXECUTE FUNCTION failing()");
  }

  private void check(int records, boolean checkpointed) throws Exception {
    site.close();
    site =
        PostgresSite.open(SteppedSource.of(pool, this::step), settings, PostgresSite.Sizes.USUAL);
    PostgresStore store = site.store(STORE);
    assertEquals(records, StoreContract.shown(store.log(), 0).size());
    if (checkpointed) {
      assertEquals(store.log().end(), store.tables().covered());
      assertEquals(0, store.tables().table(SHAPE).get(BODY, 0, 3, new byte[1], 0));
    }
  }
}
