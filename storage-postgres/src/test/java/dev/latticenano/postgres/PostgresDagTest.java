package dev.latticenano.postgres;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.MemoryStore;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A whole DAG on log and tables of a server is written, pruned, swept and shortened, and the
 * process vanishes before or after statements drawn by a seed.
 */
class PostgresDagTest implements Signer, Verifier {
  private static final StoreId STORE = StoreId.parse("11111111-1111-4111-8111-111111111111");
  private static final int COUNT = 60;
  private static final int AUTHORS = 4;
  private static final int CUTS = 12;
  private static final PostgresSite.Sizes SMALL = new PostgresSite.Sizes(8192, 2000);

  private final List<byte[]> signed = new ArrayList<>();
  private final List<byte[]> hashes = new ArrayList<>();
  private int author;
  private PostgresSite site;
  private PostgresStore store;
  private Dag dag;
  // Steps until the process vanishes; below zero: never.
  private int left = -1;
  private int steps;

  /** The process is gone. */
  private static final class Vanished extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void isTheOneOnTheHeapWheneverTheProcessVanishes() {
    Seeds.run(PostgresDagTest.class, this::run);
  }

  private void run(Random random) throws Exception {
    write();
    MemoryStore log = new MemoryStore();
    Dag expected = new Dag(STORE, log, new MemoryTables(), this);
    expected.replay(1);
    for (byte[] each : signed) {
      assertEquals(Verdict.OK, expected.ingest(each, 0, each.length, 7));
    }
    byte[] digest = new byte[32];
    expected.digest(digest, 0);
    SiteSettings settings = PostgresServer.shared().freshSite("this test");
    HikariDataSource pool = PostgresSite.pool(settings);
    site = PostgresSite.open(SteppedSource.of(pool, this::step), settings, SMALL);
    int all = life(UUID.randomUUID(), digest, -1);
    assertTrue(all > 60, all + " steps");
    for (int i = 0; i < CUTS; i++) {
      life(UUID.randomUUID(), digest, random.nextInt(all));
    }
    left = -1;
    site.close();
    pool.close();
  }

  // Writes, prunes and judges; returns how many steps that took without judging.
  private int life(UUID id, byte[] digest, int cut) throws StoreException {
    left = -1;
    open(id);
    left = cut;
    steps = 0;
    try {
      ingest();
      prune();
    } catch (Vanished e) {
      left = -1;
      site.closed(store);
      open(id);
    }
    left = -1;
    int taken = steps;
    ingest();
    check(digest);
    prune();
    check(digest);
    assertTrue(store.log().begin() > 0);
    site.closed(store);
    open(id);
    check(digest);
    store.tables().clear();
    site.closed(store);
    open(id);
    check(digest);
    store.close();
    return taken;
  }

  private void step(String call, boolean after, Connection connection) {
    steps++;
    if (left >= 0 && left-- == 0) {
      try {
        connection.abort(Runnable::run);
      } catch (java.sql.SQLException e) {
        throw new AssertionError(e);
      }
      throw new Vanished();
    }
  }

  private void open(UUID id) throws StoreException {
    store = site.store(id);
    dag = new Dag(STORE, store.log(), store.tables(), this);
    dag.replay(1);
  }

  private void ingest() throws StoreException {
    int count = 0;
    for (byte[] each : dag.sequence() == COUNT ? List.<byte[]>of() : signed) {
      Verdict verdict = dag.ingest(each, 0, each.length, 7);
      assertTrue(verdict == Verdict.OK || verdict == Verdict.DUPLICATE, verdict.toString());
      if (++count % 20 == 0) {
        store.log().sync();
      }
    }
    dag.checkpoint();
  }

  private void prune() throws StoreException {
    int[] heights = new int[AUTHORS];
    dag.vector(dag.find(hashes.get(COUNT - 21), 0), heights);
    if (dag.pruning().raises(heights)) {
      dag.pruning().begin(heights).end();
    }
    while (dag.pruning().sweep(16)) {
      dag.checkpoint();
    }
    while (dag.pruning().shorten(Integer.MAX_VALUE, 9)) {
      continue;
    }
  }

  /** Every intention above the floors can be read, and the digest is that of all. */
  private void check(byte[] digest) throws StoreException {
    byte[] found = new byte[32];
    dag.digest(found, 0);
    assertArrayEquals(digest, found);
    assertEquals(COUNT, dag.sequence());
    byte[] out = new byte[1024];
    for (int i = 0; i < COUNT; i++) {
      author = i % AUTHORS;
      publicKey(out, 0);
      if (i / AUTHORS + 1 > dag.pruning().floor(dag.findAuthor(out, 0))) {
        int row = dag.find(hashes.get(i), 0);
        assertEquals(signed.get(i).length, dag.read(row, out, 0));
        assertArrayEquals(signed.get(i), Arrays.copyOf(out, signed.get(i).length));
      }
    }
  }

  private void write() {
    IntentionWriter writer = new IntentionWriter();
    byte[] bytes = new byte[1024];
    for (int i = 0; i < COUNT; i++) {
      author = i % AUTHORS;
      writer.clear().store(STORE).timestamp(1000 + i, 0).ops(new byte[60], 0, 60);
      if (i >= AUTHORS) {
        writer.storePrev(hashes.get(i - AUTHORS), 0);
      }
      if (i % 2 == 1) {
        writer.addCondition(hashes.get(i - 1), 0);
      }
      byte[] hash = new byte[32];
      int length =
          IntentionProof.sign(writer, this, Blake3.plain(), bytes, 0, bytes.length, hash, 0);
      signed.add(Arrays.copyOf(bytes, length));
      hashes.add(hash);
    }
  }

  @Override
  public void publicKey(byte[] out, int offset) {
    Arrays.fill(out, offset, offset + KEY_BYTES, (byte) (author + 1));
  }

  @Override
  public void sign(byte[] message, int offset, int length, byte[] out, int outOffset) {
    Arrays.fill(out, outOffset, outOffset + SIGNATURE_BYTES, (byte) 1);
  }

  @Override
  public boolean verifyStrict(
      byte[] key, int keyAt, byte[] message, int at, int length, byte[] signature, int signAt) {
    return true;
  }

  @Override
  public boolean verifyLenient(
      byte[] key, int keyAt, byte[] message, int at, int length, byte[] signature, int signAt) {
    return true;
  }
}
