package dev.latticenano.core.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latticenano.core.bytes.Hex;
import org.junit.jupiter.api.Test;

/** Checks {@link Base58Check}. */
final class Base58CheckTest {
  private static final byte[] PAYLOAD = Hex.decode("010966776006953d5567439e5e39f86a0d273bee");
  private static final String TEXT = "16UwLL9Risc3QfPqBUvKofHmBQ7wMtjvM";

  @Test
  void writesAndReadsAKnownBitcoinAddress() {
    assertEquals(TEXT, Base58Check.encode(0, PAYLOAD));
    assertEquals(Hex.encode(PAYLOAD), Hex.encode(Base58Check.decode(0, TEXT)));
  }

  /** Source of the prefix: the Rust engine's invite, 86 bytes under version 0x4C. */
  @Test
  void givesInvitesTheirLengthAndPrefix() {
    byte[] invite =
        Hex.decode("0a10" + "5a".repeat(16) + "1220" + "a5".repeat(32) + "1a20" + "3c".repeat(32));
    String text = Base58Check.encode(0x4C, invite);
    assertEquals(124, text.length());
    assertEquals("ubq", text.substring(0, 3));
    assertEquals(Hex.encode(invite), Hex.encode(Base58Check.decode(0x4C, text)));
  }

  @Test
  void refusesEverySingleWrongCharacter() {
    for (int i = 0; i < TEXT.length(); i++) {
      char wrong = TEXT.charAt(i) == 'x' ? 'y' : 'x';
      String mistyped = TEXT.substring(0, i) + wrong + TEXT.substring(i + 1);
      assertThrows(IllegalArgumentException.class, () -> Base58Check.decode(0, mistyped));
    }
  }

  @Test
  void refusesAnotherVersionAndWhatIsTooShort() {
    assertThrows(IllegalArgumentException.class, () -> Base58Check.decode(0x4C, TEXT));
    assertThrows(IllegalArgumentException.class, () -> Base58Check.decode(0, "1111"));
    assertThrows(IllegalArgumentException.class, () -> Base58Check.decode(0, ""));
    assertEquals(0, Base58Check.decode(7, Base58Check.encode(7, new byte[0])).length);
  }
}
