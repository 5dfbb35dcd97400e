package dev.latticenano.edge.scenario;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One line of a scenario, taken apart by the form of its {@link Verb}. */
final class Statement {
  private final int line;
  private final String text;
  private final Verb verb;
  private final Map<Slot, Word> places = new EnumMap<>(Slot.class);
  private final Set<String> keywords = new TreeSet<>();
  private final List<Word> linkWords = new ArrayList<>();
  private Statement inner;

  private Statement(int line, String text, Verb verb) {
    this.line = line;
    this.text = text;
    this.verb = verb;
  }

  /** The statement of a line's words, of which there is at least one. */
  static Statement of(int line, String text, List<Word> words) throws ScenarioException {
    Word first = words.get(0);
    Verb verb = Verb.of(first.text());
    if (verb == null || first.quoted()) {
      String meant = Nearest.of(first.text(), verbs());
      throw new ScenarioException(
          line,
          first.column(),
          "there is no statement \"" + first.text() + "\"" + (meant == null ? "" : "; " + meant));
    }
    Statement statement = new Statement(line, text, verb);
    statement.read(words);
    return statement;
  }

  private static List<String> verbs() {
    List<String> verbs = new ArrayList<>();
    for (Verb verb : Verb.values()) {
      verbs.add(verb.word());
    }
    return verbs;
  }

  private void read(List<Word> words) throws ScenarioException {
    int at = 1;
    boolean optional = false;
    boolean absent = false;
    for (String part : verb.parts().isEmpty() ? new String[0] : verb.parts().split(" ")) {
      optional |= part.startsWith("[");
      boolean begins = part.startsWith("[");
      boolean ends = part.endsWith("]");
      String bare = part.replaceAll("[\\[\\]]", "");
      Word word = at < words.size() ? words.get(at) : null;
      if (begins) {
        absent = word == null || !fits(bare, word);
      }
      if (!(optional && absent)) {
        if (word == null || !fits(bare, word)) {
          throw missing(bare, word, words);
        }
        at = take(bare, words, at);
      }
      if (ends) {
        optional = false;
        absent = false;
      }
    }
    if (at < words.size()) {
      throw error(words.get(at), "\"" + words.get(at).text() + "\" is too much; " + how());
    }
  }

  /** Whether a word may stand in a part: a keyword only as itself, a place by anything but one. */
  private boolean fits(String part, Word word) {
    if (!isPlace(part)) {
      return word.is(part);
    }
    return word.quoted() || !isKeyword(word.text());
  }

  private boolean isKeyword(String word) {
    for (String part : verb.parts().replaceAll("[\\[\\]]", "").split(" ")) {
      if (!isPlace(part) && part.equals(word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPlace(String part) {
    return !part.isEmpty() && Character.isUpperCase(part.charAt(0));
  }

  private int take(String part, List<Word> words, int at) throws ScenarioException {
    Word word = words.get(at);
    if (!isPlace(part)) {
      keywords.add(part);
      return at + 1;
    }
    Slot slot = Slot.valueOf(part);
    if (slot == Slot.STATEMENT) {
      inner = of(line, text, words.subList(at, words.size()));
      requireStartable(word);
      return words.size();
    }
    if (slot == Slot.LINK) {
      linkWords.addAll(words.subList(at, words.size()));
      LinkWords.kind(this);
      return words.size();
    }
    String complaint = slot.complaint(word.text());
    if (complaint != null) {
      throw error(word, complaint);
    }
    places.put(slot, word);
    return at + 1;
  }

  private void requireStartable(Word word) throws ScenarioException {
    if (verb == Verb.EVERY && (inner.verb.waits() || inner.verb == Verb.EVERY)) {
      String instead = inner.verb == Verb.SYNC ? "; write meet" : "; write it by itself";
      throw error(word, inner.verb.word() + " waits, so it cannot stand behind every" + instead);
    }
  }

  private ScenarioException missing(String part, Word word, List<Word> words) {
    Word last = words.get(words.size() - 1);
    int column = word != null ? word.column() : last.column() + last.text().length();
    String what = isPlace(part) ? part + ": " + Slot.valueOf(part).hint() : "\"" + part + "\"";
    return new ScenarioException(line, column, "here belongs " + what + "; " + how());
  }

  private String how() {
    return "the form is: " + verb.form();
  }

  /** An error at one of its words. */
  ScenarioException error(Word word, String message) {
    return new ScenarioException(line, word.column(), message);
  }

  int line() {
    return line;
  }

  /** The whole line. */
  String text() {
    return text;
  }

  Verb verb() {
    return verb;
  }

  /** What it has done, for {@link Verb#isPrefix}. */
  Statement inner() {
    return inner;
  }

  boolean has(Slot slot) {
    return places.containsKey(slot);
  }

  boolean has(String keyword) {
    return keywords.contains(keyword);
  }

  /** The word in a place, or null. */
  Word word(Slot slot) {
    return places.get(slot);
  }

  /** The text in a place that is filled. */
  String text(Slot slot) {
    return places.get(slot).text();
  }

  /** What stands behind {@code over}. */
  List<Word> linkWords() {
    return linkWords;
  }

  @Override
  public String toString() {
    return text;
  }
}
