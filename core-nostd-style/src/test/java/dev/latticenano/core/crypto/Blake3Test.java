package dev.latticenano.core.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Checks {@link Blake3} against the published vectors in docs/vectors/blake3.txt. */
final class Blake3Test {
  private static final VectorFile VECTORS = VectorFile.read("blake3.txt");

  @Test
  void hashesEveryPublishedVector() {
    checkAll("hash", Blake3.plain());
  }

  @Test
  void hashesEveryPublishedVectorWithAKey() {
    byte[] key = VECTORS.header().get("key").getBytes(StandardCharsets.US_ASCII);
    checkAll("keyed", Blake3.keyed(key, 0));
  }

  @Test
  void derivesTheKeyOfEveryPublishedVector() {
    checkAll("derive", Blake3.deriving(VECTORS.header().get("context")));
  }

  private static void checkAll(String field, Blake3 hasher) {
    assertEquals(35, VECTORS.cases().size());
    for (Map<String, String> each : VECTORS.cases()) {
      byte[] expected = Hex.decode(each.get(field));
      byte[] input = input(Integer.parseInt(each.get("length")));
      byte[] digest = new byte[40];
      hasher.hash(input, 0, input.length, digest, 8);
      assertEquals(
          Hex.encode(expected, 0, 32), Hex.encode(digest, 8, 32), () -> field + each.get("length"));
      byte[] output = new byte[expected.length];
      hasher.digest(output, 0, output.length);
      assertEquals(Hex.encode(expected), Hex.encode(output), () -> field + each.get("length"));
    }
  }

  @Test
  void goesOnAfterADigest() {
    Blake3 hasher = Blake3.plain();
    byte[] input = input(5000);
    byte[] ignored = new byte[32];
    for (int i = 0; i < 5000; i += 500) {
      hasher.update(input, i, 500);
      hasher.digest(ignored, 0);
    }
    byte[] expected = new byte[32];
    Blake3.plain().hash(input, 0, 5000, expected, 0);
    assertEquals(Hex.encode(expected), Hex.encode(ignored));
  }

  @Test
  void readsAndWritesAtAnyOffset() {
    byte[] input = input(3100);
    byte[] out = new byte[100];
    Blake3.plain().hash(input, 17, 3000, out, 68);
    byte[] expected = new byte[32];
    Blake3.plain().hash(Arrays.copyOfRange(input, 17, 3017), 0, 3000, expected, 0);
    assertEquals(Hex.encode(expected), Hex.encode(out, 68, 32));
    assertEquals("00".repeat(68), Hex.encode(out, 0, 68));
  }

  @Test
  void refusesARangeBeyondTheArray() {
    Blake3 hasher = Blake3.plain();
    byte[] bytes = new byte[31];
    assertThrows(IndexOutOfBoundsException.class, () -> hasher.update(bytes, 1, 31));
    assertThrows(IndexOutOfBoundsException.class, () -> hasher.digest(bytes, 0));
  }

  private static byte[] input(int length) {
    byte[] input = new byte[length];
    for (int i = 0; i < length; i++) {
      input[i] = (byte) (i % 251);
    }
    return input;
  }
}
