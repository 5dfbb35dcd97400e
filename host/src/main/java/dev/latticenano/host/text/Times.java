package dev.latticenano.host.text;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as people type and read them: ISO 8601. Unix milliseconds on the other side; those of an
 * HLC are unsigned and may be anything.
 */
public final class Times {
  /** What every refusal ends with. */
  public static final String FORMS =
      "a time is 2026-11-21, 2026-11-21T10:30, 2026-11-21T10:30:00Z, now, or -2h (s, m, h, d, w)";

  private static final long LAST_MS = 253_402_300_799_999L;
  private static final String LATER = "later-than-year-9999";
  private static final Pattern AGO = Pattern.compile("-([0-9]{1,9})([smhdw])");

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Instant now;
  private final ZoneId zone;

  /**
   * Reads times around {@code now}.
   *
   * @param zone where a time without a zone is
   */
  public Times(Instant now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  /** Reads times as of now, where this machine is. */
  public static Times here() {
    return new Times(Instant.now(), ZoneId.systemDefault());
  }

  /** The first millisecond meant by {@code text}: a date begins at midnight. */
  public long fromMs(String text) {
    return isDate(text) ? startOf(date(text)).toEpochMilli() : at(text).toEpochMilli();
  }

  /** The last millisecond meant by {@code text}, inclusive: a date lasts until midnight. */
  public long toMs(String text) {
    return isDate(text)
        ? startOf(date(text).plusDays(1)).toEpochMilli() - 1
        : at(text).toEpochMilli();
  }

  /**
   * The milliseconds in a length of time like {@code 7d}: a number and one of s, m, h, d, w.
   *
   * @throws IllegalArgumentException it is none, or too long for anybody
   */
  public static long lengthMs(String text) {
    Matcher ago = AGO.matcher("-" + text);
    if (!ago.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no length of time; one is 30m, 12h, 7d or 2w");
    }
    return length(ago).toMillis();
  }

  private static boolean isDate(String text) {
    return text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("there is no day " + text, e);
    }
  }

  private Instant startOf(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }

  private Instant at(String text) {
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      return now.minus(length(ago));
    }
    if (text.equals("now")) {
      return now;
    }
    try {
      return text.contains("T") && hasZone(text)
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).atZone(zone).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is no time; " + FORMS, e);
    }
  }

  private static boolean hasZone(String text) {
    String time = text.substring(text.indexOf('T'));
    return time.endsWith("Z") || time.indexOf('+') > 0 || time.indexOf('-') > 0;
  }

  private static Duration length(Matcher ago) {
    long count = Long.parseLong(ago.group(1));
    return switch (ago.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      case "d" -> Duration.ofDays(count);
      case "w" -> Duration.ofDays(7 * count);
      default -> throw new AssertionError(ago.group());
    };
  }

  /** To the second, always 20 characters, in UTC. */
  public static String seconds(long unixMs) {
    return isLater(unixMs) ? LATER : SECONDS.format(Instant.ofEpochMilli(unixMs));
  }

  /** To the millisecond, in UTC. */
  public static String millis(long unixMs) {
    return isLater(unixMs) ? LATER : MILLIS.format(Instant.ofEpochMilli(unixMs));
  }

  private static boolean isLater(long unixMs) {
    return Long.compareUnsigned(unixMs, LAST_MS) > 0;
  }

  /** How long ago {@code unixMs} is, in two words: {@code just now}, {@code 2 h ago}. */
  public String ago(long unixMs) {
    long seconds = Duration.between(Instant.ofEpochMilli(unixMs), now).toSeconds();
    if (seconds < 0) {
      return "in the future";
    }
    if (seconds < 60) {
      return "just now";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min ago";
    }
    return seconds < 86_400 * 2 ? seconds / 3600 + " h ago" : seconds / 86_400 + " days ago";
  }
}
