package dev.latticenano.core.run;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.EnvelopeWriter;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.SignedIntentionWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Intentions of many authors in causal order, with signatures of random bytes. */
final class RandomIntentions {
  static final StoreId STORE = StoreId.parse("aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa");

  /** One of them. */
  record One(byte[] signed, Hash hash, byte[] author) {}

  final List<One> all = new ArrayList<>();
  private final Random random;
  private final List<byte[]> authors = new ArrayList<>();
  private final List<One> tips = new ArrayList<>();
  private final byte[][] epochs = new byte[3][8];
  private long wallMs = 1_700_000_000_000L;

  RandomIntentions(Random random, int authorCount) {
    this.random = random;
    for (int i = 0; i < authorCount; i++) {
      authors.add(bytes(32));
      tips.add(null);
    }
    for (byte[] epoch : epochs) {
      random.nextBytes(epoch);
    }
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Everything that can be odd, now and then. */
  One any() {
    byte[] ops =
        switch (random.nextInt(8)) {
          case 0 -> new byte[0];
          case 1 -> sealed(16 + random.nextInt(400), random.nextInt(5) == 0);
          case 2 -> sealed(16 + random.nextInt(40_000), false);
          default -> bytes(random.nextInt(300));
        };
    int citations = random.nextInt(50) == 0 ? random.nextInt(1025) : random.nextInt(4);
    boolean fork = random.nextInt(20) == 0;
    One one = add(ops, citations, fork, random.nextInt(10) == 0);
    return random.nextInt(30) == 0 ? unusual(one) : one;
  }

  One add(byte[] ops, int citations, boolean fork, boolean oddClock) {
    int who = random.nextInt(authors.size());
    IntentionWriter writer = new IntentionWriter().clear().store(STORE).author(authors.get(who), 0);
    One prev = fork && !all.isEmpty() ? earlierOf(authors.get(who)) : tips.get(who);
    writer.storePrev(prev == null ? Hash.ZERO : prev.hash());
    for (int i = 0; i < citations; i++) {
      boolean unheard = random.nextInt(40) == 0 || all.isEmpty();
      writer.addCondition(unheard ? bytes(32) : near().hash().toBytes(), 0);
    }
    wallMs += random.nextInt(4000);
    if (oddClock) {
      writer.timestamp(random.nextLong(), random.nextInt());
    } else {
      writer.timestamp(wallMs, random.nextInt(3));
    }
    writer.ops(ops, 0, ops.length);
    One one = sign(writer, authors.get(who));
    tips.set(who, one);
    all.add(one);
    return one;
  }

  private One near() {
    int back = Math.min(all.size(), 1 + random.nextInt(random.nextBoolean() ? 8 : 2000));
    return all.get(all.size() - back);
  }

  private One earlierOf(byte[] author) {
    One found = null;
    for (One one : all) {
      found = Arrays.equals(one.author(), author) && random.nextBoolean() ? one : found;
    }
    return found;
  }

  private One sign(IntentionWriter writer, byte[] author) {
    byte[] intention = new byte[writer.length()];
    writer.write(intention, 0, intention.length);
    if (writer.conditionCount() > 1 && random.nextInt(10) == 0) {
      // As accepted: in any order, and repeated.
      System.arraycopy(intention, 97 + 32, intention, 97, 32);
    }
    byte[] hash = new byte[32];
    Blake3.plain().hash(intention, 0, intention.length, hash, 0);
    SignedIntentionWriter signed =
        new SignedIntentionWriter()
            .intention(intention, 0, intention.length)
            .signature(bytes(64), 0);
    byte[] out = new byte[signed.length()];
    signed.write(out, 0, out.length);
    return new One(out, Hash.of(hash, 0), author);
  }

  /** The same in a form that no writer makes: it has to travel whole. */
  private One unusual(One one) {
    SignedIntentionView view = new SignedIntentionView();
    view.wrap(one.signed(), 0, one.signed().length).check();
    IntentionView intention = view.intention();
    byte[] bytes =
        switch (random.nextInt(3)) {
          case 0 -> Arrays.copyOf(one.signed(), one.signed().length - 1);
          case 1 -> foreign(one.signed(), intention.storeOffset());
          default -> withField(one.signed());
        };
    One odd = new One(bytes, one.hash(), one.author());
    all.set(all.size() - 1, odd);
    return odd;
  }

  private static byte[] foreign(byte[] signed, int storeAt) {
    byte[] bytes = signed.clone();
    LittleEndian.putLong(bytes, storeAt, 7);
    return bytes;
  }

  private static byte[] withField(byte[] signed) {
    byte[] bytes = Arrays.copyOf(signed, signed.length + 2);
    bytes[signed.length] = 3 << 3;
    return bytes;
  }

  byte[] sealed(int ciphertext, boolean mark) {
    byte[] epoch = epochs[random.nextInt(epochs.length)];
    EnvelopeWriter envelope =
        new EnvelopeWriter().sealed(epoch, 0, bytes(24), 0, bytes(ciphertext), 0, ciphertext);
    if (mark) {
      envelope.supersedesThrough(bytes(32), 0);
    }
    byte[] inside = new byte[envelope.length()];
    envelope.write(inside, 0, inside.length);
    UniversalOpWriter ops = new UniversalOpWriter().envelope(inside, 0, inside.length);
    byte[] out = new byte[ops.length()];
    ops.write(out, 0, out.length);
    return out;
  }
}
