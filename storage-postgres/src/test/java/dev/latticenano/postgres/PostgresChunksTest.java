package dev.latticenano.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.ChunkStoreContract;
import dev.latticenano.core.store.StoreException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresChunksTest implements ChunkStoreContract {
  private static final UUID STORE = new UUID(14, 15);

  private SiteSettings settings;
  private PostgresSite site;

  @Override
  public ChunkStore emptyChunks() throws Exception {
    settings = PostgresServer.shared().freshSite("this test");
    site = PostgresSite.open(settings);
    return site.store(STORE).chunks();
  }

  @AfterEach
  void close() throws StoreException {
    site.close();
  }

  @Test
  void holdsADamagedChunkNoLongerAndTakesItAgain() throws Exception {
    ChunkStore chunks = emptyChunks();
    byte[] chunk = ChunkStoreContract.chunk(6, 50);
    byte[] cid = ChunkStoreContract.cid(chunk);
    chunks.write(cid, 0, chunk, 0, 50);
    PostgresServer.execute(settings.url(), "UPDATE lattice_chunk SET bytes = '\\x0102'");
    StoreException failure =
        assertThrows(StoreException.class, () -> chunks.read(cid, 0, new byte[50], 0));
    assertEquals(StoreException.Kind.CORRUPT, failure.kind());
    assertFalse(chunks.holds(cid, 0));
    chunks.write(cid, 0, chunk, 0, 50);
    assertTrue(chunks.holds(cid, 0));
    ((PostgresChunks) chunks).remove(cid, 0);
    assertFalse(chunks.holds(cid, 0));
  }

  @Test
  void showsNoStoreTheChunksOfAnother() throws Exception {
    ChunkStore chunks = emptyChunks();
    byte[] chunk = ChunkStoreContract.chunk(7, 60);
    byte[] cid = ChunkStoreContract.cid(chunk);
    chunks.write(cid, 0, chunk, 0, 60);
    PostgresStore other = site.store(new UUID(14, 16));
    assertFalse(other.chunks().holds(cid, 0));
    other.chunks().write(cid, 0, chunk, 0, 60);
    other.remove();
    assertTrue(chunks.holds(cid, 0));
  }
}
