package dev.latticenano.core.session;

import dev.latticenano.core.store.StoreException;
import java.util.List;

/** What this node remembers of meetings about one store, for as long as the host keeps it. */
public interface Meetings {
  /** Remembers nothing. */
  Meetings NONE =
      new Meetings() {
        @Override
        public List<Mark> of(byte[] peerKey) {
          return List.of();
        }

        @Override
        public void agreed(byte[] peerKey, Mark mark) {}
      };

  /** The last sets on which this node and the peer of a 32-byte key agreed, the newest first. */
  List<Mark> of(byte[] peerKey) throws StoreException;

  /** They agreed on another one. */
  void agreed(byte[] peerKey, Mark mark) throws StoreException;
}
