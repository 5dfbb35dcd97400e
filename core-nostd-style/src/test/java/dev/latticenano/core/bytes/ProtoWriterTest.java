package dev.latticenano.core.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Checks {@link ProtoWriter}. */
final class ProtoWriterTest {
  private final ProtoWriter writer = new ProtoWriter();
  private final byte[] out = new byte[400];

  @Test
  void writesEveryKindOfField() {
    byte[] text = {'x', 'a', 'b', 'c'};
    writer.wrap(out, 1, 40).varint(1, 150).varint(16, 0).fixed64(2, 0x0807060504030201L);
    writer.varintUnlessZero(7, 0).varintUnlessZero(7, 1).bytes(3, text, 1, 3).bytes(4, text, 0, 0);
    writer.bytesUnlessEmpty(5, text, 4, 0).bytesUnlessEmpty(5, text, 3, 1);
    String expected =
        "089601" + "800100" + "110102030405060708" + "3801" + "1a03616263" + "2200" + "2a0163";
    assertEquals(expected.length() / 2, writer.finish());
    assertEquals("00" + expected + "00", Hex.encode(out, 0, 2 + writer.length()));
  }

  @Test
  void movesANestedMessageWhoseLengthNeedsAnotherByte() {
    byte[] content = new byte[300];
    for (int length : new int[] {0, 1, 123, 124, 125, 126, 127, 128, 129, 300}) {
      writer.wrap(out, 0, out.length);
      int outer = writer.open(1);
      int inner = writer.open(2);
      writer.bytes(3, content, 0, length);
      writer.close(inner);
      writer.varint(4, 5);
      writer.close(outer);
      writer.varint(6, 7);
      int written = writer.finish();
      Cursor cursor = new Cursor().wrap(out, 0, written);
      assertTrue(cursor.nextField() && cursor.is(1, Cursor.BYTES));
      Cursor middle = new Cursor().wrapData(cursor);
      assertTrue(middle.nextField() && middle.is(2, Cursor.BYTES));
      Cursor core = new Cursor().wrapData(middle);
      assertTrue(core.nextField() && core.is(3, Cursor.BYTES));
      assertEquals(length, core.dataLength());
      assertFalse(core.nextField());
      assertTrue(middle.nextField() && middle.is(4, Cursor.VARINT));
      assertFalse(middle.nextField() || middle.malformed() || middle.overlong());
      assertTrue(cursor.nextField() && cursor.is(6, Cursor.VARINT));
      assertFalse(cursor.nextField() || cursor.malformed() || cursor.overlong());
    }
  }

  @Test
  void tellsHowMuchIsMissingAndWritesNothingBeyondTheLimit() {
    int whole = message(out.length);
    assertFalse(writer.overflowed());
    for (int room = 0; room < whole; room++) {
      Arrays.fill(out, (byte) 0x55);
      assertEquals(room - whole, message(room));
      assertTrue(writer.overflowed());
      assertEquals(whole, writer.length());
      for (int i = room; i < out.length; i++) {
        assertEquals(0x55, out[i], "room " + room + ", byte " + i);
      }
    }
    assertEquals(whole, message(whole));
  }

  private int message(int limit) {
    writer.wrap(out, 0, limit);
    int mark = writer.open(1);
    writer.fixed64(2, 1).bytes(3, new byte[140], 0, 140).varint(4, 1L << 40);
    writer.close(mark);
    return writer.varint(5, 1).finish();
  }

  @Test
  void refusesAFieldNumberThatProtobufHasNot() {
    writer.wrap(out, 0, 40).varint((1 << 29) - 1, 1);
    assertThrows(IllegalArgumentException.class, () -> writer.varint(0, 1));
    assertThrows(IllegalArgumentException.class, () -> writer.varint(1 << 29, 1));
  }
}
