package dev.latticenano.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.SignedIntentionView;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What somebody changes in a run is proven to be nobody's. */
class ForgedRunTest {
  private final Set<String> signed = new HashSet<>();
  private final Ed25519Verifier verifier = new Ed25519Verifier();
  private final SignedIntentionView view = new SignedIntentionView();
  private final Blake3 blake3 = Blake3.plain();

  private byte[] run() {
    RunWriter writer = new RunWriter(RandomIntentions.STORE);
    byte[] out = new byte[4096];
    byte[] hash = new byte[32];
    byte[][] tips = new byte[2][32];
    writer.begin(out, 0, out.length, true);
    for (int i = 0; i < 5; i++) {
      Ed25519Signer signer = new Ed25519Signer(seed(i % 2), 0);
      IntentionWriter intention =
          new IntentionWriter()
              .clear()
              .store(RandomIntentions.STORE)
              .timestamp(1000 + 7 * i, i % 3)
              .storePrev(tips[i % 2], 0)
              .ops(new byte[] {1, 2, 3}, 0, 3);
      if (i > 1) {
        intention.addCondition(tips[1 - i % 2], 0);
      }
      byte[] bytes = new byte[1024];
      int length = IntentionProof.sign(intention, signer, blake3, bytes, 0, bytes.length, hash, 0);
      tips[i % 2] = hash.clone();
      signed.add(Arrays.toString(Arrays.copyOf(bytes, length)));
      assertTrue(writer.add(bytes, 0, length));
    }
    return Arrays.copyOf(out, writer.length());
  }

  private static byte[] seed(int number) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) (number + 1));
    return seed;
  }

  @Test
  void noChangedByteMakesAnIntentionThatNobodySigned() throws Exception {
    byte[] run = run();
    RunReader reader = new RunReader(RandomIntentions.STORE, RunContext.NONE);
    assertEquals(5, readAll(reader, run));
    for (int i = 0; i < run.length; i++) {
      byte[] changed = run.clone();
      changed[i] ^= (byte) (1 << i % 8);
      int sound = readAll(reader, changed);
      assertTrue(sound < 5, "byte " + i + " counts for nothing");
    }
  }

  /** How many of what is rebuilt somebody signed: all of them are of {@link #signed}. */
  private int readAll(RunReader reader, byte[] run) throws Exception {
    int sound = 0;
    reader.wrap(run, 0, run.length);
    while (reader.next()) {
      view.wrap(reader.bytes(), reader.offset(), reader.length());
      boolean right =
          view.check() == Verdict.OK
              && IntentionProof.verify(view, blake3, verifier, new byte[Hash.BYTES], 0)
                  == Verdict.OK;
      int end = reader.offset() + reader.length();
      byte[] bytes = Arrays.copyOfRange(reader.bytes(), reader.offset(), end);
      assertTrue(!right || signed.contains(Arrays.toString(bytes)));
      sound += right ? 1 : 0;
    }
    return sound;
  }
}
