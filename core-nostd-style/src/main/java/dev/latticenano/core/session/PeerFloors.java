package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.bytes.Varint;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import java.util.Arrays;

/**
 * Up to which height the peer has dropped each author's chain, as it says; and the same of this end
 * as it travels: entries of the first 8 bytes of the author's key and the height, in order of the
 * keys. How much lies at or below all of them names them: floors only rise.
 */
final class PeerFloors {
  private static final int PREFIX_BYTES = 8;
  private static final int ENTRY_BYTES_MAX = PREFIX_BYTES + Varint.BYTES_MAX;

  private final Dag dag;
  private final int place;
  private final Cursor fields = new Cursor();
  private final Cursor entries = new Cursor();
  private byte[] heard = new byte[0];
  private int heardSum;

  PeerFloors(Dag dag, int place) {
    this.dag = dag;
    this.place = place;
  }

  /** How much lies at or below the floors of {@code dag}; 0: it has none. */
  static int own(Dag dag) {
    return dag.pruning().hasBase() ? Math.toIntExact(dag.pruning().belowCount()) : 0;
  }

  /** How much lies at or below the peer's floors, as far as heard; 0: it has none. */
  int heard() {
    return heardSum;
  }

  /** The peer's floors as heard, one an author that is known here; the caller's. */
  int[] heights() {
    int[] heights = new int[heardSum == 0 ? 0 : dag.authorCount()];
    entries.wrap(heard, 0, heard.length);
    while (heardSum > 0 && entries.remaining() > 0) {
      int author = dag.findAuthorByPrefix(heard, entries.position());
      entries.skip(PREFIX_BYTES);
      int height = (int) entries.varint();
      if (author != Dag.NONE) {
        heights[author] = height;
      }
    }
    return heights;
  }

  /** The peer's floors. */
  Verdict receive(byte[] bytes, int offset, int length) {
    int at = offset;
    int entriesBytes = 0;
    fields.wrap(bytes, offset, length);
    while (fields.nextField()) {
      if (fields.fieldNumber() == 2) {
        at = fields.dataOffset();
        entriesBytes = fields.dataLength();
      }
    }
    int sum = fields.malformed() ? -1 : sum(bytes, at, entriesBytes);
    if (sum < 0) {
      return Verdict.FLOORS_MALFORMED;
    }
    heard = Arrays.copyOfRange(bytes, at, at + entriesBytes);
    heardSum = sum;
    return Verdict.OK;
  }

  /** The sum of all heights; negative if the entries break the rule. */
  private int sum(byte[] bytes, int offset, int length) {
    long sum = 0;
    int count = 0;
    int previous = -1;
    entries.wrap(bytes, offset, length);
    while (entries.remaining() > 0) {
      int at = entries.position();
      entries.skip(PREFIX_BYTES);
      long height = entries.varint();
      boolean rises = previous < 0 || compare(bytes, previous, at) <= 0;
      if (entries.malformed() || !rises || height < 1 || ++count > Limits.AUTHORS_MAX) {
        return -1;
      }
      sum += Math.min(height, Integer.MAX_VALUE);
      if (sum > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
        return -1;
      }
      previous = at;
    }
    return (int) sum;
  }

  private static int compare(byte[] bytes, int left, int right) {
    return Arrays.compareUnsigned(
        bytes, left, left + PREFIX_BYTES, bytes, right, right + PREFIX_BYTES);
  }

  /** Writes this end's floors; returns the bytes of the message. */
  int transmit(FrameWriter writer, byte[] out, int offset) {
    byte[][] keys = new byte[dag.authorCount()][];
    int count = 0;
    for (int author = 0; author < dag.authorCount(); author++) {
      int height = dag.pruning().floor(author);
      if (height > 0) {
        byte[] entry = new byte[32 + Varint.BYTES_MAX];
        dag.copyAuthorKey(author, entry, 0);
        int length = PREFIX_BYTES + Varint.write(entry, PREFIX_BYTES, height);
        keys[count++] = Arrays.copyOf(entry, length);
      }
    }
    Arrays.sort(keys, 0, count, Arrays::compareUnsigned);
    byte[] body = new byte[count * ENTRY_BYTES_MAX];
    int length = 0;
    for (int i = 0; i < count; i++) {
      System.arraycopy(keys[i], 0, body, length, keys[i].length);
      length += keys[i].length;
    }
    return writer
        .start(out, offset, Message.FLOORS)
        .number(1, place)
        .bytes(2, body, 0, length)
        .finish();
  }
}
