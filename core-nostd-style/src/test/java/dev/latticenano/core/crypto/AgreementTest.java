package dev.latticenano.core.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.bytes.VectorFile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Agreed secrets and the keys made of them, against published vectors and against each other. */
final class AgreementTest {
  @Test
  void agreesOnEveryPublishedVector() {
    VectorFile vectors = VectorFile.read("x25519.txt");
    assertEquals(4, vectors.cases().size());
    byte[] out = new byte[32];
    for (Map<String, String> each : vectors.cases()) {
      byte[] secret = Hex.decode(each.get("secret"));
      assertTrue(X25519.agree(secret, 0, Hex.decode(each.get("key")), 0, out, 0));
      assertEquals(each.get("shared"), Hex.encode(out), each.get("name"));
      if (each.containsKey("own")) {
        X25519.publicKey(secret, 0, out, 0);
        assertEquals(each.get("own"), Hex.encode(out), each.get("name"));
      }
    }
  }

  /** RFC 7748 §5.2: each result is the next secret, the secret the next key. */
  @Test
  void agreesAThousandTimesInARow() {
    byte[] secret = new byte[32];
    secret[0] = 9;
    byte[] key = secret.clone();
    for (int i = 0; i < 1000; i++) {
      byte[] next = new byte[32];
      assertTrue(X25519.agree(secret, 0, key, 0, next, 0));
      key = secret;
      secret = next;
    }
    assertEquals(
        "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51", Hex.encode(secret));
  }

  @Test
  void refusesKeysOfSmallOrder() {
    byte[] out = new byte[32];
    Ed25519Signer signer = new Ed25519Signer(new byte[32], 0);
    String[] weak = {
      "00".repeat(32),
      "01" + "00".repeat(31),
      "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
      "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
      "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
    };
    for (String key : weak) {
      assertFalse(signer.agree(Hex.decode(key), 0, out, 0), key);
    }
    for (String key : SmallOrder.ENCODINGS) {
      assertFalse(X25519.ofEd25519(Hex.decode(key), 0, out, 0), key);
    }
  }

  @Test
  void refusesWhatIsNoPoint() {
    byte[] key = new byte[32];
    key[0] = 2;
    assertFalse(X25519.ofEd25519(key, 0, new byte[32], 0));
  }

  /** The converted public key is the key of the converted secret. */
  @Test
  void convertsBothHalvesOfASigningKeyAlike() {
    Seeds.run(
        getClass(),
        random -> {
          for (int i = 0; i < 200; i++) {
            byte[] seed = new byte[32];
            random.nextBytes(seed);
            Ed25519Signer signer = new Ed25519Signer(seed, 0);
            byte[] key = new byte[32];
            signer.publicKey(key, 0);
            byte[] converted = new byte[32];
            assertTrue(X25519.ofEd25519(key, 0, converted, 0));
            byte[] expected = new byte[32];
            X25519.publicKey(X25519.secretOfSeed(seed, 0), 0, expected, 0);
            assertArrayEquals(expected, converted);

            byte[] ephemeral = new byte[32];
            random.nextBytes(ephemeral);
            byte[] here = new byte[32];
            byte[] there = new byte[32];
            X25519.publicKey(ephemeral, 0, expected, 0);
            assertTrue(signer.agree(expected, 0, here, 0));
            assertTrue(X25519.agree(ephemeral, 0, converted, 0, there, 0));
            assertArrayEquals(here, there);
          }
        });
  }

  @Test
  void derivesEveryPublishedVector() {
    VectorFile vectors = VectorFile.read("hkdf-sha256.txt");
    assertEquals(3, vectors.cases().size());
    for (Map<String, String> each : vectors.cases()) {
      byte[] key = new byte[each.get("key").length() / 2];
      Hkdf.sha256(
          Hex.decode(each.get("secret")),
          Hex.decode(each.get("salt")),
          Hex.decode(each.get("info")),
          key);
      assertEquals(each.get("key"), Hex.encode(key), each.get("name"));
    }
  }

  @Test
  void neverShowsASecret() {
    byte[] seed = Hex.decode("2a".repeat(32));
    String shown = new Ed25519Signer(seed, 0).toString();
    assertEquals("key 197f6b23", shown);
  }
}
