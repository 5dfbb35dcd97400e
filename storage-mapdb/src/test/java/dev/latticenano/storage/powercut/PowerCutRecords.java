package dev.latticenano.storage.powercut;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;
import java.util.Arrays;
import java.util.Random;

/**
 * The bytes that are written, each decided by its number alone or, for records, by number and
 * round: what a lost attempt left behind differs from what took its place.
 *
 * <pre>
 * at  bytes  record
 * 0   4      number
 * 4   4      round
 * 8   …      noise of that number and round
 * </pre>
 */
final class PowerCutRecords {
  /** Bytes of number and round. */
  static final int HEAD_BYTES = 8;

  /** Nearly all records are at most so much longer than their head; every 32nd is larger. */
  private static final int SMALL_BYTES = 2000;

  private static final int LARGE_BYTES = 60_000;
  private static final int LARGE_EVERY = 32;
  private static final int KINDS = 200;
  private static final int CHUNK_BYTES = 10_000;

  private PowerCutRecords() {}

  /** The record of that number, as written in that round. */
  static byte[] body(int number, int round) {
    Random random = new Random(number * 1_000_003L + round);
    int most = random.nextInt(LARGE_EVERY) == 0 ? LARGE_BYTES : SMALL_BYTES;
    byte[] body = new byte[HEAD_BYTES + random.nextInt(most)];
    random.nextBytes(body);
    LittleEndian.putInt(body, 0, number);
    LittleEndian.putInt(body, 4, round);
    return body;
  }

  /** The kind of that record. */
  static int kind(int number) {
    return 1 + number % KINDS;
  }

  /** The chunk of that number. */
  static byte[] chunk(int number) {
    Random random = new Random(-1L - number);
    byte[] chunk = new byte[1 + random.nextInt(CHUNK_BYTES)];
    random.nextBytes(chunk);
    return chunk;
  }

  /** The name of a chunk: 32 bytes. */
  static byte[] cid(byte[] chunk) {
    byte[] cid = new byte[32];
    Blake3.plain().hash(chunk, 0, chunk.length, cid, 0);
    return cid;
  }

  /** Says what is wrong with a record found, or null: then it is one that we wrote. */
  static String fault(int kind, byte[] body, int numberAtLeast, int roundNow) {
    if (body.length < HEAD_BYTES) {
      return "a record of " + body.length + " bytes was never written";
    }
    int number = LittleEndian.intAt(body, 0);
    int round = LittleEndian.intAt(body, 4);
    if (number < numberAtLeast || round > roundNow || kind != kind(number)) {
      return "record " + number + " of round " + round + " and kind " + kind + " has no place here";
    }
    return Arrays.equals(body, body(number, round))
        ? null
        : "record " + number + " has bytes that were never written";
  }
}
