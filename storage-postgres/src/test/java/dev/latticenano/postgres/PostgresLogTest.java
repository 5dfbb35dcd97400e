package dev.latticenano.postgres;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreContract;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresLogTest implements StoreContract {
  private static final UUID STORE = UUID.fromString("00112233-4455-8677-8899-aabbccddeeff");

  private SiteSettings settings;
  private PostgresSite site;

  @BeforeEach
  void open() throws Exception {
    settings = PostgresServer.shared().freshSite("this test");
    site = PostgresSite.open(settings);
  }

  @AfterEach
  void close() throws StoreException {
    site.close();
  }

  @Override
  public Store emptyStore() throws StoreException {
    return site.store(UUID.randomUUID()).log();
  }

  @Test
  void showsTheSameRecordsAfterReopening() throws Exception {
    List<String> expected = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      PostgresLog log = site.store(STORE).log();
      assertEquals(expected, StoreContract.shown(log, 0));
      for (int i = 0; i < 20; i++) {
        byte[] body = new byte[1 + i * 7];
        body[0] = (byte) i;
        expected.add(StoreContract.line(log.append(1 + i, body, 0, body.length), 1 + i, body));
      }
      assertEquals(expected, StoreContract.shown(log, 0));
      site.close();
      site = PostgresSite.open(settings);
    }
    assertEquals(List.of(STORE), site.stores());
  }

  @Test
  void losesWhatWasNotSyncedAndNothingElseWhenTheProcessVanishes() throws Exception {
    PostgresStore store = site.store(STORE);
    byte[] body = {1, 2, 3};
    store.log().append(1, body, 0, 3);
    store.log().sync();
    long end = store.log().end();
    store.log().append(2, body, 0, 3);
    site.closed(store);
    PostgresLog log = site.store(STORE).log();
    assertEquals(end, log.end());
    assertEquals(1, StoreContract.shown(log, 0).size());
  }

  @Test
  void dropsItsFirstPiecesAndKeepsThePositionsOfTheRest() throws Exception {
    PostgresLog log = site.store(STORE).log();
    byte[] body = new byte[Limits.RECORD_BYTES_MAX];
    List<String> expected = new ArrayList<>();
    List<Long> positions = new ArrayList<>();
    while (log.end() < 3L * PostgresLog.PIECE_BYTES) {
      body[0]++;
      positions.add(log.append(1, body, 0, body.length));
      expected.add(StoreContract.line(positions.get(positions.size() - 1), 1, body));
    }
    assertEquals(0, log.begin());
    long next = log.nextBegin();
    assertTrue(next >= PostgresLog.PIECE_BYTES && positions.contains(next));
    assertThrows(IllegalArgumentException.class, () -> log.dropFirst(next - 1));
    assertThrows(IllegalArgumentException.class, () -> log.dropFirst(log.end() + 1));
    log.dropFirst(log.end());
    assertEquals(next, log.begin());
    int gone = positions.indexOf(next);
    assertEquals(expected.subList(gone, expected.size()), StoreContract.shown(log, 0));
    long last = log.nextBegin();
    site.close();
    site = PostgresSite.open(settings);
    PostgresLog again = site.store(STORE).log();
    assertEquals(next, again.begin());
    assertEquals(last, again.nextBegin());
    again.dropFirst(again.end());
    assertEquals(-1, again.nextBegin());
    assertThrows(IllegalArgumentException.class, () -> again.dropFirst(again.end()));
    assertEquals(
        expected.subList(positions.indexOf(last), expected.size()),
        StoreContract.shown(again, last));
  }

  @Test
  void saysWhichRecordIsDamagedAndStepsOverIt() throws Exception {
    PostgresLog log = site.store(STORE).log();
    List<Long> positions = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      positions.add(log.append(1, new byte[] {(byte) i, 5}, 0, 2));
    }
    log.sync();
    change("UPDATE lattice_record SET body = '\\x0606' WHERE position = " + positions.get(1));
    change("DELETE FROM lattice_record WHERE position = " + positions.get(2));
    for (int i = 1; i < 3; i++) {
      long position = positions.get(i);
      StoreException failure =
          assertThrows(StoreException.class, () -> log.read(position, new byte[9], 0));
      assertEquals(StoreException.Kind.CORRUPT, failure.kind());
      assertTrue(failure.getMessage().contains("position " + position), failure.getMessage());
    }
    assertEquals(2, StoreContract.shown(log, 0).size());
    byte[] out = new byte[2];
    assertEquals(2, log.read(positions.get(3), out, 0));
    assertArrayEquals(new byte[] {3, 5}, out);
    assertTrue(log.damagedCount() >= 2);
  }

  @Test
  void goesOnWhenTheServersDiskHasRoomAgain() throws Exception {
    PostgresLog log = site.store(STORE).log();
    change(
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            + " RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$");
    change(
        "CREATE TRIGGER full_disk BEFORE INSERT ON lattice_record FOR EACH ROW"
            + " EXECUTE FUNCTION full_disk()");
    byte[] body = {1, 2, 3};
    long position = log.append(1, body, 0, 3);
    StoreException failure = assertThrows(StoreException.class, log::sync);
    assertEquals(StoreException.Kind.FULL, failure.kind());
    assertTrue(failure.getMessage().contains(settings.address()), failure.getMessage());
    assertEquals(3, log.read(position, new byte[3], 0));
    change("DROP TRIGGER full_disk ON lattice_record");
    log.sync();
    site.close();
    site = PostgresSite.open(settings);
    assertEquals(3, site.store(STORE).log().read(position, new byte[3], 0));
  }

  private void change(String sql) throws Exception {
    PostgresServer.execute(settings.url(), sql);
  }
}
