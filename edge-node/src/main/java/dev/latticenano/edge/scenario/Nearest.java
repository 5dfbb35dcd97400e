package dev.latticenano.edge.scenario;

import java.util.Collection;

/** What may have been meant by a word that is none. */
final class Nearest {
  private static final int FAR = 3;

  private Nearest() {}

  /** "did you mean …", or null if nothing is near. */
  static String of(String word, Collection<String> known) {
    String best = null;
    int least = FAR + 1;
    for (String each : known) {
      int distance = distance(word, each);
      if (distance < least) {
        least = distance;
        best = each;
      }
    }
    return best == null ? null : "did you mean " + best + "?";
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
