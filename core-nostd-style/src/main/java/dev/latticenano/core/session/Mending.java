package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.BitSet;

/**
 * Beside the rounds of one session: asks the peer for intentions whose records are damaged here.
 * Sets are compared by what is witnessed, so they agree although bytes have gone; damage is
 * therefore named hash by hash. Each is asked for once in a session. What the peer is asked for is
 * in {@link MendAnswer}. Rules: docs/protocol.md §14.
 */
final class Mending {
  /** Hashes in one request. */
  static final int HASHES_MAX = 64;

  private final Held store;
  private final Dag dag;
  private final LinkProfile profile;
  private final int place;
  private final IntList lost = new IntList();
  private final IntList asking = new IntList();
  private final BitSet asked = new BitSet();
  private byte[] hashes = {};
  private long lostVersion = -1;
  private int request;
  private boolean requestDue;
  private boolean waiting;
  private boolean halted;
  private boolean unknownToPeer;
  private long retryAtMs = Long.MAX_VALUE;

  Mending(Held store, LinkProfile profile, int place) {
    this.store = store;
    this.dag = store.dag();
    this.profile = profile;
    this.place = place;
  }

  /** True if nothing is awaited of the peer. */
  boolean isAtRest() {
    return !waiting || halted;
  }

  /** What the peer could not mend; OK while nothing is known to be damaged, or may still come. */
  Verdict trouble() {
    return dag.lostCount() > 0 && isAtRest() ? Verdict.DAMAGE_REMAINS : Verdict.OK;
  }

  /** Nothing can be written here for now. */
  void halt() {
    halted = true;
  }

  /** What was halted goes on. */
  void resume() {
    halted = false;
  }

  /** The peer says that it does not know this message: it is not asked again. */
  void unknownToPeer() {
    unknownToPeer = true;
    waiting = false;
    requestDue = false;
  }

  /** Asks for what has turned out to be damaged; asks again on a link that loses frames. */
  void tick(long nowMs) throws StoreException {
    if (halted || unknownToPeer) {
      return;
    }
    if (!waiting) {
      askNext(nowMs);
    } else if (profile.retryMs() > 0 && nowMs >= retryAtMs) {
      retryAtMs = nowMs + profile.retryMs();
      requestDue = true;
    }
  }

  private void askNext(long nowMs) throws StoreException {
    if (lostVersion != dag.lostVersion()) {
      lostVersion = dag.lostVersion();
      dag.lost(lost);
    }
    asking.clear();
    if (lost.count() > 0 && hashes.length == 0) {
      hashes = new byte[HASHES_MAX * Hash.BYTES];
    }
    for (int i = 0; i < lost.count() && asking.count() < HASHES_MAX; i++) {
      int row = lost.at(i);
      if (dag.isLost(row) && !asked.get(row)) {
        asked.set(row);
        dag.lostHash(row, hashes, asking.count() * Hash.BYTES);
        asking.add(row);
      }
    }
    if (asking.count() > 0) {
      request++;
      waiting = true;
      requestDue = true;
      retryAtMs = nowMs + profile.retryMs();
    }
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    return waiting && !halted && profile.retryMs() > 0 ? retryAtMs : Long.MAX_VALUE;
  }

  /** Writes the request, if one is due; returns its bytes or 0. */
  int transmit(FrameWriter writer, byte[] out, int offset) {
    if (!requestDue) {
      return 0;
    }
    requestDue = false;
    return writer
        .start(out, offset, Message.MEND)
        .number(1, place)
        .number(2, request)
        .bytes(3, hashes, 0, asking.count() * Hash.BYTES)
        .finish();
  }

  /** What the peer has of what it was asked for. */
  Verdict mended(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    long number = 0;
    boolean last = false;
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 2 -> number = fields.value();
        case 3 -> last = fields.value() != 0;
        default -> {}
      }
    }
    if (fields.malformed() || number < 1 || number > Integer.MAX_VALUE) {
      return Verdict.MEND_MALFORMED;
    }
    if (number != request || !waiting || halted) {
      return Verdict.OK;
    }
    Verdict worst = Verdict.OK;
    fields.wrap(bytes, offset, length);
    while (fields.nextField()) {
      if (fields.fieldNumber() == 4) {
        Verdict verdict = dag.mend(bytes, fields.dataOffset(), fields.dataLength());
        // What comes twice on a link that loses frames is no fault, nor is what nobody asked for.
        worst = verdict == Verdict.DUPLICATE || verdict == Verdict.OK ? worst : verdict;
      }
    }
    retryAtMs = nowMs + profile.retryMs();
    if (last) {
      waiting = false;
      requestDue = false;
      store.sync(nowMs);
      tick(nowMs);
    }
    return worst;
  }
}
