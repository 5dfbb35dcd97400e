package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.pace.Allowance;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a relay says and hears over one link about signed chunk lists. Source: docs/relay.md §6. */
final class ListDesk {
  private final Guest guest;
  private final Holdings holdings;
  private final Verifier verifier;
  private boolean unknown;

  // Most links bring no list and are told of none: none of these is there then.
  private Allowance judged;
  private Map<StoreId, Listed> told = Map.of();
  private Map<StoreId, Waiting> waiting = Map.of();

  /**
   * Why no list is asked for before something is another one.
   *
   * @param verdict of the list that came last
   * @param version of the set then
   * @param heards lists told until then
   */
  private record Waiting(Verdict verdict, long version, int heards) {}

  ListDesk(Guest guest, Holdings holdings, Verifier verifier) {
    this.guest = guest;
    this.holdings = holdings;
    this.verifier = verifier;
  }

  /** A member's list. */
  Verdict list(byte[] bytes, int offset, int length, Peer peer, long nowMs) throws StoreException {
    byte[] list = {};
    long place = 0;
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      int at = fields.dataOffset();
      if (fields.fieldNumber() == 1) {
        place = fields.value();
      } else if (fields.fieldNumber() == 2) {
        list =
            Arrays.copyOfRange(bytes, at, at + Math.min(fields.dataLength(), ChunkList.BYTES + 1));
      }
    }
    if (fields.malformed() || place >>> 31 != 0) {
      return Verdict.CHUNK_LIST_MALFORMED;
    }
    if (judged == null) {
      judged = new Allowance(Limits.RELAY_LISTS_BURST, Limits.RELAY_LIST_REFILL_MS);
    }
    if (!judged.take(nowMs)) {
      return Verdict.CHUNK_LISTS_TOO_MANY;
    }
    Verdict form = ChunkList.check(list, verifier);
    if (form != Verdict.OK) {
      return form;
    }
    StoreId store = peer.storeAt(place);
    Holding holding = store == null ? null : holdings.find(store);
    return holding == null
        ? Verdict.SESSION_UNKNOWN
        : judge(ChunkList.of(list), holding, peer, nowMs);
  }

  private Verdict judge(ChunkList list, Holding holding, Peer peer, long nowMs)
      throws StoreException {
    Verdict verdict = holding.chunks().take(list, guest.key(), nowMs);
    if (verdict == Verdict.CHUNK_LIST_UNHEARD) {
      peer.askNeeds(holding.id());
    }
    long version = holding.dag().shown().version();
    waiting = waiting.isEmpty() ? new LinkedHashMap<>(2) : waiting;
    waiting.put(holding.id(), new Waiting(verdict, version, holding.chunks().heards()));
    // It is answered even if nothing is another one.
    tell(holding.id(), null);
    return Verdict.OK;
  }

  private void tell(StoreId store, Listed listed) {
    told = told.isEmpty() ? new LinkedHashMap<>(2) : told;
    told.put(store, listed);
  }

  /**
   * Writes what is news about a store in a session that this end calls {@code place}; its bytes.
   */
  int transmit(FrameWriter writer, byte[] out, int offset, Holding holding, int place)
      throws StoreException {
    if (unknown || !VoterLists.counts(guest.key(), holding.manifest())) {
      return 0;
    }
    Listed now = listed(holding);
    if (now.equals(told.getOrDefault(holding.id(), Listed.NOTHING))) {
      return 0;
    }
    tell(holding.id(), now);
    return now.write(writer, out, offset, place);
  }

  private Listed listed(Holding holding) throws StoreException {
    Waiting last = waiting.get(holding.id());
    Verdict verdict = last == null ? Verdict.OK : last.verdict;
    boolean wanted = !isSame(last, holding) && holding.chunks().wants(guest.key());
    long sequence = holding.chunks().lists().sequence(guest.key());
    return new Listed(sequence, wanted, verdict, holding.chunks().load());
  }

  /** True if the same list would be judged the same again. */
  private static boolean isSame(Waiting last, Holding holding) {
    return last != null
        && last.verdict != Verdict.OK
        && last.version == holding.dag().shown().version()
        && last.heards == holding.chunks().heards();
  }

  /** The peer does not know what is said here. */
  void unknownToPeer() {
    unknown = true;
  }

  /** The peer begins another conversation. */
  void begin() {
    told = Map.of();
    waiting = Map.of();
  }
}
