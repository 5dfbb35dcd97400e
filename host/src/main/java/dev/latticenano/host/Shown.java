package dev.latticenano.host;

/** Text from elsewhere (a name, a path) made fit for a terminal. */
public final class Shown {
  private Shown() {}

  /** The text of {@code thing} with a {@code ?} for each character that would move a cursor. */
  public static String of(Object thing) {
    return thing.toString().replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u202a-\\u202e]", "?");
  }
}
