package dev.latticenano.host.text;

import java.util.Locale;

/** Amounts as people read them. */
public final class Units {
  private static final String[] NAMES = {"B", "kB", "MB", "GB", "TB"};

  private Units() {}

  /** Bytes in powers of ten, like {@code 20.5 MB}. */
  public static String bytes(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= 1000 && unit < NAMES.length - 1) {
      amount /= 1000;
      unit++;
    }
    return unit == 0
        ? bytes + " B"
        : String.format(Locale.ROOT, amount < 10 ? "%.2f %s" : "%.1f %s", amount, NAMES[unit]);
  }

  /** Bytes moved in a time, per second. */
  public static String rate(long bytes, long nanos) {
    return bytes(Math.round(bytes * 1e9 / Math.max(1, nanos))) + "/s";
  }

  /** A time in seconds. */
  public static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
  }

  /** A time of some length, rounded down: minutes, from an hour on hours, from two days on days. */
  public static String span(long seconds) {
    long minutes = seconds / 60;
    if (minutes < 60) {
      return count(minutes, "minute");
    }
    long hours = minutes / 60;
    return hours < 48 ? count(hours, "hour") : count(hours / 24, "day");
  }

  /** At most {@code columns} characters of {@code text}, the last one … if it is longer. */
  public static String cut(String text, int columns) {
    if (text.codePointCount(0, text.length()) <= columns) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, columns - 1)) + "…";
  }

  /** As {@link #cut}, filled up to {@code columns} with spaces. */
  public static String padded(String text, int columns) {
    String cut = cut(text, columns);
    return cut + " ".repeat(columns - cut.codePointCount(0, cut.length()));
  }

  /** A count with its noun: {@code 1 file}, {@code 2 files}. */
  public static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
