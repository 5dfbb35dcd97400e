package dev.latticenano.host.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.run.RunContext;
import dev.latticenano.core.run.RunReader;
import dev.latticenano.core.run.RunWriter;
import dev.latticenano.core.session.RunAhead;
import dev.latticenano.core.store.MemoryStore;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Runs, sound and damaged, taken by a store that checks one by one and by one that shares it. */
class SharedChecksProperties {
  private static final StoreId STORE = StoreId.parse("7b1c9d2e-0000-4000-8000-00000000c4ec");
  private static final int ROUNDS = 25;
  private static final int AUTHORS = 3;

  private final byte[] out = new byte[1 << 16];

  /** A store that takes runs, and what it said of each intention. */
  private static final class Taker {
    private final MemoryStore log = new MemoryStore();
    private final Dag dag;
    private final RunReader reader = new RunReader(STORE, RunContext.NONE);
    private final RunAhead ahead;
    private final List<Verdict> verdicts = new ArrayList<>();

    Taker(Verifier verifier) throws StoreException {
      dag = new Dag(STORE, log, new MemoryTables(), verifier);
      dag.replay(0);
      ahead = new RunAhead(STORE, RunContext.NONE, dag);
    }

    void take(byte[] run, int length) throws StoreException {
      reader.wrap(run, 0, length);
      ahead.wrap(run, 0, length);
      while (reader.next()) {
        ahead.next();
        byte[] name = reader.name();
        verdicts.add(dag.ingest(reader.bytes(), reader.offset(), reader.length(), name, 1));
      }
      verdicts.add(reader.verdict());
    }

    String state() throws StoreException {
      StringBuilder text = new StringBuilder();
      byte[] digest = new byte[32];
      dag.digest(digest, 0);
      text.append(Hash.of(digest, 0)).append(' ').append(dag.sequence());
      text.append(' ').append(dag.floatingCount()).append(' ').append(log.end());
      log.scan(
          0,
          (position, kind, bytes, offset, length) -> {
            text.append('\n').append(kind).append(' ').append(hash(bytes, offset, length));
            return true;
          });
      return text.toString();
    }

    private static Hash hash(byte[] bytes, int offset, int length) {
      byte[] hash = new byte[32];
      Blake3.plain().hash(bytes, offset, length, hash, 0);
      return Hash.of(hash, 0);
    }
  }

  private List<byte[]> history(Random random, int count) {
    byte[][] tips = new byte[AUTHORS][32];
    byte[] last = null;
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int author = random.nextInt(AUTHORS);
      byte[] seed = new byte[32];
      seed[0] = (byte) (author + 1);
      byte[] ops = new byte[random.nextInt(200)];
      IntentionWriter intention = new IntentionWriter().clear().store(STORE).timestamp(i + 1, 0);
      intention.storePrev(tips[author], 0).ops(ops, 0, ops.length);
      if (last != null && random.nextBoolean()) {
        intention.addCondition(last, 0);
      }
      last = new byte[32];
      Ed25519Signer signer = new Ed25519Signer(seed, 0);
      Blake3 blake3 = Blake3.plain();
      int length = IntentionProof.sign(intention, signer, blake3, out, 0, out.length, last, 0);
      tips[author] = last;
      all.add(Arrays.copyOf(out, length));
    }
    return all;
  }

  /** Some intentions of a history as a run; some come twice, some damaged, some out of order. */
  private int run(List<byte[]> history, Random random) {
    List<byte[]> chosen = new ArrayList<>();
    for (byte[] each : history) {
      byte[] copy = each.clone();
      if (random.nextInt(12) == 0) {
        copy[copy.length - 1 - random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
        chosen.add(copy);
      }
      if (random.nextInt(12) != 0) {
        chosen.add(each);
      }
    }
    if (random.nextInt(3) == 0) {
      Collections.shuffle(chosen, random);
    }
    RunWriter writer = new RunWriter(STORE).begin(out, 0, out.length, true);
    for (byte[] each : chosen) {
      writer.add(each, 0, each.length);
    }
    if (random.nextInt(4) == 0) {
      out[random.nextInt(writer.length())] ^= (byte) (1 << random.nextInt(8));
    }
    return writer.length();
  }

  @Test
  void verdictsOrderAndStoreAreThoseOfOneByOne() {
    Seeds.run(
        SharedChecksProperties.class,
        random -> {
          int wrong = 0;
          for (int round = 0; round < ROUNDS; round++) {
            wrong += round(random);
          }
          assertNotEquals(0, wrong, "no signature was wrong");
        });
  }

  private int round(Random random) throws StoreException {
    List<byte[]> history = history(random, 1 + random.nextInt(60));
    try (SharedChecks checks = new SharedChecks(random.nextInt(3) + 1, Ed25519Verifier::new)) {
      Taker shared = new Taker(checks);
      Taker alone = new Taker(new Ed25519Verifier());
      for (int i = 0; i < 3; i++) {
        int length = run(history, random);
        shared.take(out, length);
        alone.take(out, length);
        assertEquals(alone.verdicts, shared.verdicts);
        assertEquals(alone.state(), shared.state());
      }
      return Collections.frequency(alone.verdicts, Verdict.SIGNATURE_WRONG);
    }
  }
}
