package dev.latticenano.edge.scenario;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times, sizes and numbers as a scenario writes them. */
public final class Quantity {
  private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d|w|y)");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(B|kB|MB|GB)?");
  private static final Pattern DECIMAL =
      Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?([eE]-?[0-9]{1,2})?");
  private static final long DAY_MS = 86_400_000;
  private static final long MS_MAX = 1000 * 365 * DAY_MS;

  private Quantity() {}

  /** A duration like {@code 1h30m} or {@code 250ms} in ms; -1 if it is none. */
  static long ms(String text) {
    Matcher part = PART.matcher(text);
    long ms = 0;
    int at = 0;
    while (part.find() && part.start() == at) {
      ms += Long.parseLong(part.group(1)) * unitMs(part.group(2));
      at = part.end();
    }
    return at == text.length() && at > 0 && ms <= MS_MAX ? ms : -1;
  }

  private static long unitMs(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      case "d" -> DAY_MS;
      case "w" -> 7 * DAY_MS;
      default -> 365 * DAY_MS;
    };
  }

  /** A size like {@code 300}, {@code 40kB} or {@code 2MB} in bytes, at most 1 GB; -1 if none. */
  static int bytes(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      return -1;
    }
    String unit = size.group(2) == null ? "B" : size.group(2);
    long factor =
        switch (unit) {
          case "B" -> 1;
          case "kB" -> 1000;
          case "MB" -> 1_000_000;
          default -> 1_000_000_000;
        };
    long bytes = Long.parseLong(size.group(1)) * factor;
    return bytes <= 1_000_000_000 ? (int) bytes : -1;
  }

  /** A number from 0 to a million; -1 if it is none. */
  static int count(String text) {
    return text.matches("[0-9]{1,7}") && Integer.parseInt(text) <= 1_000_000
        ? Integer.parseInt(text)
        : -1;
  }

  /** A number that may have a fraction, an exponent or a percent sign; -1 if it is none. */
  static double decimal(String text) {
    boolean percent = text.endsWith("%");
    String number = percent ? text.substring(0, text.length() - 1) : text;
    if (!DECIMAL.matcher(number).matches()) {
      return -1;
    }
    double value = Double.parseDouble(number);
    return percent ? value / 100 : value;
  }

  /** Virtual time since the beginning, like {@code 41d 16:00:03}. */
  public static String time(long ms) {
    long seconds = ms / 1000;
    String clock =
        String.format(
            Locale.ROOT, "%02d:%02d:%02d", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    return seconds < 86_400 ? clock : seconds / 86_400 + "d " + clock;
  }
}
