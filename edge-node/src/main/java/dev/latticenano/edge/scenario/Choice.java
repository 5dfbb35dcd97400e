package dev.latticenano.edge.scenario;

import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Braces in a word stand for something that is drawn each time the line is done: {@code {1..40}} a
 * number, {@code {red|blue}} one of them, {@code {64B}} so many letters.
 */
final class Choice {
  private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)\\}");
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,7})\\.\\.([0-9]{1,7})");
  private static final Pattern LETTERS = Pattern.compile("([0-9]{1,5})B");
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz012345";

  private Choice() {}

  /** What is wrong with the braces in a word; null if nothing is. */
  static String complaint(String text) {
    Matcher braces = BRACES.matcher(text);
    while (braces.find()) {
      String inside = braces.group(1);
      Matcher range = RANGE.matcher(inside);
      boolean counts =
          range.matches() && Integer.parseInt(range.group(1)) <= Integer.parseInt(range.group(2));
      boolean plain = LETTERS.matcher(inside).matches() || inside.contains("|");
      if (!counts && !plain) {
        return "{" + inside + "} draws nothing; write {1..40}, {red|blue} or {64B}";
      }
    }
    String rest = braces.replaceAll("");
    return rest.contains("{") || rest.contains("}") ? "a brace has no other" : null;
  }

  /** One text that the word may stand for. */
  static String sample(String text) {
    return draw(text, new Random(0));
  }

  /** Draws what stands in braces. */
  static String draw(String text, Random random) {
    if (text.indexOf('{') < 0) {
      return text;
    }
    Matcher braces = BRACES.matcher(text);
    StringBuilder out = new StringBuilder();
    while (braces.find()) {
      braces.appendReplacement(out, Matcher.quoteReplacement(one(braces.group(1), random)));
    }
    return braces.appendTail(out).toString();
  }

  private static String one(String inside, Random random) {
    Matcher range = RANGE.matcher(inside);
    if (range.matches()) {
      int from = Integer.parseInt(range.group(1));
      return Integer.toString(from + random.nextInt(Integer.parseInt(range.group(2)) - from + 1));
    }
    Matcher letters = LETTERS.matcher(inside);
    if (letters.matches()) {
      StringBuilder out = new StringBuilder();
      for (int i = Integer.parseInt(letters.group(1)); i > 0; i--) {
        out.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
      return out.toString();
    }
    String[] parts = inside.split("\\|", -1);
    return parts[random.nextInt(parts.length)];
  }
}
