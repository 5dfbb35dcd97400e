package dev.latticenano.relay;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Planted words and where they turn up: in files, on a disk, in the memory of a process, each as
 * UTF-8 (which is how Java keeps a text of Latin letters) and as UTF-16 in both orders.
 */
final class Words {
  private static final int WINDOW_BYTES = 1 << 22;
  private static final List<Charset> FORMS =
      List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

  private final List<Needle> needles = new ArrayList<>();
  private final byte first;
  private int longest;

  /** What is looked for; {@code at}: where in it the first letter is. */
  private record Needle(String word, byte[] bytes, int at) {}

  /** Words of one first letter, by which they are looked for. */
  Words(char first, List<String> words) {
    this.first = (byte) first;
    for (String word : words) {
      for (Charset form : FORMS) {
        byte[] bytes = word.getBytes(form);
        needles.add(new Needle(word, bytes, form == StandardCharsets.UTF_16BE ? 1 : 0));
        longest = Math.max(longest, bytes.length);
      }
    }
  }

  /** Which words are in these bytes. */
  Set<String> in(byte[] bytes, int length) {
    Set<String> found = new TreeSet<>();
    for (int i = 0; i < length; i++) {
      if (bytes[i] == first) {
        for (Needle each : needles) {
          if (isAt(each.bytes, bytes, i - each.at, length)) {
            found.add(each.word);
          }
        }
      }
    }
    return found;
  }

  private static boolean isAt(byte[] needle, byte[] bytes, int at, int length) {
    return at >= 0
        && at + needle.length <= length
        && Arrays.equals(needle, 0, needle.length, bytes, at, at + needle.length);
  }

  /** Which are in a file. */
  Set<String> in(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      return in(bytes, 0, bytes.length());
    }
  }

  /** Which are in the files of a folder, or in their names. */
  Set<String> under(Path folder) throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.toList()) {
        byte[] name = each.toString().getBytes(StandardCharsets.UTF_8);
        found.addAll(in(name, name.length));
        if (Files.isRegularFile(each)) {
          found.addAll(in(each));
        }
      }
    }
    return found;
  }

  /** Which are in the memory of a process that it may write to: heap, stacks, what it mapped. */
  Set<String> inMemory(long pid) throws IOException {
    Set<String> found = new TreeSet<>();
    Path process = Path.of("/proc", Long.toString(pid));
    try (RandomAccessFile memory = new RandomAccessFile(process.resolve("mem").toString(), "r")) {
      for (String line : Files.readAllLines(process.resolve("maps"))) {
        String[] words = line.split("[- ]");
        if (words[2].startsWith("rw") && !line.contains("[v")) {
          long from = Long.parseUnsignedLong(words[0], 16);
          found.addAll(in(memory, from, Long.parseUnsignedLong(words[1], 16)));
        }
      }
    }
    return found;
  }

  private Set<String> in(RandomAccessFile bytes, long from, long to) throws IOException {
    Set<String> found = new TreeSet<>();
    byte[] window = new byte[(int) Math.min(WINDOW_BYTES, to - from)];
    long at = from;
    while (at < to) {
      bytes.seek(at);
      int n;
      try {
        n = bytes.read(window, 0, (int) Math.min(window.length, to - at));
      } catch (IOException e) {
        // Pages that were given back since the list was read.
        n = 0;
      }
      if (n <= 0) {
        return found;
      }
      found.addAll(in(window, n));
      at += n == window.length && at + n < to ? n - longest : n;
    }
    return found;
  }
}
