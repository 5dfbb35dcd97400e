package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/protocol.md, the verdicts, the limits and the vectors say the same. */
class SpecTest {
  private static final Path DOCS = Path.of(System.getProperty("repository.root"), "docs");
  private static final Pattern RULE =
      Pattern.compile("\\*\\*([a-z]+(?:-[a-z]+)*-\\d+)\\*\\* `(\\w+)`:");
  private static final Pattern LIMIT = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| (-?\\d+) \\|");
  private static final Pattern ANCHOR = Pattern.compile("<a id=\"([a-z-]+)\"></a>");

  private static final List<String> PAGES =
      List.of(
          "protocol",
          "files",
          "snapshots",
          "members",
          "noise",
          "reconcile",
          "bundles",
          "relay",
          "runs");

  private final String spec =
      String.join("", PAGES.stream().map(page -> read(DOCS.resolve(page + ".md"))).toList());

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void everyRuleHasItsVerdictAndEveryVerdictItsRule() {
    Map<String, String> written = new TreeMap<>();
    Matcher rules = RULE.matcher(spec);
    while (rules.find()) {
      assertEquals(null, written.put(rules.group(1), rules.group(2)), rules.group(1) + " twice");
    }
    Map<String, String> coded = new TreeMap<>();
    for (Verdict verdict : Verdict.values()) {
      if (verdict != Verdict.OK) {
        assertEquals(null, coded.put(verdict.rule(), verdict.name()), verdict + "'s rule twice");
      }
    }
    assertEquals(coded, written);
  }

  @Test
  void everyMentionOfARuleIsOfOneThatExists() {
    Matcher bold = Pattern.compile("\\*\\*([a-z-]+-\\d+)\\*\\*").matcher(spec);
    int found = 0;
    while (bold.find()) {
      Matcher rule = RULE.matcher(spec).region(bold.start(), spec.length());
      assertTrue(rule.lookingAt(), bold.group(1) + " names no verdict");
      found++;
    }
    assertTrue(found > 0);
  }

  @Test
  void codesAreUniqueAndInTheirRange() {
    Set<Integer> codes = new HashSet<>();
    for (Verdict verdict : Verdict.values()) {
      assertTrue(codes.add(verdict.code()), verdict + " has another's code");
      assertTrue(verdict.code() >= 0 && verdict.code() < 500, verdict + "'s code is out of range");
    }
  }

  @Test
  void everyVerdictHasAVector() throws IOException {
    Set<String> shown = new TreeSet<>();
    for (Map.Entry<String, String> vector : vectors().entrySet()) {
      String rule = field(vector, "rule");
      assertTrue(rule.matches("(" + String.join("|", PAGES) + ")\\.md#.+"), vector.getKey());
      String anchor = rule.substring(rule.indexOf('#') + 1);
      Verdict verdict = Verdict.valueOf(field(vector, "verdict"));
      if (verdict == Verdict.OK) {
        assertTrue(anchors().contains(anchor), vector.getKey() + ": no section " + anchor);
      } else {
        assertEquals(verdict.rule(), anchor, vector.getKey());
        shown.add(verdict.name());
      }
    }
    Set<String> expected = new TreeSet<>();
    for (Verdict verdict : Verdict.values()) {
      expected.add(verdict.name());
    }
    expected.remove(Verdict.OK.name());
    assertEquals(expected, shown);
  }

  private Set<String> anchors() {
    Set<String> anchors = new HashSet<>();
    Matcher matcher = ANCHOR.matcher(spec);
    while (matcher.find()) {
      anchors.add(matcher.group(1));
    }
    return anchors;
  }

  /** File name to text, of every vector of the core's rules; others are tables, or of lines. */
  private static Map<String, String> vectors() throws IOException {
    Map<String, String> vectors = new TreeMap<>();
    List<Path> files = new ArrayList<>();
    try (Stream<Path> list = Files.list(DOCS.resolve("vectors"))) {
      list.forEach(files::add);
    }
    for (Path file : files) {
      String text = read(file);
      if (text.startsWith("rule:") && !text.matches("(?s)rule: (links|bridge)\\.md.*")) {
        vectors.put(file.getFileName().toString(), text);
      }
    }
    return vectors;
  }

  private static String field(Map.Entry<String, String> vector, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + ": (.*)$").matcher(vector.getValue());
    assertTrue(line.find(), vector.getKey() + " has no " + name);
    return line.group(1);
  }

  @Test
  void limitsAreTheConstants() throws IllegalAccessException {
    Map<String, Long> written = new TreeMap<>();
    Matcher rows = LIMIT.matcher(spec);
    while (rows.find()) {
      assertEquals(null, written.put(rows.group(1), Long.parseLong(rows.group(2))));
    }
    Map<String, Long> coded = new TreeMap<>();
    for (Field constant : Limits.class.getDeclaredFields()) {
      if (Modifier.isPublic(constant.getModifiers()) && !constant.isSynthetic()) {
        coded.put(constant.getName(), ((Number) constant.get(null)).longValue());
      }
    }
    assertFalse(coded.isEmpty());
    assertEquals(coded, written);
  }
}
