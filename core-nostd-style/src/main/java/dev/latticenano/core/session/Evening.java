package dev.latticenano.core.session;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * Whether both ends will have the same set as soon as the peer has taken all that is given to it:
 * then the digest alone tells it, in the last batch if that is still to be sent, and in an equal
 * frontier if not. A guess that is wrong costs one more round.
 */
final class Evening {
  private final Held store;
  private final Dag dag;
  private final Answer answer;
  private final PeerDigest theirs;
  private final OwnDigest current;
  private boolean taken;
  private boolean told;
  private int given;
  private int brought;

  /** Of one session; all arguments are the session's, and live. */
  Evening(Held store, Answer answer, PeerDigest theirs, OwnDigest current) {
    this.store = store;
    this.dag = store.dag();
    this.answer = answer;
    this.theirs = theirs;
    this.current = current;
  }

  /** The answer that has begun gives all that is durable here and that the peer lacks. */
  void answering() {
    given = store.durable();
    brought = 0;
  }

  /** So many intentions came to the set from the peer. */
  void brought(int count) {
    brought += count;
  }

  /**
   * A batch was taken; with the last one the peer has given all that it has.
   *
   * @param whole false if something of the round was kept out of the set
   */
  void taken(byte[] bytes, BatchView batch, boolean whole) {
    boolean differs =
        batch.isClosing()
            && !Arrays.equals(
                bytes,
                batch.digestAt(),
                batch.digestAt() + Mark.DIGEST_BYTES,
                current.now(),
                0,
                Mark.DIGEST_BYTES);
    taken = batch.last() && whole && !differs;
    told |= batch.isClosing();
  }

  /** The peer has, or may have, something that it has not given, if {@code more}. */
  void forget(boolean more) {
    taken &= !more;
    told &= !more;
  }

  /** True if the peer told with its last batch what it has now that it has taken all from here. */
  boolean isTold() {
    return told;
  }

  /** True if the peer has this end's set, or will have it before it hears of it. */
  boolean isEven() {
    return theirs.isOf(current.now()) || taken && answer.isGiven();
  }

  /**
   * True if the last batch of the answer to the peer's round {@code heard} is still to be sent and
   * will make the peer's set this one: all of it is durable, and since the answer began nothing
   * came to it but what the peer has.
   */
  boolean canTell(int heard) throws StoreException {
    boolean durable = store.durable() == dag.sequence() && !store.isWaiting();
    boolean only = dag.sequence() == given + brought;
    return taken && durable && only && answer.round() == heard && answer.mayTell();
  }
}
