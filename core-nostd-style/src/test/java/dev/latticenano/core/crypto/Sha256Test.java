package dev.latticenano.core.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latticenano.core.bytes.Hex;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** SHA-256 gives the digests that its standard shows. */
class Sha256Test {
  private final Sha256 sha256 = new Sha256();

  private String digest(String text) {
    byte[] bytes = ("x" + text).getBytes(StandardCharsets.US_ASCII);
    byte[] out = new byte[Sha256.DIGEST_BYTES + 1];
    sha256.hash(bytes, 1, bytes.length - 1, out, 1);
    return Hex.encode(out, 1, Sha256.DIGEST_BYTES);
  }

  @Test
  void digestsAreThoseOfTheStandard() {
    assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", digest("abc"));
    assertEquals(
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"));
    assertEquals("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", digest(""));
  }

  @Test
  void aDigestNeedsItsRoom() {
    byte[] out = new byte[Sha256.DIGEST_BYTES];
    assertThrows(IllegalArgumentException.class, () -> sha256.hash(out, 0, 1, out, 1));
  }
}
