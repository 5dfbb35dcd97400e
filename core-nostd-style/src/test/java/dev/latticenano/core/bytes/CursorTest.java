package dev.latticenano.core.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks {@link Cursor} and {@link Varint} byte by byte. */
final class CursorTest {
  private final Cursor cursor = new Cursor();

  @ParameterizedTest
  @CsvSource({
    "00, 0",
    "01, 1",
    "7f, 127",
    "8001, 128",
    "ff7f, 16383",
    "808001, 16384",
    "ffffffff0f, 4294967295",
    "ffffffffffffffff7f, 9223372036854775807",
    "80808080808080808001, -9223372036854775808",
    "ffffffffffffffffff01, -1",
  })
  void readsAndWritesVarints(String hex, long value) {
    byte[] bytes = Hex.decode(hex);
    assertEquals(value, wrap(hex).varint());
    assertFalse(cursor.malformed() || cursor.overlong());
    assertEquals(0, cursor.remaining());
    byte[] out = new byte[12];
    assertEquals(bytes.length, Varint.size(value));
    assertEquals(bytes.length, Varint.write(out, 1, value));
    assertEquals("00" + hex + "00".repeat(11 - bytes.length), Hex.encode(out));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "80", "ffffffffffffffffff", "ffffffffffffffffff02", "8080808080808080808001"})
  void refusesVarintsCutOffOrBeyond64Bits(String hex) {
    assertEquals(0, wrap(hex).varint());
    assertTrue(cursor.malformed());
  }

  @ParameterizedTest
  @CsvSource({"8000, 0", "8100, 1", "ff8000, 127", "80808080808080808000, 0"})
  void noticesOverlongVarints(String hex, long value) {
    assertEquals(value, wrap(hex).varint());
    assertTrue(cursor.overlong());
    assertFalse(cursor.malformed());
  }

  @Test
  void walksEveryWireType() {
    wrap("089601" + "110102030405060708" + "1a03616263" + "25ffffffff" + "2a00" + "f8ffffff0f01");
    assertField(1, Cursor.VARINT, 150);
    assertField(2, Cursor.FIXED64, 0x0807060504030201L);
    assertField(3, Cursor.BYTES, 0);
    assertEquals(15, cursor.dataOffset());
    assertEquals(3, cursor.dataLength());
    assertField(4, Cursor.FIXED32, 0xFFFF_FFFFL);
    assertField(5, Cursor.BYTES, 0);
    assertEquals(0, cursor.dataLength());
    assertField((1 << 29) - 1, Cursor.VARINT, 1);
    assertFalse(cursor.nextField());
    assertFalse(cursor.malformed());
    assertEquals(0, cursor.fieldNumber());
  }

  private void assertField(int number, int wireType, long value) {
    assertTrue(cursor.nextField());
    assertTrue(cursor.is(number, wireType));
    assertFalse(cursor.is(number, wireType + 1));
    assertEquals(number, cursor.fieldNumber());
    assertEquals(wireType, cursor.wireType());
    assertEquals(value, cursor.value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0001", // field number 0
        "0b", // start of a group
        "0c", // end of a group
        "0e", // wire type 6
        "0f", // wire type 7
        "8080808010", // field number 2^29
        "08", // no varint
        "0880", // half a varint
        "0d000000", // three of four bytes
        "0900000000000000", // seven of eight bytes
        "0a02ff", // one of two bytes
        "0affffffffffffffffff01", // a length of 2^64 - 1
        "0a80808080808080808001ff", // a length of 2^63
        "80", // half a tag
      })
  void stopsForGoodAtAnythingMalformed(String hex) {
    wrap("1001" + hex);
    assertTrue(cursor.nextField());
    for (int i = 0; i < 3; i++) {
      assertFalse(cursor.nextField());
      assertTrue(cursor.malformed());
      assertEquals(-1, cursor.wireType());
      assertEquals(0, cursor.dataLength());
    }
    assertEquals(0, cursor.varint());
    assertTrue(wrap("1001").nextField());
    assertFalse(cursor.malformed());
  }

  @Test
  void skipsOnlyWhatRemains() {
    wrap("010203");
    cursor.skip(2);
    assertEquals(1, cursor.remaining());
    assertEquals(3, cursor.position());
    cursor.skip(2);
    assertTrue(cursor.malformed());
    wrap("010203").skip(-1);
    assertTrue(cursor.malformed());
  }

  @Test
  void entersANestedMessageAndStaysInIt() {
    wrap("0a021001" + "1002");
    assertTrue(cursor.nextField());
    Cursor inner = new Cursor().wrapData(cursor);
    assertTrue(inner.nextField());
    assertEquals(1, inner.value());
    assertFalse(inner.nextField());
    assertField(2, Cursor.VARINT, 2);
  }

  @Test
  void refusesARangeBeyondTheArray() {
    assertThrows(IndexOutOfBoundsException.class, () -> cursor.wrap(new byte[3], 1, 3));
  }

  /** One byte before and one after, which must not be read. */
  private Cursor wrap(String hex) {
    byte[] bytes = Hex.decode("7f" + hex + "7f");
    return cursor.wrap(bytes, 1, bytes.length - 2);
  }
}
