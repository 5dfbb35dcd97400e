package dev.latticenano.core.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.bytes.VectorFile;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

/** The ciphers against published vectors, BouncyCastle's own combination, and every flipped bit. */
final class SealedCipherTest {
  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static Aead cipher(int nonceBytes) {
    return nonceBytes == ChaCha20Poly1305.NONCE_BYTES
        ? new ChaCha20Poly1305()
        : new XChaCha20Poly1305();
  }

  @Test
  void derivesSealsAndOpensEveryPublishedVector() {
    VectorFile vectors = VectorFile.read("xchacha20poly1305.txt");
    assertEquals(3, vectors.cases().size());
    for (Map<String, String> each : vectors.cases()) {
      byte[] key = Hex.decode(each.get("key"));
      byte[] nonce = Hex.decode(each.get("nonce"));
      if (each.containsKey("subkey")) {
        byte[] subkey = new byte[40];
        new HChaCha20().derive(key, 0, nonce, 0, subkey, 8);
        assertEquals(each.get("subkey"), Hex.encode(subkey, 8, 32));
        continue;
      }
      byte[] associated = Hex.decode(each.get("associated"));
      byte[] plain = Hex.decode(each.get("plaintext"));
      Aead cipher = cipher(nonce.length);
      byte[] out = new byte[plain.length + Aead.TAG_BYTES];
      cipher.begin(key, 0, nonce, 0);
      cipher.associated(associated, 0, associated.length);
      assertEquals(out.length, cipher.seal(plain, 0, plain.length, out, 0));
      assertEquals(each.get("sealed"), Hex.encode(out), each.get("name"));
      cipher.begin(key, 0, nonce, 0);
      cipher.associated(associated, 0, associated.length);
      assertEquals(plain.length, cipher.open(out, 0, out.length, out, 0));
      assertEquals(each.get("plaintext"), Hex.encode(out, 0, plain.length), each.get("name"));
    }
  }

  @Test
  void sealsAsBouncyCastleDoesWhereverTheBytesLie() {
    Seeds.run(
        getClass(),
        random -> {
          ChaCha20Poly1305 ours = new ChaCha20Poly1305();
          for (int i = 0; i < 500; i++) {
            byte[] key = bytes(random, 32);
            byte[] nonce = bytes(random, 12);
            byte[] associated = bytes(random, random.nextInt(70));
            byte[] plain = bytes(random, random.nextInt(400));
            org.bouncycastle.crypto.modes.ChaCha20Poly1305 theirs =
                new org.bouncycastle.crypto.modes.ChaCha20Poly1305();
            theirs.init(true, new AEADParameters(new KeyParameter(key), 128, nonce, associated));
            byte[] expected = new byte[plain.length + 16];
            int done = theirs.processBytes(plain, 0, plain.length, expected, 0);
            theirs.doFinal(expected, done);

            int at = random.nextInt(9);
            byte[] buffer = new byte[at + expected.length + 3];
            System.arraycopy(plain, 0, buffer, at, plain.length);
            int split = random.nextInt(associated.length + 1);
            ours.begin(key, 0, nonce, 0);
            ours.associated(associated, 0, split);
            ours.associated(associated, split, associated.length - split);
            assertEquals(expected.length, ours.seal(buffer, at, plain.length, buffer, at));
            assertArrayEquals(expected, Arrays.copyOfRange(buffer, at, at + expected.length));
          }
        });
  }

  @Test
  void opensNothingOfWhatIsChangedAnywhere() {
    byte[] key = new byte[32];
    byte[] nonce = new byte[24];
    byte[] associated = new byte[20];
    byte[] sealed = new byte[21 + Aead.TAG_BYTES];
    XChaCha20Poly1305 cipher = new XChaCha20Poly1305();
    cipher.begin(key, 0, nonce, 0);
    cipher.associated(associated, 0, 20);
    cipher.seal(new byte[21], 0, 21, sealed, 0);
    byte[] out = new byte[21];
    Arrays.fill(out, (byte) 7);
    byte[] before = out.clone();
    for (byte[] part : new byte[][] {key, nonce, associated, sealed}) {
      for (int bit = 0; bit < 8 * part.length; bit++) {
        part[bit >> 3] ^= (byte) (1 << (bit & 7));
        cipher.begin(key, 0, nonce, 0);
        cipher.associated(associated, 0, 20);
        assertEquals(-1, cipher.open(sealed, 0, sealed.length, out, 0), "bit " + bit);
        part[bit >> 3] ^= (byte) (1 << (bit & 7));
      }
    }
    assertArrayEquals(before, out);
    cipher.begin(key, 0, nonce, 0);
    assertEquals(-1, cipher.open(sealed, 0, Aead.TAG_BYTES - 1, out, 0));
    cipher.begin(key, 0, nonce, 0);
    cipher.associated(associated, 0, 20);
    assertEquals(21, cipher.open(sealed, 0, sealed.length, out, 0));
    assertArrayEquals(new byte[21], out);
  }

  @Test
  void sealsTheSameTwiceWithOneKeyAndNonce() {
    ChaCha20Poly1305 cipher = new ChaCha20Poly1305();
    byte[] first = new byte[26];
    byte[] second = new byte[26];
    cipher.begin(new byte[32], 0, new byte[12], 0);
    cipher.seal(new byte[10], 0, 10, first, 0);
    cipher.begin(new byte[32], 0, new byte[12], 0);
    cipher.seal(new byte[10], 0, 10, second, 0);
    assertArrayEquals(first, second);
  }

  @Test
  void comparesEveryByte() {
    byte[] a = new byte[9];
    byte[] b = new byte[10];
    assertTrue(ConstantTime.equal(a, 0, b, 1, 9));
    for (int i = 0; i < 9; i++) {
      b[1 + i] = 1;
      assertFalse(ConstantTime.equal(a, 0, b, 1, 9));
      b[1 + i] = 0;
    }
  }
}
