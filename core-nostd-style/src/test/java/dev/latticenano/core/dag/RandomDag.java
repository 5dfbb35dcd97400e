package dev.latticenano.core.dag;

import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.intention.KvPayloadWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * Intentions of several authors in a causal order, from one seed: chains, cross citations, acks of
 * many, forks at any height, forks of forks, second first intentions; if asked, also what can never
 * be witnessed: a store_prev of another author, hashes nobody wrote, and what stands on those.
 */
final class RandomDag {
  private final Random random;
  private final StoreId store = DagModel.store();
  private final Signer[] signers;
  private final List<List<Written>> chains = new ArrayList<>();
  private final List<Written> all = new ArrayList<>();
  private final boolean forks;
  private final boolean unsound;

  private RandomDag(Random random, Signer[] signers, boolean forks, boolean unsound) {
    this.random = random;
    this.signers = signers;
    this.forks = forks;
    this.unsound = unsound;
    for (int i = 0; i < signers.length; i++) {
      chains.add(new ArrayList<>());
    }
  }

  static List<Written> of(Random random, int authors, int count, boolean forks, boolean unsound) {
    return of(random, authors, count, forks, unsound, PlainSignatures.Key::new);
  }

  static List<Written> of(
      Random random,
      int authors,
      int count,
      boolean forks,
      boolean unsound,
      IntFunction<Signer> keys) {
    Signer[] signers = new Signer[authors];
    Arrays.setAll(signers, keys);
    RandomDag dag = new RandomDag(random, signers, forks, unsound);
    while (dag.all.size() < count) {
      int author = random.nextInt(authors);
      int run = random.nextInt(10) == 0 ? random.nextInt(20) : 1;
      for (int i = 0; i < run && dag.all.size() < count; i++) {
        dag.add(author);
      }
    }
    return dag.all;
  }

  private void add(int author) {
    String key = random.nextInt(5) == 0 ? "" : "key" + random.nextInt(4);
    Hlc time = new Hlc(1_700_000_000_000L + random.nextInt(20), random.nextInt(3));
    byte[] ops = key.isEmpty() ? new byte[0] : put(key, all.size());
    Written written =
        Written.sign(signers[author], store, storePrev(author), condition(), time, ops);
    chains.get(author).add(written);
    all.add(written);
  }

  private Hash storePrev(int author) {
    List<Written> chain = chains.get(author);
    if (unsound && random.nextInt(25) == 0 && !all.isEmpty()) {
      return all.get(random.nextInt(all.size())).hash();
    }
    if (unsound && random.nextInt(40) == 0) {
      return unknown();
    }
    if (chain.isEmpty() || forks && random.nextInt(30) == 0) {
      return Hash.ZERO;
    }
    int back = forks && random.nextInt(6) == 0 ? random.nextInt(chain.size()) : 0;
    return chain.get(chain.size() - 1 - back).hash();
  }

  private List<Hash> condition() {
    List<Hash> condition = new ArrayList<>();
    int count = random.nextInt(12) == 0 ? random.nextInt(30) : random.nextInt(3);
    for (int i = 0; i < count && !all.isEmpty(); i++) {
      int window = random.nextBoolean() ? Math.min(8, all.size()) : all.size();
      condition.add(all.get(all.size() - 1 - random.nextInt(window)).hash());
      if (random.nextInt(10) == 0) {
        condition.add(condition.get(0));
      }
    }
    if (random.nextInt(30) == 0) {
      condition.add(Hash.ZERO);
    }
    if (unsound && random.nextInt(40) == 0) {
      condition.add(unknown());
    }
    return condition;
  }

  private Hash unknown() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Hash.of(bytes, 0);
  }

  private static byte[] payload(String key, int value) {
    byte[] out = new byte[100];
    byte[] name = key.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    byte[] number = Integer.toString(value).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    KvPayloadWriter writer = new KvPayloadWriter().wrap(out, 0, out.length);
    if (writer.put(name, 0, name.length, number, 0, number.length) <= 0) {
      throw new AssertionError(key);
    }
    return Arrays.copyOf(out, writer.length());
  }

  /** Ops that put a number under {@code key}. */
  static byte[] put(String key, int value) {
    byte[] payload = payload(key, value);
    UniversalOpWriter writer = new UniversalOpWriter().appData(payload, 0, payload.length);
    byte[] out = new byte[writer.length()];
    writer.write(out, 0, out.length);
    return out;
  }

  /** The key that an intention of this generator writes; empty for an ack. */
  static String keyOf(Written written) {
    int at = written.ops().indexOf("key");
    return at < 0 ? "" : written.ops().substring(at, at + 4);
  }
}
