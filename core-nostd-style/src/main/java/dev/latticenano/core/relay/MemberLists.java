package dev.latticenano.core.relay;

import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;

/** A node that tells relays under its author's signature which chunks stores need: the host's. */
public interface MemberLists {
  /** Tells nothing. */
  MemberLists NONE =
      new MemberLists() {
        @Override
        public ChunkList.Content needed(StoreId store) {
          return null;
        }

        @Override
        public Signer signer() {
          throw new IllegalStateException("there is nothing to sign");
        }

        @Override
        public void listed(AuthorId relay, StoreId store, Listed listed) {}
      };

  /**
   * What a store needs now, by all that is here.
   *
   * @return {@link ChunkList#NOT_YET}, or null: that cannot be said here, for want of keys or of
   *     chunks that name others
   */
  ChunkList.Content needed(StoreId store) throws StoreException;

  /** What signs as the author of this node. */
  Signer signer();

  /** What a relay says about the chunks of a store. */
  void listed(AuthorId relay, StoreId store, Listed listed) throws StoreException;
}
