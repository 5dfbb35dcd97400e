package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.store.StoreException;

/**
 * What one end of a link says and hears beside its sessions, in messages that not every node knows:
 * those of relays (docs/protocol.md §14). Belongs to one conversation.
 */
public interface Errands {
  /** Knows no such messages. */
  Errands NONE =
      new Errands() {
        @Override
        public Verdict receive(int message, byte[] bytes, int offset, int length, long nowMs) {
          return Verdict.MESSAGE_UNKNOWN;
        }

        @Override
        public int transmit(FrameWriter writer, byte[] out, int offset, long nowMs) {
          return 0;
        }

        @Override
        public void unknownToPeer(int message) {}

        @Override
        public void begin() {}

        @Override
        public boolean isAtRest() {
          return true;
        }
      };

  /**
   * A message of the peer's that is no session's, after its hello.
   *
   * @param bytes holds its body, {@code length} bytes from {@code offset}; lent
   * @return OK, or the rule it breaks, of which the peer is told; MESSAGE_UNKNOWN if it is not
   *     known here
   */
  Verdict receive(int message, byte[] bytes, int offset, int length, long nowMs)
      throws StoreException;

  /**
   * Writes the next message that is due to {@code out}, which has room for {@code
   * Limits.SESSION_FRAME_BYTES_MAX} from {@code offset}; returns its bytes or 0.
   */
  int transmit(FrameWriter writer, byte[] out, int offset, long nowMs) throws StoreException;

  /** The peer says that it does not know a message: it is not sent again. */
  void unknownToPeer(int message);

  /** The peer begins another conversation, in which nothing has been said. */
  void begin();

  /** True if no answer is owed either way. */
  boolean isAtRest();
}
