package dev.latticenano.core.state;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/**
 * The name under which a losing write is shown: {@code name (conflict AUTHOR8 YYYY-MM-DD
 * HH.MM.SS).ext}, date in UTC from the entry's modified_at. The same on every node. Source:
 * docs/files.md §6.
 */
final class ConflictName {
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH.mm.ss");

  /** 9999-12-31 23:59:59 UTC: later dates are shown as this one. */
  private static final long SECONDS_MAX = 253_402_300_799L;

  /** Bytes of an extension, its dot included; what is longer is part of the name. */
  private static final int EXTENSION_BYTES_MAX = 17;

  private ConflictName() {}

  /**
   * The name of a losing head of a file called {@code name}.
   *
   * @param attempt 0 for the plain form; 1 names the intention too; from 2 on a number follows, for
   *     names that are taken
   */
  static byte[] of(byte[] name, Head head, long modifiedAtMs, int attempt) {
    StringBuilder mark = new StringBuilder(" (conflict ");
    mark.append(head.author().shortText()).append(' ').append(date(modifiedAtMs));
    if (attempt > 0) {
      mark.append(' ').append(head.hash().shortText());
    }
    if (attempt > 1) {
      mark.append(' ').append(attempt);
    }
    byte[] marked = mark.append(')').toString().getBytes(StandardCharsets.US_ASCII);
    int dot = extension(name);
    int extensionBytes = name.length - dot;
    int stem = cut(name, Math.min(dot, FilePath.PART_BYTES_MAX - marked.length - extensionBytes));
    byte[] out = Arrays.copyOf(name, stem + marked.length + extensionBytes);
    System.arraycopy(marked, 0, out, stem, marked.length);
    System.arraycopy(name, dot, out, stem + marked.length, extensionBytes);
    return out;
  }

  private static String date(long modifiedAtMs) {
    long seconds = Math.min(Long.divideUnsigned(modifiedAtMs, 1000), SECONDS_MAX);
    return DATE.format(LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC));
  }

  /** Where the extension begins: the last dot, unless the name begins with it; or the end. */
  private static int extension(byte[] name) {
    for (int i = name.length - 1; i > 0 && name.length - i <= EXTENSION_BYTES_MAX; i--) {
      if (name[i] == '.') {
        return i;
      }
    }
    return name.length;
  }

  /** The greatest length up to {@code length} that does not cut a character. */
  private static int cut(byte[] name, int length) {
    int end = length;
    while (end > 0 && end < name.length && (name[end] & 0xC0) == 0x80) {
      end--;
    }
    return end;
  }
}
