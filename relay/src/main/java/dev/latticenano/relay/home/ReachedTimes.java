package dev.latticenano.relay.home;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.FileDisk;
import dev.latticenano.storage.disk.WholeFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When the other relays that this one calls were reached last: {@code reached}, a line each, Unix
 * ms and URL, and behind them one of the 64 digits of BLAKE3 of all before. Written whole or not at
 * all. It only tells an operator how long one is away, so what cannot be read or written is passed
 * over. Source: docs/relay-operations.md.
 */
public final class ReachedTimes {
  private static final String NAME = "reached";
  private static final int BYTES_MAX = 16_384;
  private static final int DIGEST_LINE_BYTES = 2 * Blake3.DIGEST_BYTES + 1;
  private static final String LINE = "[0-9]{1,15} \\S+";

  private final Path file;
  private byte[] last;

  /** Those of a relay's directory. */
  public ReachedTimes(Path root) {
    file = root.resolve(NAME);
  }

  /**
   * When each was reached last, Unix ms, by its URL; nobody's if the file is damaged. What is later
   * than {@code nowMs} is not known.
   */
  public Map<String, Long> read(long nowMs) {
    Map<String, Long> times = new LinkedHashMap<>();
    byte[] content = content();
    int length = content == null ? -1 : content.length - DIGEST_LINE_BYTES;
    if (length < 0 || !Arrays.equals(content, whole(Arrays.copyOf(content, length)))) {
      return times;
    }
    String text = new String(content, 0, length, StandardCharsets.UTF_8);
    for (String line : text.lines().filter(each -> each.matches(LINE)).toList()) {
      int space = line.indexOf(' ');
      long reachedMs = Long.parseLong(line.substring(0, space));
      if (reachedMs <= nowMs) {
        times.put(line.substring(space + 1), reachedMs);
      }
    }
    return times;
  }

  private byte[] content() {
    try {
      last = WholeFile.read(new FileDisk(), file, BYTES_MAX);
      return last;
    } catch (StoreException e) {
      return null;
    }
  }

  private static byte[] whole(byte[] lines) {
    byte[] digest = new byte[Blake3.DIGEST_BYTES];
    Blake3 blake3 = Blake3.plain();
    blake3.update(lines, 0, lines.length);
    blake3.digest(digest, 0);
    byte[] end = (Hex.encode(digest) + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] whole = Arrays.copyOf(lines, lines.length + end.length);
    System.arraycopy(end, 0, whole, lines.length, end.length);
    return whole;
  }

  /**
   * Keeps these times, Unix ms by URL, in place of all before; durable when this returns.
   *
   * @return false if the disk does not take it: what was kept before is there, then
   */
  public boolean keep(Map<String, Long> times) {
    StringBuilder lines = new StringBuilder();
    times.forEach((url, ms) -> lines.append(ms).append(' ').append(url).append('\n'));
    byte[] content = whole(lines.toString().getBytes(StandardCharsets.UTF_8));
    if (Arrays.equals(content, last) || times.isEmpty() && last == null) {
      return true;
    }
    try {
      WholeFile.write(new FileDisk(), file, content);
      last = content;
      return true;
    } catch (StoreException e) {
      return false;
    }
  }
}
