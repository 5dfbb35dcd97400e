package dev.latticenano.core.state;

import dev.latticenano.core.intention.StoreId;

/**
 * A store that another one names as its child.
 *
 * @param id of the child
 * @param name what the parent calls it
 * @param type its store type, as the parent says
 * @param status what the parent wants of it
 */
public record Child(StoreId id, String name, String type, Status status) {
  /** What a parent wants of a child. */
  public enum Status {
    /** To be held and open. */
    ACTIVE,
    /** To be kept, closed. */
    ARCHIVED,
    /** To be no child any more. */
    REMOVED;

    private static final int ARCHIVED_CODE = 2;

    /** What a number on the wire says; unknown ones say active, as none does. */
    static Status of(int code) {
      return code == ARCHIVED_CODE ? ARCHIVED : ACTIVE;
    }
  }
}
