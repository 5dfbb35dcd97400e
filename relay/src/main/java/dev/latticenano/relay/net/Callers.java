package dev.latticenano.relay.net;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * Who called from where, lately: links up and calls left for each address, in a table of fixed size
 * whose places nobody outside can guess. An address without links is forgotten when its place is
 * wanted. Allocates nothing after construction.
 */
final class Callers {
  private static final int WAYS = 8;
  private static final int ROWS_MIN = 4096;
  private static final int ROWS_PER_LINK = 4;
  private static final long CALL = 60_000;

  /** Stands for no address: that of a link on which nobody called here. */
  static final long NOBODY = -1;

  private int linksMax;
  private int callsPerMinute;
  private final long seed;
  private final int sets;
  private final long[] keys;
  private final int[] links;
  // Sixty-thousandths of a call: a minute's allowance grows by its number each ms.
  private final long[] left;
  private final long[] seenMs;

  /** A table as large as these limits ask for. */
  Callers(NetLimits limits, long seed) {
    this.seed = seed;
    limits(limits);
    int linksOfAll = limits.room().links();
    int rows = Integer.highestOneBit(Math.max(ROWS_MIN, linksOfAll * ROWS_PER_LINK) - 1) << 1;
    sets = rows / WAYS;
    keys = new long[rows];
    links = new int[rows];
    left = new long[rows];
    seenMs = new long[rows];
    Arrays.fill(seenMs, Long.MIN_VALUE);
  }

  /** From now on these limits hold; the table keeps its size. */
  void limits(NetLimits newLimits) {
    linksMax = newLimits.room().linksPerAddress();
    callsPerMinute = newLimits.rate().callsPerAddress();
  }

  /** What stands for an address: an IPv4 address, or the network part of an IPv6 one. */
  static long key(InetAddress address) {
    byte[] bytes = address.getAddress();
    long key = bytes.length == 4 ? 1 : 0;
    for (int i = 0; i < Math.min(8, bytes.length); i++) {
      key = key << 8 | bytes[i] & 0xff;
    }
    return key;
  }

  /** Takes one call from an address, if it has one left and room for a link. */
  boolean admit(long key, long nowMs) {
    int row = row(key, nowMs);
    if (row < 0) {
      return false;
    }
    if (links[row] >= linksMax || left[row] < CALL) {
      return false;
    }
    left[row] -= CALL;
    links[row]++;
    return true;
  }

  /** A link from that address is down. */
  void release(long key) {
    int row = find(key);
    if (row >= 0 && links[row] > 0) {
      links[row]--;
    }
  }

  /** Links up from that address. */
  int links(long key) {
    int row = find(key);
    return row < 0 ? 0 : links[row];
  }

  /** The row of an address, refilled; −1 if all its places are in use by others. */
  private int row(long key, long nowMs) {
    int row = find(key);
    if (row < 0) {
      row = freeRow(key);
      if (row < 0) {
        return -1;
      }
      keys[row] = key;
      left[row] = CALL * callsPerMinute;
    } else {
      long gained = Math.min(CALL, Math.max(0, nowMs - seenMs[row])) * callsPerMinute;
      left[row] = Math.min(CALL * callsPerMinute, left[row] + gained);
    }
    seenMs[row] = nowMs;
    return row;
  }

  private int find(long key) {
    int first = set(key);
    for (int row = first; row < first + WAYS; row++) {
      if (keys[row] == key && seenMs[row] != Long.MIN_VALUE) {
        return row;
      }
    }
    return -1;
  }

  /** Of the places that an address can have the one longest without news, if it has no link. */
  private int freeRow(long key) {
    int first = set(key);
    int best = -1;
    for (int row = first; row < first + WAYS; row++) {
      if (links[row] == 0 && (best < 0 || seenMs[row] < seenMs[best])) {
        best = row;
      }
    }
    return best;
  }

  private int set(long key) {
    long mixed = (key ^ seed) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
    return (int) ((mixed >>> 33) % sets) * WAYS;
  }
}
