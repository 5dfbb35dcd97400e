package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bundle.BundleBytes;
import dev.latticenano.core.bundle.BundleCipher;
import dev.latticenano.core.bundle.BundleReceipt;
import dev.latticenano.core.bundle.BundleRecord;
import dev.latticenano.core.bundle.BundleWriter;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.Ladder;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.crypto.Entropy;
import dev.latticenano.core.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Nodes that never meet exchange bundles: whole, cut, damaged, twice and made to harm. */
class BundleProperties {
  private static final int HEADER_BYTES = 58;
  private static final int PART_BYTES = 262_144;

  private static Entropy entropy(Random random) {
    return (out, offset, length) -> {
      byte[] fresh = new byte[length];
      random.nextBytes(fresh);
      System.arraycopy(fresh, 0, out, offset, length);
    };
  }

  private static Ed25519Signer signer(int seed) {
    byte[] secret = new byte[32];
    secret[0] = (byte) seed;
    return new Ed25519Signer(secret, 0);
  }

  private static Bundles bundles(KvNode node, int seed, Random random) {
    return new Bundles(
        node.node, signer(seed), new Ed25519Verifier(), entropy(random), node.chunks);
  }

  private static byte[] export(KvNode from, int seed, KvNode to, Random random)
      throws StoreException {
    BundleBytes out = new BundleBytes();
    from.wake(1);
    bundles(from, seed, random).forPeer(to.key(), List.of(KvNode.STORE), from.nowMs(), out);
    return out.bytes();
  }

  private static BundleImport take(KvNode by, int seed, byte[] bytes, Random random)
      throws StoreException {
    BundleImport bundle = bundles(by, seed, random).take(BundleBytes.input(bytes));
    while (bundle.verdict() == Verdict.OK && bundle.step(by.nowMs())) {
      continue;
    }
    by.settle();
    return bundle;
  }

  private static byte[] digest(KvNode node) {
    byte[] digest = new byte[32];
    node.replica().dag().digest(digest, 0);
    return digest;
  }

  private static long taken(BundleImport bundle) {
    return bundle.tallies().stream().mapToLong(BundleTally::fresh).sum();
  }

  @Test
  void bundlesAloneMakeTwoNodesEqualAndReceiptsMakeLaterOnesSmall() {
    Seeds.run(
        getClass(),
        random -> {
          KvNode[] nodes = {new KvNode(1), new KvNode(2)};
          nodes[0].begin();
          // Nobody writes in a store that has not begun here.
          take(nodes[1], 2, export(nodes[0], 1, nodes[1], random), random);
          for (int round = 0; round < 20; round++) {
            int from = random.nextInt(2);
            for (int i = random.nextInt(4); i > 0; i--) {
              nodes[from].write("key" + random.nextInt(5), "value" + random.nextInt());
            }
            byte[] bytes = export(nodes[from], from + 1, nodes[1 - from], random);
            int end = random.nextInt(3) == 0 ? random.nextInt(bytes.length) : bytes.length;
            take(nodes[1 - from], 2 - from, Arrays.copyOf(bytes, end), random);
          }
          for (int from : new int[] {0, 1, 0}) {
            byte[] bytes = export(nodes[from], from + 1, nodes[1 - from], random);
            assertEquals(Verdict.OK, take(nodes[1 - from], 2 - from, bytes, random).verdict());
          }
          assertArrayEquals(digest(nodes[0]), digest(nodes[1]));
          for (int from = 0; from < 2; from++) {
            byte[] bytes = export(nodes[from], from + 1, nodes[1 - from], random);
            BundleImport again = take(nodes[1 - from], 2 - from, bytes, random);
            assertEquals(0, again.tallies().get(0).intentions());
            assertEquals(nodes[from].key(), again.tallies().get(0).sender());
          }
        });
  }

  private static KvNode full(int writes, Random random) throws Exception {
    KvNode node = new KvNode(1);
    node.begin();
    for (int i = 0; i < writes; i++) {
      byte[] value = new byte[1 + random.nextInt(60_000)];
      Arrays.fill(value, (byte) ('a' + random.nextInt(26)));
      node.write("key" + i, "planted plaintext" + new String(value, StandardCharsets.US_ASCII));
    }
    return node;
  }

  @Test
  void aBundleCutAtAnyByteIsTakenToItsLastWholePartAndTheRestLater() {
    Seeds.run(
        getClass(),
        random -> {
          KvNode from = full(25, random);
          KvNode other = new KvNode(2);
          byte[] whole = export(from, 1, other, random);
          assertFalse(new String(whole, StandardCharsets.ISO_8859_1).contains("planted"));
          int last = (whole.length - HEADER_BYTES) % PART_BYTES;
          int content = (last == 0 ? PART_BYTES : last) - 16;
          assertTrue(content == PART_BYTES - 16 || Ladder.of(content, 4096) == content);
          for (int i = 0; i < 12; i++) {
            KvNode to = new KvNode(2);
            int end = random.nextInt(whole.length);
            BundleImport cut = take(to, 2, Arrays.copyOf(whole, end), random);
            boolean begun = end >= HEADER_BYTES;
            assertEquals(begun ? Verdict.BUNDLE_CUT : Verdict.BUNDLE_HEADER_WRONG, cut.verdict());
            assertEquals(begun ? (end - HEADER_BYTES) / PART_BYTES : 0, cut.parts());
            assertEquals(taken(cut), to.replica().dag().sequence());
            assertEquals(cut.parts() > 0, taken(cut) > 0);
            BundleImport rest = take(to, 2, whole, random);
            assertEquals(Verdict.OK, rest.verdict());
            assertTrue(rest.tallies().get(0).isWhole());
            assertArrayEquals(digest(from), digest(to));
            assertEquals(0, taken(take(to, 2, whole, random)));
          }
        });
  }

  @Test
  void aFlippedBitIsFoundAndNothingBehindItsPartIsTaken() {
    Seeds.run(
        getClass(),
        random -> {
          KvNode from = full(12, random);
          byte[] whole = export(from, 1, new KvNode(2), random);
          for (int i = 0; i < 20; i++) {
            KvNode to = new KvNode(2);
            int at = i < 5 ? random.nextInt(HEADER_BYTES) : random.nextInt(whole.length);
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            BundleImport bundle = take(to, 2, flipped, random);
            assertNotEquals(Verdict.OK, bundle.verdict());
            assertEquals(Math.max(0, (at - HEADER_BYTES) / PART_BYTES), bundle.parts());
            assertEquals(0, bundle.tallies().stream().mapToLong(BundleTally::refused).sum());
          }
        });
  }

  @Test
  void whatNoFileNeedsAndWhatNobodySignedIsNotKept() throws Exception {
    Random random = new Random(5);
    KvNode to = new KvNode(2);
    to.begin();
    byte[] lies = new byte[2 * BundleReceipt.TIP_BYTES];
    System.arraycopy(to.key().toBytes(), 0, lies, 0, 32);
    BigEndian.putInt(lies, 32, -1);
    BigEndian.putInt(lies, BundleReceipt.TIP_BYTES + 32, Integer.MAX_VALUE);
    byte[] receipt =
        BundleReceipt.sign(signer(2), KvNode.STORE, Long.MAX_VALUE, true, lies, lies.length);
    BundleBytes out = new BundleBytes();
    BundleWriter writer = new BundleWriter(BundleCipher.forPeer(to.key(), entropy(random)), out);
    writer.store(KvNode.STORE, -1, -1);
    writer.record(BundleRecord.RECEIPT, receipt, 0, receipt.length);
    writer.record(BundleRecord.INTENTION, new byte[1000], 0, 1000);
    for (int i = 0; i < 10; i++) {
      writer.record(BundleRecord.CHUNK, new byte[] {(byte) i}, 0, 1);
    }
    writer.end();
    BundleImport bundle = take(to, 2, out.bytes(), random);
    assertEquals(Verdict.OK, bundle.verdict());
    BundleTally tally = bundle.tallies().get(0);
    assertFalse(tally.isWhole());
    assertEquals(0xffff_ffffL, tally.intentions());
    assertEquals(1, tally.refused());
    assertEquals(10, tally.chunksUnneeded());
    assertEquals(0, tally.chunksFresh());
    BundleBytes back = new BundleBytes();
    BundleTally sent =
        bundles(to, 2, random)
            .forPeer(new KvNode(3).key(), List.of(KvNode.STORE), to.nowMs(), back)
            .get(0);
    assertEquals(1, sent.intentions());
  }
}
