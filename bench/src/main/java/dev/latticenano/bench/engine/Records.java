package dev.latticenano.bench.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The records every engine stores: pseudo-random keys by number, and for each key the one value
 * that belongs to it, so that whoever finds a value can check it. Incompressible. Allocates
 * nothing.
 */
public final class Records {
  /** Bytes of a key. */
  public static final int KEY_BYTES = 32;

  /** Bytes of a value. */
  public static final int VALUE_BYTES = 400;

  /** Bytes of a record as its user counts them. */
  public static final int PAYLOAD_BYTES = KEY_BYTES + VALUE_BYTES;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private final long seed;

  /** The records of a seed. */
  public Records(long seed) {
    this.seed = seed;
  }

  /** Writes the key of record {@code number} to {@code out}. */
  public void key(long number, byte[] out) {
    for (int i = 0; i < KEY_BYTES / 8; i++) {
      LONG.set(out, 8 * i, mixed(seed + STEP * (number * (KEY_BYTES / 8) + i + 1)));
    }
  }

  /** Writes the value that belongs to a key to {@code out}. */
  public static void value(byte[] key, byte[] out) {
    long state = state(key);
    for (int i = 0; i < VALUE_BYTES; i += 8) {
      state += STEP;
      LONG.set(out, i, mixed(state));
    }
  }

  /** True if the bytes from {@code offset} are the value that belongs to a key. */
  public static boolean isValue(byte[] key, byte[] value, int offset) {
    long state = state(key);
    long differences = 0;
    for (int i = 0; i < VALUE_BYTES; i += 8) {
      state += STEP;
      differences |= (long) LONG.get(value, offset + i) ^ mixed(state);
    }
    return differences == 0;
  }

  private static long state(byte[] key) {
    return (long) LONG.get(key, 0) ^ (long) LONG.get(key, 24);
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood: Fast splittable generators, 2014). */
  private static long mixed(long state) {
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
