package dev.latticenano.core.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Fixed-width integers in a byte array, most significant byte first: the order of frame lengths and
 * of keys that sort as bytes. Allocates nothing. An access that crosses the array's end throws
 * {@link IndexOutOfBoundsException}: the caller has checked the length before.
 */
public final class BigEndian {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private BigEndian() {}

  /** The two bytes at {@code offset}, 0 to 65,535. */
  public static int shortAt(byte[] bytes, int offset) {
    return (short) SHORT.get(bytes, offset) & 0xFFFF;
  }

  /** The four bytes at {@code offset}. */
  public static int intAt(byte[] bytes, int offset) {
    return (int) INT.get(bytes, offset);
  }

  /** The four bytes at {@code offset}, 0 to 2³² − 1. */
  public static long unsignedIntAt(byte[] bytes, int offset) {
    return intAt(bytes, offset) & 0xFFFF_FFFFL;
  }

  /** The eight bytes at {@code offset}. */
  public static long longAt(byte[] bytes, int offset) {
    return (long) LONG.get(bytes, offset);
  }

  /** Writes the low two bytes of {@code value}. */
  public static void putShort(byte[] out, int offset, int value) {
    SHORT.set(out, offset, (short) value);
  }

  /** Writes four bytes. */
  public static void putInt(byte[] out, int offset, int value) {
    INT.set(out, offset, value);
  }

  /** Writes eight bytes. */
  public static void putLong(byte[] out, int offset, long value) {
    LONG.set(out, offset, value);
  }
}
