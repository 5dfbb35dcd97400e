package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * What the peer asked for because its records are damaged: of that, what is durable and sound here,
 * in frames of about the link's size. One request at a time; the same again begins anew.
 */
final class MendAnswer {
  private static final byte[] NONE = {};
  private static final int HASHES_BYTES_MAX = Mending.HASHES_MAX * Hash.BYTES;

  private final Held store;
  private final Dag dag;
  private final LinkProfile profile;
  private final int place;
  private byte[] hashes = NONE;
  private byte[] record = NONE;
  private int request;
  private int count;
  private int next;
  private boolean answering;

  MendAnswer(Held store, LinkProfile profile, int place) {
    this.store = store;
    this.dag = store.dag();
    this.profile = profile;
    this.place = place;
  }

  /** True if the peer has its answer. */
  boolean isAtRest() {
    return !answering;
  }

  /** The peer's request. */
  Verdict mend(byte[] bytes, int offset, int length) {
    long number = 0;
    int hashesAt = offset;
    int hashesBytes = 0;
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 2 -> number = fields.value();
        case 3 -> {
          hashesAt = fields.dataOffset();
          hashesBytes = fields.dataLength();
        }
        default -> {}
      }
    }
    boolean numbered = number >= 1 && number <= Integer.MAX_VALUE;
    boolean whole = hashesBytes > 0 && hashesBytes % Hash.BYTES == 0;
    if (fields.malformed() || !numbered || !whole || hashesBytes > HASHES_BYTES_MAX) {
      return Verdict.MEND_MALFORMED;
    }
    request = (int) number;
    hashes = Arrays.copyOfRange(bytes, hashesAt, hashesAt + hashesBytes);
    count = hashesBytes / Hash.BYTES;
    next = 0;
    answering = true;
    return Verdict.OK;
  }

  /** Writes the next frame of the answer, if there is one; returns its bytes or 0. */
  int transmit(FrameWriter writer, byte[] out, int offset) throws StoreException {
    if (!answering) {
      return 0;
    }
    int first = next;
    int bytes = 0;
    while (next < count && (bytes == 0 || bytes < profile.frameBytes())) {
      bytes += length(next);
      if (bytes > profile.frameBytes() && bytes > length(next)) {
        break;
      }
      next++;
    }
    writer
        .start(out, offset, Message.MENDED)
        .number(1, place)
        .number(2, request)
        .number(3, next == count ? 1 : 0);
    for (int i = first; i < next; i++) {
      int length = read(i);
      writer.bytes(4, record, 0, length);
    }
    answering = next < count;
    if (!answering) {
      record = NONE;
    }
    return writer.finish();
  }

  /** Bytes of the intention asked for, 0 if it cannot be given. */
  private int length(int index) throws StoreException {
    int row = dag.find(hashes, index * Hash.BYTES);
    boolean here = row != Dag.NONE && dag.sequenceOf(row) <= store.durable() && !dag.isLost(row);
    // Of what was dropped the name may be left.
    return here && !dag.pruning().isBelowFloor(row) ? dag.length(row) : 0;
  }

  private int read(int index) throws StoreException {
    int length = length(index);
    if (length == 0) {
      return 0;
    }
    if (record.length < length) {
      record = new byte[Math.max(length, 2 * record.length)];
    }
    int row = dag.find(hashes, index * Hash.BYTES);
    try {
      return dag.read(row, record, 0);
    } catch (StoreException e) {
      if (dag.isLost(row)) {
        return 0;
      }
      throw e;
    }
  }
}
