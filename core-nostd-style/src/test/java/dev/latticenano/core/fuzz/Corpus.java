package dev.latticenano.core.fuzz;

import dev.latticenano.core.bytes.Hex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The inputs of one fuzz target, a file of docs/corpus: one input a line in hexadecimal, shortest
 * first. Lines that begin with # say of the input below what it once did; such an input stays.
 *
 * <p>A target is a class with {@code public static void fuzzerTestOneInput(byte[])}, which throws
 * if something is wrong. docs/fuzzing.md says how targets are run for longer.
 */
public final class Corpus {
  private static final String FOLDER = "docs/corpus";

  // Of hexadecimal: what does not fit is the longest.
  private static final int FILE_BYTES_MAX = 6_000;

  private Corpus() {}

  /** A test for each target, which replays all of its inputs. */
  public static Stream<DynamicTest> replays(Class<?>... targets) {
    return Stream.of(targets)
        .map(target -> DynamicTest.dynamicTest(target.getSimpleName(), () -> replay(target)));
  }

  private static void replay(Class<?> target) throws Throwable {
    Method run = target.getMethod("fuzzerTestOneInput", byte[].class);
    List<byte[]> inputs = read(file(root(), target.getSimpleName()));
    inputs.add(new byte[0]);
    for (byte[] input : inputs) {
      try {
        run.invoke(null, (Object) input);
      } catch (InvocationTargetException e) {
        throw new AssertionError("input " + Hex.encode(input), e.getCause());
      }
    }
  }

  private static Path root() {
    return Path.of(System.getProperty("repository.root"));
  }

  private static Path file(Path root, String target) {
    return root.resolve(FOLDER).resolve(target + ".hex");
  }

  private static List<byte[]> read(Path file) throws IOException {
    List<byte[]> inputs = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.startsWith("#")) {
        inputs.add(Hex.decode(line));
      }
    }
    return inputs;
  }

  /**
   * Between a corpus and a folder with one input a file, as the fuzzer wants it.
   *
   * @param args {@code unpack} or {@code pack}, the repository, the target, the folder
   */
  public static void main(String[] args) throws IOException {
    Path file = file(Path.of(args[1]), args[2]);
    Path folder = Path.of(args[3]);
    if (args[0].equals("unpack")) {
      List<byte[]> inputs = Files.exists(file) ? read(file) : List.of();
      for (int i = 0; i < inputs.size(); i++) {
        Files.write(folder.resolve("kept-" + i), inputs.get(i));
      }
    } else {
      pack(file, folder);
    }
  }

  private static void pack(Path file, Path folder) throws IOException {
    List<String> lines = Files.exists(file) ? said(file) : new ArrayList<>();
    Set<String> inputs = new TreeSet<>(Comparator.comparing(String::length).thenComparing(a -> a));
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(each -> inputs.add(Hex.encode(bytes(each))));
    }
    lines.forEach(inputs::remove);
    inputs.remove("");
    int left = FILE_BYTES_MAX - String.join("\n", lines).length();
    for (String input : inputs) {
      left -= input.length() + 1;
      if (left > 0) {
        lines.add(input);
      }
    }
    Files.write(file, lines);
  }

  /** The inputs of which something is said, each behind it. */
  private static List<String> said(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    boolean wanted = false;
    for (String line : Files.readAllLines(file)) {
      boolean says = line.startsWith("#");
      if (says || wanted) {
        lines.add(line);
      }
      wanted = says;
    }
    return lines;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
