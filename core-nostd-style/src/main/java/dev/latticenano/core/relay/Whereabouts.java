package dev.latticenano.core.relay;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import java.util.List;

/**
 * At which relays stores lie, as members tell each other: the host's. Nobody is called for it; what
 * is told is for a person to confirm.
 */
public interface Whereabouts {
  /** Knows and keeps nothing. */
  Whereabouts NONE =
      new Whereabouts() {
        @Override
        public List<String> of(StoreId store, AuthorId peer) {
          return List.of();
        }

        @Override
        public void told(StoreId store, AuthorId peer, String url) {}
      };

  /** The URLs of relays that hold a store, which {@code peer} may be told; not its own. */
  List<String> of(StoreId store, AuthorId peer);

  /**
   * A peer says that a store is at the relay of that URL.
   *
   * @param url visible ASCII, at most {@code Limits.ELSEWHERE_BYTES_MAX}; its form is not checked
   */
  void told(StoreId store, AuthorId peer, String url);
}
