package dev.latticenano.rules;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What one rule found, less the exceptions written down for it in {@code rule-exceptions.txt}. An
 * exception that nothing needs any more is a failure too, so the list can only shrink.
 */
final class Findings {
  /** Lines {@code rule-exceptions.txt} may have; lower it with the list, never raise it. */
  static final int EXCEPTIONS_MAX = 2;

  /** Every rule that can have exceptions. */
  static final Set<String> RULES =
      Set.of(
          "file-lines",
          "method-lines",
          "tabs",
          "package-info",
          "unfinished",
          "machine-path",
          "class-name",
          "sleep",
          "synonym",
          "link",
          "command",
          "package",
          "class",
          "dependency");

  private static final String LIST = "/rule-exceptions.txt";

  private final String rule;
  private final TreeMap<String, String> found = new TreeMap<>();

  Findings(String rule) {
    if (!RULES.contains(rule)) {
      throw new IllegalArgumentException("no rule " + rule);
    }
    this.rule = rule;
  }

  /** Notes that {@code subject} (a file, a name) breaks the rule; {@code detail} says how. */
  void add(String subject, String detail) {
    found.putIfAbsent(subject, detail);
  }

  /** Fails with every finding that is no exception and every exception that is no finding. */
  void check() {
    Set<String> excepted = exceptions(rule);
    StringBuilder message = new StringBuilder();
    found.forEach(
        (subject, detail) -> {
          if (!excepted.contains(subject)) {
            message.append("\n  ").append(subject).append(": ").append(detail);
          }
        });
    for (String subject : excepted) {
      if (!found.containsKey(subject)) {
        message.append("\n  delete from rule-exceptions.txt: ").append(rule).append(' ');
        message.append(subject);
      }
    }
    if (!message.isEmpty()) {
      throw new AssertionError("rule '" + rule + "' is broken:" + message);
    }
  }

  /** The subjects excepted from {@code rule}. */
  static Set<String> exceptions(String rule) {
    return list().stream()
        .filter(line -> line.startsWith(rule + " "))
        .map(line -> line.substring(rule.length() + 1).strip())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Every line of the list, comments left out. */
  static Set<String> list() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Findings.class.getResourceAsStream(LIST), StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
