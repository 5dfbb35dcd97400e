package dev.latticenano.storage.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.LittleEndian;
import org.junit.jupiter.api.Test;

class KeyFilterTest {
  private static final int PREFIXES = 100_000;

  @Test
  void holdsAllThatWasAddedAndFewOthersAtTenBitsEach() {
    byte[] key = new byte[8];
    KeyFilter filter = KeyFilter.forPrefixes(PREFIXES);
    for (int i = 0; i < PREFIXES; i++) {
      BigEndian.putInt(key, 4, i);
      filter.add(KeyFilter.hash(5, key, 0, 8));
    }
    int wrong = 0;
    for (int i = 0; i < 2 * PREFIXES; i++) {
      BigEndian.putInt(key, 4, i);
      boolean held = filter.mayHold(KeyFilter.hash(5, key, 0, 8));
      assertTrue(held || i >= PREFIXES);
      wrong += held && i >= PREFIXES ? 1 : 0;
    }
    assertTrue(wrong < PREFIXES * 15 / 1000, "wrong: " + wrong);
    assertTrue(filter.bytes().length * 8L <= PREFIXES * 101L / 10);
  }

  @Test
  void hashesEveryLengthDifferentlyAndByItsSalt() {
    byte[] bytes = new byte[40];
    long all = 0;
    for (int length = 0; length <= 40; length++) {
      for (int salt = 0; salt < 3; salt++) {
        long hash = KeyFilter.hash(salt, bytes, 0, length);
        assertEquals(reference(salt, bytes, length), hash);
        all ^= hash;
      }
    }
    assertTrue(all != 0);
  }

  private static long reference(long salt, byte[] bytes, int length) {
    byte[] padded = new byte[length / 8 * 8 + 8];
    System.arraycopy(bytes, 0, padded, 0, length);
    padded[padded.length - 1] = (byte) length;
    long[] v = {
      salt ^ 0x736f6d6570736575L,
      ~salt ^ 0x646f72616e646f6dL,
      salt ^ 0x6c7967656e657261L,
      ~salt ^ 0x7465646279746573L
    };
    for (int i = 0; i < padded.length; i += 8) {
      v[3] ^= LittleEndian.longAt(padded, i);
      round(v);
      v[0] ^= LittleEndian.longAt(padded, i);
    }
    v[2] ^= 0xff;
    round(v);
    round(v);
    round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
  }

  private static void round(long[] v) {
    v[0] += v[1];
    v[1] = Long.rotateLeft(v[1], 13) ^ v[0];
    v[0] = Long.rotateLeft(v[0], 32);
    v[2] += v[3];
    v[3] = Long.rotateLeft(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = Long.rotateLeft(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = Long.rotateLeft(v[1], 17) ^ v[2];
    v[2] = Long.rotateLeft(v[2], 32);
  }
}
