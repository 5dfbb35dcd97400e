package dev.latticenano.core.intention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.crypto.Blake3;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ValueTest {
  @Test
  void orderIsTheOrderOfTheBytes() {
    Seeds.run(
        getClass(),
        random -> {
          for (int i = 0; i < 2000; i++) {
            byte[] a = new byte[32];
            byte[] b = new byte[32];
            random.nextBytes(a);
            System.arraycopy(a, 0, b, 0, 32);
            b[random.nextInt(32)] = (byte) random.nextInt();
            int expected = Integer.signum(Arrays.compareUnsigned(a, b));
            assertEquals(expected, Integer.signum(Hash.of(a, 0).compareTo(Hash.of(b, 0))));
            assertEquals(expected, Integer.signum(AuthorId.of(a, 0).compareTo(AuthorId.of(b, 0))));
            int head = Integer.signum(Arrays.compareUnsigned(a, 0, 16, b, 0, 16));
            assertEquals(head, Integer.signum(StoreId.of(a, 0).compareTo(StoreId.of(b, 0))));
            assertEquals(expected == 0, Hash.of(a, 0).matches(b, 0));
            assertEquals(head == 0, StoreId.of(a, 0).matches(b, 0));
            assertEquals(Hash.of(a, 0), Hash.parse(Hash.of(a, 0).toString()));
            assertEquals(AuthorId.of(a, 0), AuthorId.parse(AuthorId.of(a, 0).toString()));
            assertEquals(StoreId.of(a, 0), StoreId.parse(StoreId.of(a, 0).toString()));
          }
        });
  }

  @Test
  void storeIdsAreUuidsOfVersion8() {
    byte[] key = IntentionVectors.filled(3, 32);
    AuthorId creator = AuthorId.of(key, 0);
    Blake3 blake3 = Blake3.plain();
    StoreId first = StoreId.derive(blake3, creator, 1);
    UUID uuid = UUID.fromString(first.toString());
    assertEquals(8, uuid.version());
    assertEquals(2, uuid.variant());
    assertEquals(first, StoreId.derive(blake3, creator, 1));
    assertFalse(first.equals(StoreId.derive(blake3, creator, 2)));
  }

  @Test
  void refusesTextThatIsNoName() {
    assertThrows(IllegalArgumentException.class, () -> Hash.parse("00"));
    assertThrows(IllegalArgumentException.class, () -> AuthorId.parse("zz".repeat(32)));
    String uuid = "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa";
    assertEquals(uuid, StoreId.parse(uuid.toUpperCase(Locale.ROOT)).toString());
    assertThrows(IllegalArgumentException.class, () -> StoreId.parse(uuid + "a"));
    assertThrows(IllegalArgumentException.class, () -> StoreId.parse(uuid.replace('-', 'a')));
    assertThrows(IllegalArgumentException.class, () -> StoreId.parse("g" + uuid.substring(1)));
  }

  @Test
  void zeroIsRecognised() {
    byte[] bytes = new byte[33];
    assertTrue(Hash.isZero(bytes, 1));
    assertEquals(Hash.ZERO, Hash.of(bytes, 0));
    bytes[32] = 1;
    assertFalse(Hash.isZero(bytes, 1));
    assertTrue(Hash.isZero(bytes, 0));
  }

  @Test
  void tokenTextDoesNotLeakItsSecret() {
    InviteToken token = OtherVectors.token();
    assertFalse(token.toString().contains("0707"));
    assertEquals(124, token.text().length());
    assertTrue(token.text().startsWith("ubq"));
    assertEquals(token.text(), InviteToken.parse(token.text()).text());
  }
}
