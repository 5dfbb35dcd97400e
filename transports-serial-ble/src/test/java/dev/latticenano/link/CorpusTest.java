package dev.latticenano.link;

import dev.latticenano.link.serial.LineFuzz;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every input that fuzzing found worth keeping, again; docs/fuzzing.md. */
class CorpusTest {
  @TestFactory
  Stream<DynamicTest> replaysWhatFuzzingFoundOfLines() throws Exception {
    return replays("LineFuzz", LineFuzz::fuzzerTestOneInput);
  }

  @TestFactory
  Stream<DynamicTest> replaysWhatFuzzingFoundOfFrames() throws Exception {
    return replays("FramesFuzz", FramesFuzz::fuzzerTestOneInput);
  }

  private static Stream<DynamicTest> replays(String name, Consumer<byte[]> target)
      throws Exception {
    Path root = Path.of(System.getProperty("repository.root"));
    List<String> lines = Files.readAllLines(root.resolve("docs/corpus/" + name + ".hex"));
    return lines.stream()
        .filter(line -> !line.startsWith("#"))
        .map(
            line ->
                DynamicTest.dynamicTest(
                    line.substring(0, Math.min(16, line.length())),
                    () -> target.accept(HexFormat.of().parseHex(line))));
  }
}
