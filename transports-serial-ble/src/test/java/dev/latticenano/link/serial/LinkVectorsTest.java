package dev.latticenano.link.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.link.Link;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The specification docs/links.md, its vectors and the code say the same. */
final class LinkVectorsTest {
  private static final Path ROOT = Path.of(System.getProperty("repository.root", ".."));
  private static final Path FOLDER = ROOT.resolve("docs/vectors");

  @Test
  void theFilesAreWhatTheProgramWrites() throws IOException {
    assertEquals(LinkVectors.all(), files());
  }

  @Test
  void eachLineGetsItsVerdict() throws IOException {
    for (Map.Entry<String, String> file : files().entrySet()) {
      byte[] input = HexFormat.of().parseHex(field(file.getValue(), "input"));
      LineDecoder decoder = new LineDecoder();
      assertEquals(input.length, decoder.accept(input, 0, input.length), file.getKey());
      assertEquals(field(file.getValue(), "verdict"), decoder.last().name(), file.getKey());
      assertEquals(decoder.last() == LineVerdict.VALID, decoder.ready(), file.getKey());
    }
  }

  @Test
  void eachVerdictHasAVectorAndARule() throws IOException {
    Set<LineVerdict> seen = EnumSet.noneOf(LineVerdict.class);
    String document = document();
    for (String text : files().values()) {
      LineVerdict verdict = LineVerdict.valueOf(field(text, "verdict"));
      assertEquals("links.md#" + verdict.rule(), field(text, "rule"));
      seen.add(verdict);
    }
    assertEquals(EnumSet.allOf(LineVerdict.class), seen);
    for (LineVerdict verdict : seen) {
      Pattern rule = Pattern.compile("\\*\\*" + verdict.rule() + "\\*\\*[^*]*`" + verdict + "`");
      assertTrue(rule.matcher(document).find(), verdict + " in docs/links.md");
    }
  }

  @Test
  void theLimitsOfTheDocumentAreThoseOfTheCode() throws IOException {
    String document = document();
    assertLimit(document, "longest frame of a link", Link.FRAME_BYTES_MAX);
    assertLimit(document, "longest payload", SerialFrame.PAYLOAD_BYTES_MAX);
    assertLimit(document, "shortest payload limit", SerialFrame.PAYLOAD_BYTES_MIN);
    assertLimit(document, "window", SerialFrame.WINDOW_FRAMES);
    assertLimit(document, "longest line frame before stuffing", SerialFrame.FRAME_BYTES_MAX);
    assertLimit(document, "longest line frame after stuffing", SerialLine.TRANSMIT_BYTES_MIN - 1);
    assertLimit(document, "longest bitmap", SerialFrame.BITMAP_BYTES_MAX);
    assertLimit(document, "highest port", SerialFrame.PORT_MAX);
  }

  @Test
  void theWorkedHexOfTheDocumentIsThatOfTheVectors() throws IOException {
    Map<String, String> files = files();
    Matcher example =
        Pattern.compile("`vectors/(link-[a-z0-9-]+\\.txt)`:\\s+```\\s+([0-9a-f ]+?)\\s+```")
            .matcher(document());
    int examples = 0;
    for (; example.find(); examples++) {
      String hex = example.group(2).replace(" ", "");
      assertEquals(field(files.get(example.group(1)), "input"), hex, example.group(1));
    }
    assertEquals(3, examples);
  }

  @Test
  void rulesAreNumberedInOrderWithoutGaps() throws IOException {
    Matcher rule = Pattern.compile("(?m)^\\*\\*link-(\\d+)\\*\\*").matcher(document());
    int rules = 0;
    while (rule.find()) {
      assertEquals(++rules, Integer.parseInt(rule.group(1)));
    }
    assertTrue(rules >= 30, rules + " rules");
  }

  private static void assertLimit(String document, String name, int value) {
    assertTrue(document.contains("| " + name + " | " + value + " |"), name + " is " + value);
  }

  private static String document() throws IOException {
    return Files.readString(ROOT.resolve("docs/links.md"));
  }

  private static String field(String text, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + ": (.*)$").matcher(text);
    assertTrue(line.find(), name);
    return line.group(1);
  }

  private static Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(FOLDER)) {
      for (Path path : paths.toList()) {
        String name = path.getFileName().toString();
        if (name.startsWith("link-")) {
          files.put(name, Files.readString(path));
        }
      }
    }
    return files;
  }
}
