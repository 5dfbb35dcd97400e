package dev.latticenano.link.serial;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every input that fuzzing found worth keeping, again; docs/fuzzing.md. */
class LineCorpusTest {
  @TestFactory
  Stream<DynamicTest> replaysWhatFuzzingFound() throws Exception {
    Path root = Path.of(System.getProperty("repository.root"));
    List<String> lines = Files.readAllLines(root.resolve("docs/corpus/LineFuzz.hex"));
    return lines.stream()
        .filter(line -> !line.startsWith("#"))
        .map(
            line ->
                DynamicTest.dynamicTest(
                    line.substring(0, Math.min(16, line.length())),
                    () -> LineFuzz.fuzzerTestOneInput(HexFormat.of().parseHex(line))));
  }
}
