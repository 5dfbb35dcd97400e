package dev.latticenano.storage.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.HeapKeys;
import dev.latticenano.core.Node;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Identity;
import dev.latticenano.core.intention.KvPayloadWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.state.KnownTypes;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.store.MemoryChunks;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.PowerCutDisk;
import dev.latticenano.storage.disk.PowerCutDisk.Unsynced;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** State, log and tables are of one moment wherever power fails, on a disk as it is. */
class StatePowerCutTest {
  private static final long NOW_MS = 1_800_000_000_000L;

  /** State after so many intentions. */
  private final Map<Integer, String> pictures = new TreeMap<>();

  private final HeapKeys keys = new HeapKeys();
  private Node node;
  private StoreId store;

  private void open(Flash flash) throws StoreException {
    byte[] seed = new byte[32];
    seed[0] = 1;
    byte[] next = {1};
    node =
        new Node(
            Identity.signer(seed),
            Identity.signer(seed),
            new Ed25519Verifier(),
            (out, offset, length) -> Arrays.fill(out, offset, offset + length, next[0]++),
            new byte[0],
            new MemoryChunks(),
            new KnownTypes());
    store = StoreId.derive(Blake3.plain(), node.key(), 1);
    node.open(store, flash.log, flash.tables, keys, NOW_MS, ReplayProgress.SILENT);
  }

  private void put(int number) throws Exception {
    byte[] key = ("key" + number % 5).getBytes(StandardCharsets.US_ASCII);
    byte[] value = new byte[number % 7 == 0 ? 3000 : 20];
    byte[] payload = new byte[4096];
    KvPayloadWriter writer = new KvPayloadWriter().wrap(payload, 0, payload.length);
    int length =
        number % 6 == 5
            ? writer.delete(key, 0, key.length)
            : writer.put(key, 0, key.length, value, 0, value.length);
    UniversalOpWriter ops = new UniversalOpWriter().appData(payload, 0, length);
    byte[] bytes = new byte[ops.length()];
    ops.write(bytes, 0, bytes.length);
    List<Hash> cited = new ArrayList<>();
    // Every third write knows nothing of what is there, so that heads stand beside each other.
    if (number % 3 != 0) {
      ((KvState) node.state(store)).heads(key).forEach(head -> cited.add(head.hash()));
    }
    node.submit(store, bytes, cited.subList(0, Math.min(16, cited.size())), NOW_MS + number);
    note();
  }

  private void note() throws StoreException {
    pictures.put(node.dag(store).sequence(), picture());
  }

  private String picture() throws StoreException {
    StringBuilder out = new StringBuilder(node.projection(store).type());
    if (node.state(store) instanceof KvState kv) {
      for (int i = 0; i < 5; i++) {
        kv.heads(("key" + i).getBytes(StandardCharsets.US_ASCII))
            .forEach(head -> out.append(' ').append(head));
      }
    }
    return out.append(' ').append(node.system(store).name()).toString();
  }

  @Test
  void standsWhereTheLogStandsWheneverPowerFails() throws Exception {
    PowerCutDisk disk = new PowerCutDisk();
    Flash flash = Flash.on(disk);
    open(flash);
    note();
    node.submit(store, new GenesisOp(KvState.TYPE, 1).toOps(), List.of(), NOW_MS);
    note();
    for (int i = 1; i <= 40; i++) {
      put(i);
      if (i % 8 == 0) {
        node.dag(store).checkpoint();
      }
      if (i == 20) {
        // Begun anew, and met by a checkpoint before it has ended.
        node.projection(store).rebuild();
        node.dag(store).checkpoint();
        node.tick(NOW_MS);
        note();
      }
    }
    int judged = 0;
    for (int n = 0; n <= disk.operations(); n++) {
      int names = disk.unsyncedNames(n);
      for (Unsynced unsynced : Unsynced.values()) {
        Flash left = Flash.on(disk.crash(n, 0, names, unsynced, 0));
        open(left);
        int sequence = node.dag(store).sequence();
        assertEquals(pictures.get(sequence), picture(), unsynced + " at " + n);
        assertTrue(node.projection(store).isWhole());
        judged++;
      }
    }
    assertTrue(judged > 200, "judged " + judged);
  }
}
