package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.dag.BaseHandover;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Beside the rounds of one session: hands a peer that lacks what was dropped here what it needs to
 * believe the snapshot, and takes the like from it. The snapshot itself travels as chunks. Rules:
 * docs/protocol.md §14, Bases.
 */
final class BaseExchange {
  private static final byte[] NONE = {};
  private static final int NOWHERE = -1;

  private final Held store;
  private final LinkProfile profile;
  private final int place;

  // Given.
  private BaseProof given = BaseProof.NONE;
  private boolean needed;
  private int number;
  private int part;
  private int next;
  private boolean sending;
  private int heard;
  private long retryAtMs = Long.MAX_VALUE;

  // Taken.
  private List<byte[]> coming = List.of();
  private List<byte[]> comingRecords = List.of();
  private byte[] covered = NONE;
  private int comingNumber;
  private int partsIn;
  private int bytesIn;
  private int taken;
  private boolean told;
  private boolean refusalTold;

  private BaseExchange(Held store, LinkProfile profile, int place) {
    this.store = store;
    this.profile = profile;
    this.place = place;
  }

  /** Nothing is handed over either way; one for all sessions of which that is true. */
  static BaseExchange idle(Held store) {
    return new BaseExchange(store, LinkProfile.TCP, NOWHERE);
  }

  /** This, or, if nothing was handed over yet, one for a session alone. */
  BaseExchange begun(Held ofStore, LinkProfile ofLink, int newPlace) {
    return place == NOWHERE ? new BaseExchange(ofStore, ofLink, newPlace) : this;
  }

  /**
   * Whether the peer, as its last frontier shows, lacks what only a snapshot can give it: then it
   * can do nothing with {@code missing}, which stands above, before it has that.
   */
  void peerIsBelow(boolean below, IntList missing, long nowMs) throws StoreException {
    if (below) {
      missing.clear();
    }
    if (below && !needed) {
      given = store.bases().given();
      number++;
      begin(nowMs);
    }
    needed = below;
    sending &= below;
  }

  /** The sets agree: the peer lacks nothing. */
  void agreed() {
    needed = false;
    sending = false;
  }

  private void begin(long nowMs) {
    part = 0;
    next = 0;
    sending = true;
    retryAtMs = nowMs + profile.retryMs();
  }

  /** The peer has the base of this number whole. */
  void heard(long newHeard) {
    heard = Math.max(heard, (int) Math.min(number, newHeard));
  }

  /** The number of the last base that came whole; 0 for none. */
  int taken() {
    return taken;
  }

  /** What keeps this session from agreement: one end's set begins above the other's end. */
  Verdict trouble() {
    if (store.bases().outcome() != Verdict.OK && told) {
      return store.bases().outcome();
    }
    return needed || told ? Verdict.BELOW_FLOOR : Verdict.OK;
  }

  /** True if the peer has what it is to be handed, and nothing is being done with what it gave. */
  boolean isAtRest() {
    boolean unheard = profile.retryMs() > 0 && needed && heard < number;
    return !sending && !unheard && !(told && store.bases().isAtWork());
  }

  /** What the peer is to be told of what it handed over, once; OK: nothing. */
  Verdict takeRefusal() {
    Verdict outcome = told ? store.bases().outcome() : Verdict.OK;
    boolean isNews = outcome != Verdict.OK && !refusalTold;
    refusalTold |= isNews;
    return isNews ? outcome : Verdict.OK;
  }

  /** On a link that loses frames: hands it over again if it has not come whole. */
  void tick(long nowMs) {
    if (nowMs >= deadlineMs()) {
      begin(nowMs);
    }
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    boolean unheard = profile.retryMs() > 0 && needed && !sending && heard < number;
    return unheard ? retryAtMs : Long.MAX_VALUE;
  }

  /** Writes the next part, if there is one to send; returns its bytes or 0. */
  int transmit(FrameWriter writer, byte[] out, int offset) {
    if (!sending) {
      return 0;
    }
    List<byte[]> all = given.intentions();
    int signed = all.size();
    if (given.handover() != null) {
      all = new ArrayList<>(all);
      all.addAll(given.handover().records());
    }
    int end = next;
    int bytes = 0;
    while (end < all.size()
        && (end == next || bytes + all.get(end).length <= profile.frameBytes())) {
      bytes += all.get(end++).length;
    }
    part++;
    sending = end < all.size();
    writer
        .start(out, offset, Message.BASE)
        .number(1, place)
        .number(2, number)
        .number(3, part)
        .number(4, sending ? 0 : 1);
    for (; next < end; next++) {
      writer.bytes(next < signed ? 5 : 7, all.get(next), 0, all.get(next).length);
    }
    if (part == 1) {
      writer.bytes(6, given.covered(), 0, given.covered().length);
    }
    return writer.finish();
  }

  /** A part of what the peer hands over. */
  Verdict base(byte[] bytes, int offset, int length) throws StoreException {
    long newNumber = 0;
    long newPart = 0;
    boolean last = false;
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 2 -> newNumber = fields.value();
        case 3 -> newPart = fields.value();
        case 4 -> last = fields.value() != 0;
        default -> {}
      }
    }
    boolean numbered = newNumber >= 1 && newPart >= 1 && (newNumber | newPart) >>> 31 == 0;
    if (fields.malformed() || !numbered) {
      return Verdict.BASE_MALFORMED;
    }
    if (newPart == 1 && newNumber > taken) {
      coming = new ArrayList<>();
      comingRecords = new ArrayList<>();
      covered = NONE;
      comingNumber = (int) newNumber;
      partsIn = 0;
      bytesIn = 0;
    }
    if (newNumber != comingNumber || newNumber <= taken || newPart != partsIn + 1) {
      return Verdict.OK;
    }
    partsIn++;
    if (!add(bytes, offset, length)) {
      comingNumber = 0;
      return Verdict.BASE_MALFORMED;
    }
    return last ? take() : Verdict.OK;
  }

  private boolean add(byte[] bytes, int offset, int length) {
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      int from = fields.dataOffset();
      switch (fields.fieldNumber()) {
        case 5 -> coming.add(Arrays.copyOfRange(bytes, from, from + fields.dataLength()));
        case 7 -> comingRecords.add(Arrays.copyOfRange(bytes, from, from + fields.dataLength()));
        case 6 -> covered = Arrays.copyOfRange(bytes, from, from + fields.dataLength());
        default -> {}
      }
    }
    bytesIn += length;
    return bytesIn <= store.bases().bytesMax();
  }

  private Verdict take() throws StoreException {
    taken = comingNumber;
    told = true;
    refusalTold = false;
    BaseProof proof =
        comingRecords.isEmpty()
            ? new BaseProof(coming, covered)
            : new BaseProof(new BaseHandover(coming, comingRecords));
    coming = List.of();
    comingRecords = List.of();
    covered = NONE;
    if (proof.isEmpty()) {
      return Verdict.OK;
    }
    return proof.isTooLarge() ? Verdict.BASE_MALFORMED : store.bases().take(proof);
  }
}
