package dev.latticenano.host.text;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of bytes as people type them: {@code 500MB}, {@code 1.5 GiB}, {@code 4096}. */
public final class Amounts {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,3})?) ?([kKMGTP]i?B|B)?");
  private static final Map<String, Integer> POWERS = Map.of("k", 1, "m", 2, "g", 3, "t", 4, "p", 5);

  private Amounts() {}

  /**
   * The bytes that a text means; kB is 1000 of them and KiB 1024.
   *
   * @throws IllegalArgumentException it means none, or more than 2^62; one sentence
   */
  public static long bytes(String text) {
    Matcher parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no amount of bytes; one is 500MB, 10GB or 4GiB");
    }
    String unit = parts.group(2) == null ? "b" : parts.group(2).toLowerCase(Locale.ROOT);
    int power = POWERS.getOrDefault(unit.substring(0, 1), 0);
    long base = unit.contains("i") ? 1024 : 1000;
    BigDecimal bytes = new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(base).pow(power));
    if (bytes.compareTo(BigDecimal.valueOf(1L << 62)) > 0) {
      throw new IllegalArgumentException("'" + text + "' is more than there is anywhere");
    }
    return bytes.longValue();
  }
}
