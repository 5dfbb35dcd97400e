package dev.latticenano.edge.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * A word of a scenario's line.
 *
 * @param text without the quotes it may have stood in
 * @param column where it begins, from 1
 * @param quoted whether it stood in quotes: then it is never a word of the language
 */
record Word(String text, int column, boolean quoted) {
  /** The words of a line; what follows {@code #} is passed over. */
  static List<Word> of(String line, int number) throws ScenarioException {
    List<Word> words = new ArrayList<>();
    int at = 0;
    while (at < line.length() && line.charAt(at) != '#') {
      if (line.charAt(at) <= ' ') {
        at++;
        continue;
      }
      int start = at;
      if (line.charAt(at) == '"') {
        at = line.indexOf('"', start + 1);
        if (at < 0) {
          throw new ScenarioException(number, start + 1, "the quote is not closed; write \"…\"");
        }
        words.add(new Word(line.substring(start + 1, at++), start + 1, true));
      } else {
        while (at < line.length() && line.charAt(at) > ' ' && line.charAt(at) != '#') {
          at++;
        }
        words.add(new Word(line.substring(start, at), start + 1, false));
      }
    }
    return words;
  }

  /** True if it is this word of the language. */
  boolean is(String keyword) {
    return !quoted && text.equals(keyword);
  }
}
