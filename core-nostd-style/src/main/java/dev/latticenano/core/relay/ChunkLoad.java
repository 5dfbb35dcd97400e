package dev.latticenano.core.relay;

import dev.latticenano.core.intention.AuthorId;
import java.util.List;

/**
 * The chunks of one store on a relay.
 *
 * @param chunks that lie there
 * @param bytes of them
 * @param awaited chunks that the store needs and that are not there
 * @param spareBytes of those that no owner's or voter's newest list names
 * @param heldBack who keeps some of these from going, most first, at most {@link #HOLDERS_MAX}
 */
public record ChunkLoad(
    int chunks, long bytes, int awaited, long spareBytes, List<Holder> heldBack) {
  /** Holders that are told. */
  public static final int HOLDERS_MAX = 16;

  /** Takes a copy of the list. */
  public ChunkLoad {
    heldBack = List.copyOf(heldBack);
  }

  /**
   * Somebody who has not signed a list since so many bytes of chunks are spare.
   *
   * @param member its key
   */
  public record Holder(AuthorId member, long bytes) {}
}
