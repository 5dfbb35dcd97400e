package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.store.MemoryStore;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What whoever has nothing lacks. */
class LackingTest {
  private final Dag dag =
      new Dag(Frames.STORE, new MemoryStore(), new MemoryTables(), new Ed25519Verifier());
  private final Ed25519Signer[] signers = {signer(1), signer(2)};
  private final byte[][] last = {new byte[32], new byte[32]};
  private final byte[] out = new byte[1024];

  LackingTest() throws StoreException {}

  private static Ed25519Signer signer(int seed) {
    byte[] secret = new byte[32];
    secret[0] = (byte) seed;
    return new Ed25519Signer(secret, 0);
  }

  private void write(int author, byte[] storePrev) throws StoreException {
    IntentionWriter intention = new IntentionWriter().clear().store(Frames.STORE);
    intention.timestamp(dag.sequence() + 1, 0).storePrev(storePrev, 0).ops(new byte[9], 0, 9);
    byte[] name = new byte[32];
    int bytes =
        IntentionProof.sign(
            intention, signers[author], Blake3.plain(), out, 0, out.length, name, 0);
    assertEquals(Verdict.OK, dag.ingest(out, 0, bytes, 0));
    last[author] = name;
  }

  private List<Integer> lacks(int through) throws StoreException {
    // Round 1, all tips, and there are none.
    byte[] nothing = new byte[6 + Mark.DIGEST_BYTES];
    System.arraycopy(new byte[] {0x10, 1, 0x48, 2, 0x1a, Mark.DIGEST_BYTES}, 0, nothing, 0, 6);
    FrontierView frontier = new FrontierView();
    assertTrue(frontier.read(nothing, 0, nothing.length));
    Lacking lacking = new Lacking(dag, new byte[32]);
    assertTrue(lacking.check(frontier));
    IntList missing = new IntList();
    lacking.rows(frontier, null, through, missing);
    List<Integer> rows = new ArrayList<>();
    for (int i = 0; i < missing.count(); i++) {
      rows.add(missing.at(i));
    }
    return rows;
  }

  @Test
  void aNewcomerLacksAllThatIsDurableForksToo() throws StoreException {
    for (int i = 0; i < 3; i++) {
      write(0, last[0]);
      write(1, last[1]);
    }
    write(1, new byte[32]);
    assertTrue(dag.isForked(dag.author(1)));
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), lacks(7));
    assertEquals(List.of(0, 1, 2, 3), lacks(4));
    assertEquals(List.of(), lacks(0));
  }

  @Test
  void aNewcomerLacksNothingThatIsHidden() throws StoreException {
    for (int i = 0; i < 3; i++) {
      write(0, last[0]);
      write(1, last[1]);
    }
    IntList barred = new IntList();
    barred.add(dag.author(1));
    dag.shown().bar(barred, new IntList());
    assertEquals(List.of(0, 2, 4), lacks(6));
  }
}
