package dev.latticenano.core.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFile;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks both rules of {@link Ed25519Verifier} on published signatures and forged ones. */
final class Ed25519VerifierTest {
  private final Ed25519Verifier verifier = new Ed25519Verifier(4);
  private final byte[] message = "a witnessed intention".getBytes(StandardCharsets.US_ASCII);
  private final byte[] key = new byte[32];
  private final byte[] signature = new byte[64];

  @BeforeEach
  void sign() {
    Ed25519Signer signer = new Ed25519Signer(new byte[40], 5);
    signer.publicKey(key, 0);
    signer.sign(message, 0, message.length, signature, 0);
  }

  @Test
  void signsAndVerifiesEveryPublishedVector() {
    VectorFile vectors = VectorFile.read("ed25519.txt");
    assertEquals(20, vectors.cases().size());
    for (Map<String, String> each : vectors.cases()) {
      Ed25519Signer signer = new Ed25519Signer(Hex.decode(each.get("seed")), 0);
      byte[] text = Hex.decode(each.get("message"));
      signer.publicKey(key, 0);
      signer.sign(text, 0, text.length, signature, 0);
      assertEquals(each.get("key"), Hex.encode(key), each.get("name"));
      assertEquals(each.get("signature"), Hex.encode(signature), each.get("name"));
      assertTrue(verifier.verifyStrict(key, 0, text, 0, text.length, signature, 0));
      assertTrue(verifier.verifyLenient(key, 0, text, 0, text.length, signature, 0));
    }
  }

  @Test
  void refusesEverySingleFlippedBit() {
    assertTrue(strict() && lenient());
    for (byte[] part : new byte[][] {key, signature, message}) {
      for (int bit = 0; bit < 8 * part.length; bit++) {
        part[bit >> 3] ^= (byte) (1 << (bit & 7));
        assertFalse(strict() || lenient(), "bit " + bit + " of " + part.length + " bytes");
        part[bit >> 3] ^= (byte) (1 << (bit & 7));
      }
    }
    assertTrue(strict() && lenient());
  }

  @Test
  void refusesAnSOfTheGroupOrderOrMore() {
    BigInteger s = SlowEd25519.number(Arrays.copyOfRange(signature, 32, 64));
    for (BigInteger each = s.add(SlowEd25519.L);
        each.bitLength() <= 256;
        each = each.add(SlowEd25519.L)) {
      System.arraycopy(SlowEd25519.encodeNumber(each), 0, signature, 32, 32);
      assertFalse(strict() || lenient());
    }
  }

  @Test
  void refusesEverySmallOrderKeyStrictly() {
    BigInteger nonce = BigInteger.valueOf(7_777_777);
    for (String each : SmallOrder.ENCODINGS) {
      byte[] weak = Hex.decode(each);
      forgeWith(weak, nonce);
      System.arraycopy(weak, 0, key, 0, 32);
      assertTrue(lenient(), each);
      assertFalse(strict(), each);
    }
  }

  /** A secret of zero makes S·B = nonce·B; the message is varied until k·A vanishes. */
  private void forgeWith(byte[] weak, BigInteger nonce) {
    BigInteger eight = BigInteger.valueOf(8);
    do {
      message[0]++;
      byte[] forged = SlowEd25519.sign(BigInteger.ZERO, weak, nonce, SlowEd25519.NEUTRAL, message);
      System.arraycopy(forged, 0, signature, 0, 64);
    } while (SlowEd25519.challenge(Arrays.copyOf(signature, 32), weak, message).mod(eight).signum()
        != 0);
  }

  /** The key has a component of order 8, so some message makes −k·A meet each small-order R. */
  @Test
  void refusesEverySmallOrderRStrictly() {
    BigInteger secret = BigInteger.valueOf(123_456_789);
    SlowEd25519.Point torsion = SlowEd25519.decode(Hex.decode(SmallOrder.ENCODINGS[4]));
    byte[] mixed = SlowEd25519.BASE.times(secret).plus(torsion).encoded();
    System.arraycopy(mixed, 0, key, 0, 32);
    int accepted = 0;
    for (String each : SmallOrder.ENCODINGS) {
      byte[] weak = Hex.decode(each);
      boolean lenient = false;
      for (int i = 0; i < 256 && !lenient; i++) {
        message[0] = (byte) i;
        BigInteger s = SlowEd25519.challenge(weak, key, message).multiply(secret);
        System.arraycopy(weak, 0, signature, 0, 32);
        System.arraycopy(SlowEd25519.encodeNumber(s.mod(SlowEd25519.L)), 0, signature, 32, 32);
        lenient = lenient();
        assertFalse(strict(), each);
      }
      accepted += lenient ? 1 : 0;
    }
    assertEquals(8, accepted, "canonical encodings accepted leniently; the aliases never are");
  }

  @Test
  void refusesTheSignatureThatFitsEveryMessageStrictly() {
    byte[] neutral = SlowEd25519.NEUTRAL.encoded();
    System.arraycopy(neutral, 0, key, 0, 32);
    System.arraycopy(neutral, 0, signature, 0, 32);
    Arrays.fill(signature, 32, 64, (byte) 0);
    for (int i = 0; i < 10; i++) {
      message[0] = (byte) i;
      assertTrue(lenient());
      assertFalse(strict());
    }
  }

  /** Why the equation is ours: the library's accepts what every Rust node refuses. */
  @Test
  void refusesARWithASmallOrderComponentThatTheLibraryAccepts() {
    BigInteger secret = BigInteger.valueOf(987_654_321);
    SlowEd25519.Point torsion = SlowEd25519.decode(Hex.decode(SmallOrder.ENCODINGS[4]));
    System.arraycopy(SlowEd25519.BASE.times(secret).encoded(), 0, key, 0, 32);
    byte[] forged = SlowEd25519.sign(secret, key, BigInteger.valueOf(4242), torsion, message);
    System.arraycopy(forged, 0, signature, 0, 64);
    assertTrue(Ed25519.verify(signature, 0, key, 0, message, 0, message.length));
    assertFalse(strict() || lenient());
  }

  @Test
  void refusesAKeyThatIsNoPoint() {
    byte[] bytes = new byte[32];
    int refused = 0;
    for (int i = 2; i < 40; i++) {
      bytes[0] = (byte) i;
      if (SlowEd25519.decode(bytes) == null) {
        System.arraycopy(bytes, 0, key, 0, 32);
        assertFalse(strict() || lenient());
        refused++;
      }
    }
    assertTrue(refused > 10);
  }

  @Test
  void remembersNoAnswerOfAnEvictedKey() {
    byte[][] keys = new byte[20][32];
    byte[][] signatures = new byte[20][64];
    for (int i = 0; i < 20; i++) {
      byte[] seed = new byte[32];
      seed[0] = (byte) i;
      Ed25519Signer signer = new Ed25519Signer(seed, 0);
      signer.publicKey(keys[i], 0);
      signer.sign(message, 0, message.length, signatures[i], 0);
    }
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 20; i++) {
        byte[] right = signatures[i];
        byte[] wrong = signatures[(i + 1) % 20];
        assertTrue(verifier.verifyStrict(keys[i], 0, message, 0, message.length, right, 0));
        assertFalse(verifier.verifyStrict(keys[i], 0, message, 0, message.length, wrong, 0));
      }
    }
  }

  @Test
  void readsAtAnyOffset() {
    byte[] all = new byte[200];
    System.arraycopy(key, 0, all, 3, 32);
    System.arraycopy(signature, 0, all, 40, 64);
    System.arraycopy(message, 0, all, 111, message.length);
    assertTrue(verifier.verifyStrict(all, 3, all, 111, message.length, all, 40));
    assertFalse(verifier.verifyStrict(all, 3, all, 111, message.length - 1, all, 40));
  }

  @Test
  void answersRightAfterACallWithAWrongRange() {
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> verifier.verifyStrict(key, 0, message, 1, message.length, signature, 0));
    assertTrue(strict());
  }

  @Test
  void refusesATableThatIsNoPowerOfTwo() {
    assertThrows(IllegalArgumentException.class, () -> new Ed25519Verifier(3));
    assertThrows(IllegalArgumentException.class, () -> new Ed25519Verifier(12));
  }

  private boolean strict() {
    return verifier.verifyStrict(key, 0, message, 0, message.length, signature, 0);
  }

  private boolean lenient() {
    return verifier.verifyLenient(key, 0, message, 0, message.length, signature, 0);
  }
}
