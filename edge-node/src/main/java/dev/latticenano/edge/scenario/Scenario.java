package dev.latticenano.edge.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scenario that has been read: statements in order. {@code let NAME VALUE} gives a number a name,
 * {@code $NAME} or, before letters, <code>${NAME}</code> stands for it, and whoever runs the
 * scenario may give it another value.
 */
public final class Scenario {
  private static final Pattern NAMED = Pattern.compile("\\$(?:\\{([a-z_]+)\\}|([a-z_]+))");
  private static final int LINES_MAX = 10_000;

  private final List<Statement> statements = new ArrayList<>();
  private final Map<String, String> values = new TreeMap<>();
  private String title = "";

  private Scenario() {}

  /**
   * Reads a scenario.
   *
   * @param given values that take the place of those the scenario gives itself
   * @throws ScenarioException it is none; says where and why
   */
  public static Scenario of(String text, Map<String, String> given) throws ScenarioException {
    Scenario scenario = new Scenario();
    List<String> lines = text.lines().toList();
    if (lines.size() > LINES_MAX) {
      throw new ScenarioException(
          LINES_MAX + 1, 1, "a scenario has at most " + LINES_MAX + " lines");
    }
    Declared declared = new Declared();
    for (int i = 0; i < lines.size(); i++) {
      scenario.line(i + 1, lines.get(i), given, declared);
    }
    TreeSet<String> unknown = new TreeSet<>(given.keySet());
    unknown.removeAll(scenario.values.keySet());
    if (!unknown.isEmpty()) {
      throw new ScenarioException(
          1, 1, "no line says let " + unknown.first() + "; there are " + scenario.values.keySet());
    }
    return scenario;
  }

  private void line(int number, String line, Map<String, String> given, Declared declared)
      throws ScenarioException {
    if (title.isEmpty() && line.startsWith("#")) {
      title = line.substring(1).strip();
    }
    List<Word> words = Word.of(line, number);
    if (words.isEmpty()) {
      return;
    }
    if (words.get(0).is("let")) {
      let(number, words, given);
      return;
    }
    List<Word> filled = new ArrayList<>();
    for (Word word : words) {
      filled.add(new Word(filled(number, word), word.column(), word.quoted()));
    }
    Statement statement = Statement.of(number, line.strip(), filled);
    declared.check(statement);
    statements.add(statement);
  }

  private void let(int number, List<Word> words, Map<String, String> given)
      throws ScenarioException {
    if (words.size() != 3 || !words.get(1).text().matches("[a-z_]+")) {
      throw new ScenarioException(
          number, words.get(0).column(), "the form is: let NAME VALUE, like let nodes 50");
    }
    String name = words.get(1).text();
    values.put(name, given.getOrDefault(name, words.get(2).text()));
  }

  private String filled(int number, Word word) throws ScenarioException {
    Matcher named = NAMED.matcher(word.text());
    StringBuilder out = new StringBuilder();
    while (named.find()) {
      String name = named.group(1) == null ? named.group(2) : named.group(1);
      String value = values.get(name);
      if (value == null) {
        throw new ScenarioException(
            number,
            word.column() + named.start(),
            "$" + name + " has no value; write above: let " + name + " 50");
      }
      named.appendReplacement(out, Matcher.quoteReplacement(value));
    }
    return named.appendTail(out).toString();
  }

  /** Its first line, if that is a comment. */
  public String title() {
    return title;
  }

  /** How many statements it has. */
  public int count() {
    return statements.size();
  }

  /** The values that have a name. */
  public Map<String, String> values() {
    return Map.copyOf(values);
  }

  List<Statement> statements() {
    return statements;
  }
}
