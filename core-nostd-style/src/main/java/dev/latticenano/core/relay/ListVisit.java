package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.store.StoreException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a member says and hears at a relay about chunk lists, in one conversation: signs one when
 * the relay wants it and both agree. Source: docs/relay.md §6.
 */
final class ListVisit {
  /** Until a node is asked again for a list that it could not give, ms. */
  private static final long AGAIN_MS = 1000;

  private final Peer peer;
  private final MemberLists lists;
  private final Map<StoreId, Wish> wishes = new LinkedHashMap<>(1);
  private long lastMs;

  /** What is wanted of one store. */
  private static final class Wish {
    private long sequence;
    private boolean wanted;
    private long sentMs = -1;
    private long triedMs = -1;
  }

  ListVisit(Peer peer, MemberLists lists) {
    this.peer = peer;
    this.lists = lists;
  }

  /** A relay says what it has and wants. */
  Verdict listed(byte[] bytes, int offset, int length) throws StoreException {
    Listed listed = Listed.read(bytes, offset, length);
    if (listed == null) {
      return Verdict.CHUNK_LIST_MALFORMED;
    }
    StoreId store = peer.storeAt(Terms.place(bytes, offset, length));
    if (store != null) {
      Wish wish = wishes.computeIfAbsent(store, id -> new Wish());
      wish.sequence = listed.sequence();
      wish.wanted = listed.wanted();
      wish.sentMs = -1;
      wish.triedMs = -1;
      lists.listed(AuthorId.of(peer.key(), 0), store, listed);
    }
    return Verdict.OK;
  }

  /** Writes a list that is wanted, if it can be said now; returns its bytes or 0. */
  int transmit(FrameWriter writer, byte[] out, int offset, long nowMs) throws StoreException {
    lastMs = nowMs;
    for (Map.Entry<StoreId, Wish> each : wishes.entrySet()) {
      Wish wish = each.getValue();
      boolean soon = wish.triedMs >= 0 && nowMs >= wish.triedMs && nowMs - wish.triedMs < AGAIN_MS;
      boolean due = wish.wanted && wish.sentMs < 0 && !soon && wish.sequence < Long.MAX_VALUE;
      if (due && peer.agrees(each.getKey())) {
        ChunkList.Content content = lists.needed(each.getKey());
        wish.triedMs = content == ChunkList.NOT_YET ? -1 : nowMs;
        if (content != null && content != ChunkList.NOT_YET) {
          wish.sentMs = nowMs;
          ChunkList list =
              ChunkList.sign(each.getKey(), wish.sequence + 1, content, lists.signer());
          writer.start(out, offset, Message.CHUNK_LIST).number(1, peer.place(each.getKey()));
          return writer.bytes(2, list.toBytes(), 0, ChunkList.BYTES).finish();
        }
      }
    }
    return 0;
  }

  /** Nothing is wanted: another conversation begins, or the relay does not know lists after all. */
  void clear() {
    wishes.clear();
  }

  /** True if no list is to be said or answered, as far as that depends on this end. */
  boolean isAtRest() {
    for (Map.Entry<StoreId, Wish> each : wishes.entrySet()) {
      Wish wish = each.getValue();
      boolean answerDue = wish.sentMs >= 0 && lastMs - wish.sentMs < Limits.RELAY_ANSWER_MS;
      boolean tryDue = wish.wanted && wish.triedMs < 0 && peer.agrees(each.getKey());
      if (answerDue || tryDue) {
        return false;
      }
    }
    return true;
  }
}
