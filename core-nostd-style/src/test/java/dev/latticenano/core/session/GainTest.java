package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.store.MemoryStore;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import org.junit.jupiter.api.Test;

/** How much is hashed to find out whether a set was had (docs/protocol.md §14). */
class GainTest {
  private final Dag dag =
      new Dag(Frames.STORE, new MemoryStore(), new MemoryTables(), new Ed25519Verifier());
  private final Gain gain = new Gain(dag);
  private final Ed25519Signer signer = new Ed25519Signer(new byte[32], 0);
  private final byte[] out = new byte[1024];
  private byte[] last = new byte[32];

  GainTest() throws StoreException {}

  private void write(int count) throws StoreException {
    for (int i = 0; i < count; i++) {
      IntentionWriter intention = new IntentionWriter().clear().store(Frames.STORE);
      intention.timestamp(dag.sequence() + 1, 0).storePrev(last, 0).ops(new byte[9], 0, 9);
      last = new byte[32];
      int bytes =
          IntentionProof.sign(intention, signer, Blake3.plain(), out, 0, out.length, last, 0);
      assertEquals(Verdict.OK, dag.ingest(out, 0, bytes, 0));
    }
  }

  private Mark mark() {
    byte[] digest = new byte[32];
    dag.shown().digest(digest, 0);
    return new Mark(digest, 0, dag.sequence());
  }

  @Test
  void aSetOfAnEarlierRunIsKnownAgainUnlessTooMuchCameSince() throws StoreException {
    write(3);
    Mark earlier = mark();
    Mark same = mark();
    Mark known = mark();
    known.judge(true, gain.judging(dag.sequence()));
    write(Gain.HASHED_MAX);
    assertTrue(gain.measure(earlier));
    assertEquals(Gain.HASHED_MAX, gain.gained(0));
    write(1);
    assertFalse(gain.measure(same), "one more than is hashed");
    assertTrue(gain.measure(known));
    assertEquals(Gain.HASHED_MAX + 1, gain.gained(0));
    assertTrue(gain.measure(earlier), "what was found out once is not hashed again");
  }
}
