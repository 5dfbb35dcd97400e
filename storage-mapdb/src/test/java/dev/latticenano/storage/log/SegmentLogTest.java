package dev.latticenano.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreContract;
import dev.latticenano.core.store.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentLogTest implements StoreContract {
  private static final UUID STORE = UUID.fromString("00112233-4455-8677-8899-aabbccddeeff");

  @TempDir Path directory;
  private SegmentLog log;

  @Override
  public Store emptyStore() throws StoreException {
    log = SegmentLog.open(directory, STORE);
    return log;
  }

  @AfterEach
  void close() throws StoreException {
    if (log != null) {
      log.close();
    }
  }

  @Test
  void showsTheSameRecordsAfterReopeningAcrossSegments() throws Exception {
    List<String> expected = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      log = SegmentLog.open(directory, STORE, 500);
      assertEquals(expected, StoreContract.shown(log, 0));
      assertEquals(expected.size(), log.recovery().records());
      assertTrue(log.recovery().clean());
      for (int i = 0; i < 20; i++) {
        byte[] body = new byte[i * 7];
        body = body.length == 0 ? new byte[1] : body;
        body[0] = (byte) i;
        expected.add(StoreContract.line(log.append(1 + i, body, 0, body.length), 1 + i, body));
      }
      assertEquals(expected, StoreContract.shown(log, 0));
      log.close();
    }
    log = SegmentLog.open(directory, STORE);
    assertTrue(log.recovery().segments() > 4);
  }
}
