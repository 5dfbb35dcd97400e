package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.Custody;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Who holds the chunks that travelled over one link: what the peer sent was there when it sent it;
 * what it fetched is there when it says so in {@code kept}, which counts only for chunks that this
 * end sent whole and only once. Both are written to a log, for garbage collection to read. A
 * receipt that gets lost costs space, never a chunk.
 */
final class Receipts {
  /** Names in one message. */
  static final int NAMES_MAX = 64;

  // A sender forgets what it sent before that many others: whoever says kept so late is not
  // counted.
  private static final int SENT_MAX = 256;

  // So many are told together while more are on their way.
  private static final int TOLD_TOGETHER = 8;

  // Neither is there before a chunk went either way.
  private Set<Hash> sent = Set.of();
  private ArrayDeque<Hash> untold;
  private byte[] peerKey;
  private Store log;

  /** Begins anew, with a peer that claims {@code key}; lent until it begins anew again. */
  void start(byte[] key) {
    peerKey = key;
    sent = Set.of();
    untold = null;
    log = null;
  }

  /** Where receipts are written from now on, unless that is known already. */
  void log(Store shared) {
    if (log == null) {
      log = shared;
    }
  }

  /** A chunk of the peer's is durable here. */
  void received(Hash cid, long nowMs) throws StoreException {
    untold = untold == null ? new ArrayDeque<>() : untold;
    untold.add(cid);
    write(cid, nowMs);
  }

  /** A chunk went to the peer, to its last byte. */
  void sent(Hash cid) {
    if (sent.size() >= SENT_MAX) {
      Iterator<Hash> oldest = sent.iterator();
      oldest.next();
      oldest.remove();
    }
    sent = sent.isEmpty() ? new LinkedHashSet<>() : sent;
    sent.add(cid);
  }

  /** The peer says what is durable there. */
  Verdict kept(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    int namesAt = offset;
    int namesBytes = 0;
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      if (fields.fieldNumber() == 1) {
        namesAt = fields.dataOffset();
        namesBytes = fields.dataLength();
      }
    }
    boolean whole = namesBytes > 0 && namesBytes % Hash.BYTES == 0;
    if (fields.malformed() || !whole || namesBytes > NAMES_MAX * Hash.BYTES) {
      return Verdict.KEPT_MALFORMED;
    }
    for (int at = namesAt; at < namesAt + namesBytes; at += Hash.BYTES) {
      Hash cid = Hash.of(bytes, at);
      if (sent.contains(cid)) {
        sent.remove(cid);
        write(cid, nowMs);
      }
    }
    return Verdict.OK;
  }

  private void write(Hash cid, long nowMs) throws StoreException {
    if (log == null) {
      return;
    }
    byte[] name = new byte[Hash.BYTES];
    byte[] record = new byte[Custody.RECORD_BYTES];
    cid.write(name, 0);
    Custody.write(record, 0, name, 0, peerKey, nowMs);
    try {
      log.append(Custody.KIND, record, 0, record.length);
    } catch (StoreException full) {
      if (full.kind() != StoreException.Kind.FULL) {
        throw full;
      }
    }
  }

  /** Writes what the peer is due to hear, if {@code last} or enough gathered; its bytes or 0. */
  int transmit(FrameWriter writer, byte[] out, int offset, boolean last) {
    int count = untold == null ? 0 : Math.min(NAMES_MAX, untold.size());
    if (count == 0 || count < TOLD_TOGETHER && !last) {
      return 0;
    }
    writer.start(out, offset, Message.KEPT);
    int at = writer.open(1, count * Hash.BYTES);
    for (int i = 0; i < count; i++) {
      untold.remove().write(out, at + i * Hash.BYTES);
    }
    return writer.finish();
  }

  /** True if the peer has heard of all that is durable here. */
  boolean isTold() {
    return untold == null || untold.isEmpty();
  }
}
