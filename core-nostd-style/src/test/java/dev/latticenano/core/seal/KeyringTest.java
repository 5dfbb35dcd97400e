package dev.latticenano.core.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Allocation;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.intention.EpochId;
import org.junit.jupiter.api.Test;

class KeyringTest {
  private static EpochKey key(int number) {
    byte[] bytes = new byte[EpochKey.BYTES];
    LittleEndian.putInt(bytes, 0, number);
    return EpochKey.of(bytes, 0);
  }

  @Test
  void holdsAsManyKeysAsMayBeInTheirOrder() {
    Keyring keyring = new Keyring();
    for (int i = 0; i < Limits.EPOCH_KEYS_MAX; i++) {
      assertEquals(Verdict.OK, keyring.add(key(i)));
    }
    assertEquals(Verdict.TABLE_FULL, keyring.add(key(Limits.EPOCH_KEYS_MAX)));
    assertEquals(Verdict.DUPLICATE, keyring.add(key(17)));
    assertEquals(Limits.EPOCH_KEYS_MAX, keyring.count());
    assertTrue(keyring.key(17).matches(key(17)));
    assertFalse(keyring.key(17).matches(key(18)));
    assertSame(keyring.key(5), keyring.find(key(5).id()));
    assertNull(keyring.find(key(Limits.EPOCH_KEYS_MAX).id()));
    assertThrows(IndexOutOfBoundsException.class, () -> keyring.key(Limits.EPOCH_KEYS_MAX));
  }

  @Test
  void findingAllocatesNothing() {
    Keyring keyring = Sealing.keyring(key(1), key(2), key(3));
    byte[] id = new byte[EpochId.BYTES];
    key(1).id().write(id, 0);
    assertEquals(
        0, Allocation.bytesPerRun(100_000, () -> assertSame(keyring.key(0), keyring.find(id, 0))));
  }

  @Test
  void derivedKeysDifferByPurposeAndByWhatTheyAreFor() {
    byte[] first = new byte[32];
    byte[] second = new byte[32];
    byte[] third = new byte[32];
    byte[] digest = new byte[32];
    key(1).derive("one purpose", digest, 0, 32, first, 0);
    key(1).derive("another purpose", digest, 0, 32, second, 0);
    digest[0] = 1;
    key(1).derive("one purpose", digest, 0, 32, third, 0);
    assertFalse(java.util.Arrays.equals(first, second));
    assertFalse(java.util.Arrays.equals(first, third));
  }
}
