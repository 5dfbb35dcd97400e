package dev.latticenano.core.session;

import dev.latticenano.core.store.StoreException;
import java.util.List;

/**
 * Whom a store that is held here is shown to. To everybody else it is as if it were not here:
 * whoever merely knows its name learns nothing of it. A node answers by the store's members, a
 * relay may answer otherwise. Rules: docs/protocol.md §14 (ours).
 */
public interface Audience {
  /** Shows a store to whoever knows its name. */
  Audience EVERYBODY =
      new Audience() {
        @Override
        public Answer of(byte[] key) {
          return Answer.SHOWN;
        }

        @Override
        public long version() {
          return 0;
        }

        @Override
        public List<byte[]> grants(byte[] key) {
          return List.of();
        }

        @Override
        public boolean isGrant(byte[] signed, int length, byte[] key) {
          return false;
        }
      };

  /** What a peer is to a store. */
  enum Answer {
    /** It is shown the store. */
    SHOWN,
    /** Nobody here has heard that it is to be; it may prove it by a grant. */
    UNKNOWN,
    /** It was thrown out. */
    BARRED
  }

  /**
   * What the peer of that key is to the store.
   *
   * @param key 32 bytes, which the link has proven
   */
  Answer of(byte[] key) throws StoreException;

  /** Changes whenever an answer may have changed. */
  long version();

  /**
   * What lets this node in, for a peer that is shown the store and may not have heard of it: signed
   * intentions, the likeliest to be believed first; none if it has heard.
   *
   * @param key the peer's
   */
  List<byte[]> grants(byte[] key) throws StoreException;

  /**
   * True if a signed intention, whose form and signature were found good, lets {@code key} in by
   * all that is known here.
   *
   * @param signed holds the intention from its first byte on, lent
   */
  boolean isGrant(byte[] signed, int length, byte[] key) throws StoreException;
}
