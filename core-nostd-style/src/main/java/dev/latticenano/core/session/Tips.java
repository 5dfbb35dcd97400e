package dev.latticenano.core.session;

import dev.latticenano.core.bytes.Varint;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * Writes what this end has of a store. As tips: per author and tip the first 8 bytes of the
 * author's key, the first 8 of the tip's hash, the tip's height. As changes since a set that both
 * ends had: per author with something new
 *
 * <pre>
 * 0  author  varint  its number in that set, less the number before it and 1, times 2; plus 1 if
 *                    there is more than one intention since
 *    gained  varint  if so: how many, less 2
 * </pre>
 *
 * A witnessed set is prefix-closed per author, so this is the set. Prefixes may collide, forks be
 * unknown and heights lie: all that only costs bytes, never intentions, because a session ends when
 * the whole-set digests agree.
 */
final class Tips {
  static final int PREFIX_BYTES = 8;
  private static final int FIRST_BYTES = 256;
  private static final byte[] NONE = {};
  private static final int ENTRY_BYTES_MAX = 2 * PREFIX_BYTES + Varint.BYTES_MAX;

  private final Dag dag;
  private final byte[] name = new byte[32];
  private final IntList tips = new IntList();
  private byte[] buffer = NONE;
  private byte[] peerKey;
  private int tipsLength;
  private int changesLength;

  /** Of {@code dag}, this node's set. */
  Tips(Dag dag) {
    this.dag = dag;
  }

  /**
   * Begins anew, with nothing.
   *
   * @param newPeerKey the author to whom its own tip is told in full; lent
   */
  void begin(byte[] newPeerKey) {
    peerKey = newPeerKey;
    tipsLength = 0;
    changesLength = 0;
  }

  /**
   * Writes every author's tips, as many as fit {@code limit} bytes: the peer sends what is left out
   * once more, no worse.
   */
  void writeAll(int limit) throws StoreException {
    for (int author = 0; author < dag.authorCount(); author++) {
      writeTips(author, limit);
    }
  }

  /**
   * Writes what {@code gain} has found: as changes, but as tips of authors that were not in the set
   * then, of forked ones, and of the peer itself, who may have lost its own. As much as fits.
   */
  void writeGain(Gain gain, int limit) throws StoreException {
    for (int author = 0; author < dag.authorCount(); author++) {
      if (gain.hasGained(author) && !isShort(author, gain)) {
        writeTips(author, limit);
      }
    }
    int before = -1;
    for (int number = 0; number < gain.authorCount(); number++) {
      int author = gain.author(number);
      if (gain.hasGained(author) && isShort(author, gain)) {
        writeChange(number - before - 1, gain.gained(author));
        before = number;
      }
    }
  }

  private boolean isShort(int author, Gain gain) {
    dag.copyAuthorKey(author, name, 0);
    boolean peers = Arrays.equals(name, 0, AuthorId.BYTES, peerKey, 0, AuthorId.BYTES);
    return !peers && !dag.isForked(author) && gain.heightThen(author) > 0;
  }

  /** Writes the first bytes of a tip of the peer's own to {@code out}; false if there is none. */
  boolean writePeers(byte[] out) throws StoreException {
    int author = dag.findAuthor(peerKey, 0);
    if (author == Dag.NONE) {
      return false;
    }
    dag.shown().tips(author, tips);
    if (tips.count() == 0) {
      return false;
    }
    dag.copyHash(tips.at(0), name, 0);
    System.arraycopy(name, 0, out, 0, PREFIX_BYTES);
    return true;
  }

  /** The tips written last come first, the changes behind them; lent. */
  byte[] bytes() {
    return buffer;
  }

  /** Bytes of the tips. */
  int tipsLength() {
    return tipsLength;
  }

  /** Bytes of the changes. */
  int changesLength() {
    return changesLength;
  }

  private void writeTips(int author, int limit) throws StoreException {
    dag.shown().tips(author, tips);
    for (int i = 0; i < tips.count() && tipsLength + ENTRY_BYTES_MAX <= limit; i++) {
      int at = room(ENTRY_BYTES_MAX);
      dag.copyAuthorKey(author, name, 0);
      System.arraycopy(name, 0, buffer, at, PREFIX_BYTES);
      dag.copyHash(tips.at(i), name, 0);
      System.arraycopy(name, 0, buffer, at + PREFIX_BYTES, PREFIX_BYTES);
      at += 2 * PREFIX_BYTES;
      tipsLength = at + Varint.write(buffer, at, dag.height(tips.at(i)));
    }
  }

  private void writeChange(int gap, int gained) {
    boolean more = gained > 1;
    int at = room(2 * Varint.BYTES_MAX);
    at += Varint.write(buffer, at, 2L * gap + (more ? 1 : 0));
    at += more ? Varint.write(buffer, at, gained - 2) : 0;
    changesLength = at - tipsLength;
  }

  private int room(int bytes) {
    int at = tipsLength + changesLength;
    if (at + bytes > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(FIRST_BYTES, buffer.length * 2));
    }
    return at;
  }

  /** Gives back what a frontier took. */
  void rest() {
    buffer = NONE;
  }
}
