package dev.latticenano.core.intention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Allocation;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class IntentionProperties {
  @Test
  void whatIsWrittenCanBeRead() {
    Seeds.run(
        getClass(),
        random -> {
          for (int i = 0; i < 500; i++) {
            writesAndReads(random);
          }
        });
  }

  private static byte[] some(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private void writesAndReads(Random random) {
    byte[] author = some(random, 32);
    Hlc time = new Hlc(random.nextLong(), random.nextInt());
    StoreId store = new StoreId(random.nextLong(), random.nextLong());
    byte[] prev = some(random, 32);
    byte[] ops = some(random, random.nextInt(300));
    TreeSet<Hash> seen = new TreeSet<>();
    IntentionWriter writer =
        new IntentionWriter()
            .author(author, 0)
            .timestamp(time)
            .store(store)
            .storePrev(prev, 0)
            .ops(ops, 0, ops.length);
    for (int i = random.nextInt(20); i > 0; i--) {
      Hash hash = new Hash(random.nextInt(3) - 1, random.nextInt(2), 0, 0);
      seen.add(hash);
      writer.addCondition(hash);
    }
    byte[] out = some(random, writer.length() + 40);
    byte[] before = out.clone();
    int missing = 1 + random.nextInt(writer.length());
    assertEquals(-missing, writer.write(out, 9, 9 + writer.length() - missing));
    assertArrayEquals(before, out);
    int length = writer.write(out, 9, out.length);
    assertEquals(writer.length(), length);
    IntentionView view = new IntentionView().wrap(out, 9, length);
    assertEquals(Verdict.OK, view.check());
    assertEquals(AuthorId.of(author, 0), view.author());
    assertEquals(time, view.timestamp());
    assertEquals(store, view.store());
    assertEquals(Hash.of(prev, 0), view.storePrev());
    List<Hash> condition = new ArrayList<>();
    for (int i = 0; i < view.conditionCount(); i++) {
      condition.add(view.condition(i));
    }
    assertEquals(new ArrayList<>(seen), condition);
    int from = view.opsOffset();
    assertArrayEquals(ops, Arrays.copyOfRange(out, from, from + view.opsLength()));
    assertEquals(0, Byte.compare(before[8], out[8]));
    assertEquals(before[9 + length], out[9 + length]);
  }

  @Test
  void whatIsSignedVerifiesAndNothingElseDoes() {
    Seeds.run(
        getClass(),
        random -> {
          Blake3 blake3 = Blake3.plain();
          byte[] hash = new byte[32];
          for (int i = 0; i < 30; i++) {
            byte[] ops = some(random, random.nextInt(100));
            byte[] out = new byte[600];
            int length =
                IntentionProof.sign(
                    IntentionVectors.simple(ops),
                    new Ed25519Signer(some(random, 32), 0),
                    blake3,
                    out,
                    3,
                    out.length,
                    hash,
                    0);
            SignedIntentionView view = new SignedIntentionView().wrap(out, 3, length);
            assertEquals(Verdict.OK, view.check());
            Ed25519Verifier verifier = new Ed25519Verifier();
            assertEquals(Verdict.OK, IntentionProof.verify(view, blake3, verifier, hash, 0));
            out[3 + random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
            Verdict verdict = view.wrap(out, 3, length).check();
            if (verdict == Verdict.OK) {
              verdict = IntentionProof.verify(view, blake3, verifier, hash, 0);
            }
            assertTrue(verdict != Verdict.OK, Hex.encode(out, 3, length));
          }
        });
  }

  /** Whatever the bytes: no exception, and what lies around them does not matter. */
  @Test
  void checkSurvivesAnyBytes() throws IOException {
    List<Map<String, String>> vectors = new ArrayList<>(VectorTest.vectors().values());
    vectors.removeIf(
        vector ->
            vector.containsKey("repeat")
                || !VectorTest.KINDS.contains(vector.get("kind"))
                || List.of("token", "hlc", "store-id", "hash").contains(vector.get("kind"))
                || vector.get("input").length() > 4000);
    Seeds.run(
        getClass(),
        random -> {
          for (int i = 0; i < 20_000; i++) {
            Map<String, String> vector = new HashMap<>(vectors.get(random.nextInt(vectors.size())));
            byte[] input = VectorReading.bytes(vector);
            if (input == null) {
              continue;
            }
            survives(vector.get("kind"), broken(input, random), random);
          }
        });
  }

  private static byte[] broken(byte[] input, Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> some(random, random.nextInt(200));
      case 1 -> Arrays.copyOf(input, random.nextInt(input.length + 1));
      case 2 -> IntentionVectors.join(input, some(random, random.nextInt(20)));
      default -> ProtobufProperties.mutated(input, random);
    };
  }

  private static void survives(String kind, byte[] input, Random random) {
    byte[] around = some(random, input.length + 20);
    int offset = random.nextInt(20);
    System.arraycopy(input, 0, around, offset, input.length);
    Verdict alone = check(kind, input, 0, input.length);
    assertEquals(alone, check(kind, around, offset, input.length), kind + Hex.encode(input));
    if (!kind.equals("signed") && !kind.equals("witness")) {
      Map<String, String> vector = Map.of("kind", kind, "input", Hex.encode(input));
      assertEquals(alone, VectorReading.of(vector).verdict(), kind + Hex.encode(input));
    }
  }

  private static Verdict check(String kind, byte[] bytes, int offset, int length) {
    return switch (kind) {
      case "intention" -> new IntentionView().wrap(bytes, offset, length).check();
      case "signed" -> new SignedIntentionView().wrap(bytes, offset, length).check();
      case "witness-content" -> new WitnessContentView().wrap(bytes, offset, length).check();
      case "witness" -> new WitnessRecordView().wrap(bytes, offset, length).check();
      case "ops" -> new UniversalOpView().wrap(bytes, offset, length).check();
      case "kv" -> kv(new KvPayloadView().wrap(bytes, offset, length));
      case "envelope" -> new EnvelopeView().wrap(bytes, offset, length).check();
      case "restatement" -> new RestatementView().wrap(bytes, offset, length).check();
      case "notice" -> new SnapshotNoticeView().wrap(bytes, offset, length).check();
      case "epoch-change" -> new EpochChangeView().wrap(bytes, offset, length).check();
      case "identity" -> Identity.check(Arrays.copyOfRange(bytes, offset, offset + length));
      default -> throw new AssertionError(kind);
    };
  }

  private static Verdict kv(KvPayloadView view) {
    Verdict verdict = view.check();
    return verdict == Verdict.OK ? view.checkKeys() : verdict;
  }

  @Test
  void aMessageInManyPartsCostsMemoryInProportionToItsBytes() {
    byte[] part = Hex.decode("5a0422021001");
    byte[] ops = new byte[part.length * 100_000];
    for (int i = 0; i < ops.length; i += part.length) {
      System.arraycopy(part, 0, ops, i, part.length);
    }
    UniversalOpView view = new UniversalOpView().wrap(ops, 0, ops.length);
    long bytes = Allocation.bytesPerRun(1, () -> assertEquals(Verdict.OK, view.check()));
    assertEquals(400_000, view.contentLength());
    assertTrue(bytes < 16L * ops.length, bytes + " bytes for ops of " + ops.length);
  }
}
