package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.KvState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Much of everything: intentions, bytes in one, stores, chunks. */
class LargeTest {
  private final Mesh mesh = new Mesh(new Random(2));
  private final MeshNode a = mesh.node();
  private final MeshNode b = mesh.node();

  @Test
  void carriesTwoThousandIntentionsInSmallBatches() throws Exception {
    StoreId store = a.createOpen(KvState.TYPE, 1);
    for (int i = 0; i < 2000; i++) {
      a.put(store, "key " + i % 50, 60);
    }
    b.open(store);
    mesh.link(a, b, Mesh.SMALL, new MeshWire.Weather(0, 0, 0, 5, 4));
    mesh.rest(5000);
    mesh.assertSame(store, a, b);
    Progress progress = a.node.peer(1).progress(store);
    assertEquals(2001, progress.toSend());
    assertEquals(2001, progress.sent());
    assertEquals(2001, progress.acknowledged());
  }

  @Test
  void carriesTheLargestIntentionsOneAFrame() throws Exception {
    StoreId store = a.createOpen(KvState.TYPE, 1);
    for (int i = 0; i < 3; i++) {
      large(store);
    }
    b.open(store);
    mesh.link(a, b);
    mesh.rest(100);
    assertEquals(4, b.node.dag(store).sequence());
    mesh.assertSame(store, a, b);
  }

  private void large(StoreId store) throws Exception {
    Dag dag = a.node.dag(store);
    byte[] hash = new byte[32];
    dag.copyHash(dag.tip(0, 0), hash, 0);
    byte[] value = MeshNode.ops(new byte[Limits.OPS_BYTES_MAX - 4]);
    assertEquals(Limits.OPS_BYTES_MAX, value.length);
    IntentionWriter writer =
        new IntentionWriter().clear().store(store).storePrev(Hash.of(hash, 0)).timestamp(1, 0);
    byte[] out = new byte[Limits.SIGNED_BYTES_MAX];
    writer.ops(value, 0, value.length);
    int length = IntentionProof.sign(writer, a.key, Blake3.plain(), out, 0, out.length, hash, 0);
    assertEquals(Verdict.OK, dag.ingest(out, 0, length, mesh.nowMs));
    a.node.tick(mesh.nowMs);
    mesh.drain(a);
  }

  @Test
  void carriesManyStores() throws Exception {
    for (int i = 0; i < 100; i++) {
      b.open(a.create(KvState.TYPE, i));
    }
    mesh.link(a, b);
    mesh.rest(2000);
    for (StoreId store : a.node.stores()) {
      mesh.assertSame(store, a, b);
    }
    assertEquals(100, a.node.peer(1).stores().size());
  }

  @Test
  void asksForFortyThousandChunksWithoutScanningThem() throws Exception {
    Map<Hash, List<StoreId>> names = new LinkedHashMap<>();
    StoreId store = new StoreId(1, 2);
    for (int i = 1; i <= 40_000; i++) {
      names.put(new Hash(i, i, i, i), List.of(store));
    }
    Wanted wanted = new Wanted();
    wanted.join(1, store::equals);
    wanted.join(2, store::equals);
    wanted.join(3, new StoreId(3, 4)::equals);
    wanted.replace(names);
    assertNull(wanted.claim(3), "asked for a store it does not share");
    for (int link = 1; link <= 2; link++) {
      int asked = 0;
      for (Hash next = wanted.claim(link); next != null; next = wanted.claim(link)) {
        assertTrue(wanted.isWaiting(link));
        wanted.absent(link, next);
        asked++;
      }
      assertEquals(40_000, asked);
    }
    wanted.forgive(1);
    for (Hash next = wanted.claim(1); next != null; next = wanted.claim(1)) {
      wanted.arrived(next, 1);
    }
    wanted.replace(Map.of());
    assertTrue(!wanted.isWaiting(1) && !wanted.isWaiting(2));
    assertEquals(0, wanted.count());
  }
}
