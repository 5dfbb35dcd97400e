package dev.latticenano.core.intention;

/**
 * What an author says on the outside of an envelope, to nodes without keys too.
 *
 * @param supersedesThrough of the author's own chain what is said again, up to this; {@link
 *     Hash#ZERO}: nothing
 * @param keep whether no mark ever supersedes the intention itself
 */
public record Marks(Hash supersedesThrough, boolean keep) {
  /** An envelope that says nothing on its outside. */
  public static final Marks NONE = new Marks(Hash.ZERO, false);

  /** True if something is said again. */
  public boolean supersedes() {
    return !supersedesThrough.equals(Hash.ZERO);
  }
}
