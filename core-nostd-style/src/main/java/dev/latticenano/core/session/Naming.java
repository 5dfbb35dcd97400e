package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.Told;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Beside the rounds of one session of a store whose log begins later: asks the peer where what is
 * cited here and known by nobody here stood, and answers the like. Whoever has an intention has the
 * names of all that it cites, so whoever sent it can tell. Rules: docs/protocol.md §14, Names.
 */
final class Naming {
  /** Hashes in one request. */
  static final int HASHES_MAX = 64;

  private static final byte[] NONE = {};

  private final Held store;
  private final Dag dag;
  private final LinkProfile profile;
  private final int place;
  private final Set<Hash> asked = new HashSet<>();
  private byte[] hashes = NONE;
  private byte[] wanted = NONE;
  private int count;
  private int request;
  private boolean requestDue;
  private boolean waiting;
  private boolean unknownToPeer;
  private int answered;
  private int wantedCount;
  private boolean answerDue;
  private int missingSeen = -1;
  private long retryAtMs = Long.MAX_VALUE;

  Naming(Held store, LinkProfile profile, int place) {
    this.store = store;
    this.dag = store.dag();
    this.profile = profile;
    this.place = place;
  }

  /** True if neither end waits for an answer. */
  boolean isAtRest() {
    return !waiting && !answerDue;
  }

  /** True if the peer owes an answer. */
  boolean isWaiting() {
    return waiting;
  }

  /** The peer says that it does not know this message: it is not asked again. */
  void unknownToPeer() {
    unknownToPeer = true;
    waiting = false;
    requestDue = false;
  }

  /** Asks for what is missing, of each hash once; asks again on a link that loses frames. */
  void tick(boolean peerHasSent, long nowMs) {
    if (unknownToPeer || !dag.pruning().hasBase()) {
      return;
    }
    if (waiting && profile.retryMs() > 0 && nowMs >= retryAtMs) {
      retryAtMs = nowMs + profile.retryMs();
      requestDue = true;
    } else if (!waiting && peerHasSent && dag.missingCount() > 0) {
      askNext(nowMs);
    }
  }

  private void askNext(long nowMs) {
    if (missingSeen == dag.missingCount()) {
      return;
    }
    Told told = dag.pruning().told();
    count = 0;
    hashes = new byte[HASHES_MAX * Hash.BYTES];
    byte[] missing = new byte[HASHES_MAX * Hash.BYTES];
    int from = 0;
    int found = told.missing(from, HASHES_MAX, missing);
    while (found > 0 && count < HASHES_MAX) {
      for (int i = 0; i < found && count < HASHES_MAX; i++) {
        if (asked.add(Hash.of(missing, i * Hash.BYTES))) {
          System.arraycopy(missing, i * Hash.BYTES, hashes, count++ * Hash.BYTES, Hash.BYTES);
        }
      }
      from += found;
      found = told.missing(from, HASHES_MAX, missing);
    }
    if (count == 0) {
      hashes = NONE;
      missingSeen = dag.missingCount();
      return;
    }
    request++;
    waiting = true;
    requestDue = true;
    retryAtMs = nowMs + profile.retryMs();
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    return waiting && profile.retryMs() > 0 ? retryAtMs : Long.MAX_VALUE;
  }

  /** Writes a request or an answer, if one is due; returns its bytes or 0. */
  int transmit(FrameWriter writer, byte[] out, int offset) throws StoreException {
    if (requestDue) {
      requestDue = false;
      return writer
          .start(out, offset, Message.NAME)
          .number(1, place)
          .number(2, request)
          .bytes(3, hashes, 0, count * Hash.BYTES)
          .finish();
    }
    if (!answerDue) {
      return 0;
    }
    answerDue = false;
    byte[] names = new byte[wantedCount * Told.NAME_BYTES];
    int known = 0;
    for (int i = 0; i < wantedCount; i++) {
      int row = dag.find(wanted, i * Hash.BYTES);
      if (row != Dag.NONE && dag.sequenceOf(row) <= store.durable()) {
        dag.pruning().told().describe(row, names, known++ * Told.NAME_BYTES);
      }
    }
    return writer
        .start(out, offset, Message.NAMED)
        .number(1, place)
        .number(2, answered)
        .bytes(3, names, 0, known * Told.NAME_BYTES)
        .finish();
  }

  /** The peer's request. */
  Verdict name(byte[] bytes, int offset, int length) {
    return read(bytes, offset, length, Hash.BYTES, true) ? Verdict.OK : Verdict.NAME_MALFORMED;
  }

  /** The peer's answer. */
  Verdict named(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    if (!read(bytes, offset, length, Told.NAME_BYTES, false)) {
      return Verdict.NAME_MALFORMED;
    }
    take(bytes, offset, length, nowMs);
    return Verdict.OK;
  }

  private boolean read(byte[] bytes, int offset, int length, int entryBytes, boolean asks) {
    long number = 0;
    int at = offset;
    int entries = 0;
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 2 -> number = fields.value();
        case 3 -> {
          at = fields.dataOffset();
          entries = fields.dataLength();
        }
        default -> {}
      }
    }
    boolean whole = entries % entryBytes == 0 && entries <= HASHES_MAX * entryBytes;
    boolean sound =
        !fields.malformed() && number >= 1 && number >>> 31 == 0 && whole && (!asks || entries > 0);
    if (sound && asks) {
      answered = (int) number;
      wantedCount = entries / Hash.BYTES;
      wanted = Arrays.copyOfRange(bytes, at, at + entries);
      answerDue = true;
    }
    return sound;
  }

  private void take(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    long number = 0;
    boolean any = false;
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      number = fields.fieldNumber() == 2 ? fields.value() : number;
      if (fields.fieldNumber() == 3 && waiting && number == request) {
        int end = fields.dataOffset() + fields.dataLength();
        for (int at = fields.dataOffset(); at < end; at += Told.NAME_BYTES) {
          int height = BigEndian.intAt(bytes, at + 64);
          any |= dag.pruning().told().take(bytes, at, bytes, at + 32, height, nowMs);
        }
      }
    }
    if (number == request && waiting) {
      waiting = false;
      missingSeen = -1;
      if (any) {
        store.sync(nowMs);
      }
    }
  }
}
