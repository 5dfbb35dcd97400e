package dev.latticenano.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

/** Texts of help, broken once. */
class ParagraphsTest {
  private static final String WORDS =
      "one two three four five six seven eight nine ten eleven twelve thirteen fourteen 15";

  /** A command whose text is broken where a source may be, behind 80 columns. */
  @Command(
      name = "words",
      mixinStandardHelpOptions = true,
      description = {"Says words.", "", WORDS, WORDS, "", "key   value", "other value"})
  static final class Words implements Runnable {
    @Override
    public void run() {}
  }

  @Test
  void paragraphsAreJoinedAndTablesAreNot() {
    String[] lines = {"a", "b", "", "k  v", "   more", "c", "d"};
    assertEquals(List.of("a b", "", "k  v", "   more", "c d"), List.of(Paragraphs.of(lines)));
  }

  @Test
  void eachLineOfHelpIsFilled() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    new Invocation("words").run(new Words(), new String[] {"--help"}, printed, printed);
    String help = out.toString(StandardCharsets.UTF_8);
    String joined = WORDS + " " + WORDS;
    List<String> lines = help.lines().filter(joined::contains).filter(l -> !l.isBlank()).toList();
    assertEquals(3, lines.size(), help);
    assertEquals(joined, String.join(" ", lines).replaceAll(" +", " "));
    assertTrue(lines.get(0).length() > 70 && lines.get(1).length() > 70, help);
    assertTrue(help.contains("\nkey   value\nother value\n"), help);
  }
}
