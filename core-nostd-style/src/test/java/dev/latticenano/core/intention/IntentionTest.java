package dev.latticenano.core.intention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The reference's published intentions, byte for byte. */
class IntentionTest {
  private final byte[] out = new byte[1024];
  private final byte[] hash = new byte[32];
  private final Blake3 blake3 = Blake3.plain();
  private final IntentionWriter writer = new IntentionWriter();

  static byte[] filled(int value, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  @Test
  void writesTheCanonicalBytesAndHash() {
    writer
        .clear()
        .author(filled(1, 32), 0)
        .timestamp(1000, 5)
        .store(filled(0xaa, 16), 0)
        .ops(new byte[] {1, 2, 3, 4}, 0, 4);
    assertEquals(105, writer.write(out, 0, out.length));
    assertEquals(
        "0101010101010101010101010101010101010101010101010101010101010101e80300000000000005000000"
            + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            + "0000000000000000000000000000000000000000000000000000000000000000"
            + "00000000000400000001020304",
        Hex.encode(out, 0, 105));
    blake3.hash(out, 0, 105, hash, 0);
    assertEquals(
        "684d58827a11317975266005e214665f5c0d599f0b5b4f2d9f3e9c56dbcdd30a", Hex.encode(hash));
  }

  @Test
  void signsAnAckWithSortedCondition() {
    writer
        .clear()
        .timestamp(1000, 0)
        .store(filled(0xaa, 16), 0)
        .storePrev(Hash.parse("68a563cf2903d3ac85bf9e8b8f17e89ab604ed315c41841881a58b607ccd6456"))
        .addCondition(filled(2, 32), 0)
        .addCondition(filled(1, 32), 0)
        .addCondition(filled(2, 32), 0);
    int length =
        IntentionProof.sign(
            writer, new Ed25519Signer(filled(0x2a, 32), 0), blake3, out, 0, out.length, hash, 0);
    assertEquals(
        "31a268140380f41243bc7509c17d17c8325e43f176887d09cfd8533e90d6e876", Hex.encode(hash));
    SignedIntentionView view = new SignedIntentionView().wrap(out, 0, length);
    assertEquals(Verdict.OK, view.check());
    assertEquals(
        "eaa6702881618bff51151decbe255d7c539db5fca97fda54a7db318b5f50faa5"
            + "8fd9f25b8f161b723034473a53791f87be4b451ee255f9d007f54e86f740ec09",
        Hex.encode(out, view.signatureOffset(), 64));
    assertEquals(Verdict.OK, IntentionProof.verify(view, blake3, new Ed25519Verifier(), hash, 0));
    assertEquals(2, view.intention().conditionCount());
    assertArrayEquals(filled(1, 32), view.intention().condition(0).toBytes());
    out[view.signatureOffset() + 9] ^= 1;
    assertEquals(
        Verdict.SIGNATURE_WRONG,
        IntentionProof.verify(view, blake3, new Ed25519Verifier(), hash, 0));
  }
}
