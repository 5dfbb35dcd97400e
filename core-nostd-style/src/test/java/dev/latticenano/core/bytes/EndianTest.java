package dev.latticenano.core.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Checks {@link LittleEndian} and {@link BigEndian}. */
final class EndianTest {
  private final byte[] bytes = Hex.decode("ff80f1e2d3c4b5a697ff");

  @Test
  void readsTheLeastSignificantByteFirst() {
    assertEquals(0xF180, LittleEndian.shortAt(bytes, 1));
    assertEquals(0xD3E2F180, LittleEndian.intAt(bytes, 1));
    assertEquals(0xD3E2F180L, LittleEndian.unsignedIntAt(bytes, 1));
    assertEquals(0x97A6B5C4D3E2F180L, LittleEndian.longAt(bytes, 1));
  }

  @Test
  void readsTheMostSignificantByteFirst() {
    assertEquals(0x80F1, BigEndian.shortAt(bytes, 1));
    assertEquals(0x80F1E2D3, BigEndian.intAt(bytes, 1));
    assertEquals(0x80F1E2D3L, BigEndian.unsignedIntAt(bytes, 1));
    assertEquals(0x80F1E2D3C4B5A697L, BigEndian.longAt(bytes, 1));
  }

  @Test
  void writesWhatItReads() {
    byte[] out = new byte[16];
    LittleEndian.putShort(out, 1, 0x10203);
    LittleEndian.putInt(out, 3, 0x04050607);
    LittleEndian.putLong(out, 7, 0x08090A0B0C0D0E0FL);
    assertEquals("00030207060504" + "0f0e0d0c0b0a0908" + "00", Hex.encode(out));
    BigEndian.putShort(out, 1, 0x10203);
    BigEndian.putInt(out, 3, 0x04050607);
    BigEndian.putLong(out, 7, 0x08090A0B0C0D0E0FL);
    assertEquals("00020304050607" + "08090a0b0c0d0e0f" + "00", Hex.encode(out));
  }

  @Test
  void refusesToCrossTheEnd() {
    assertEquals(0xFF97, LittleEndian.shortAt(bytes, 8));
    assertThrows(IndexOutOfBoundsException.class, () -> LittleEndian.shortAt(bytes, 9));
    assertThrows(IndexOutOfBoundsException.class, () -> LittleEndian.longAt(bytes, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> BigEndian.putInt(bytes, -1, 0));
  }
}
