package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayDeque;
import java.util.function.Predicate;

/**
 * The chunks that travel over one link: a few are asked for at a time, pieces arrive in order, the
 * whole is verified against its name and made durable; what the peer asks for is served from its
 * offset on. The asking side remembers everything, the serving side only what it was asked.
 */
final class ChunkExchange {
  private static final int REQUESTS_IN_FLIGHT = 4;
  private static final int SERVED_MAX = 64;
  private static final int HASH_BYTES = 32;

  private static final byte[] NONE = {};

  private final int link;
  private final LinkProfile profile;
  private final ChunkStore chunks;
  private final Wanted wanted;
  private final Receipts receipts = new Receipts();
  private byte[] hash = NONE;
  private final ChunkRequest[] requests = new ChunkRequest[REQUESTS_IN_FLIGHT];
  private ArrayDeque<Asked> asked;
  private Blake3 blake3;
  private byte[] serving;
  private Asked served;
  private int servingBytes;
  private long bytesReceived;
  private long bytesSent;
  private int chunksReceived;
  private Verdict trouble = Verdict.OK;

  private record Asked(Hash cid, int offset) {}

  ChunkExchange(int link, LinkProfile profile, ChunkStore chunks, Wanted wanted) {
    this.link = link;
    this.profile = profile;
    this.chunks = chunks;
    this.wanted = wanted;
  }

  /** This end shares {@code stores}, live, the caller's, with a peer that claims {@code key}. */
  void start(Predicate<StoreId> stores, byte[] key) {
    receipts.start(key);
    wanted.join(link, stores);
    asked = null;
    served = null;
    serving = null;
    freeAll();
  }

  /**
   * True if nothing is under way either side, nothing is left to ask this peer for, nothing that it
   * was told to be absent may still come, and it knows what was kept.
   */
  boolean isAtRest() {
    boolean quiet = !isServing() && receipts.isTold();
    return quiet && !wanted.isWaiting(link) && !wanted.isExpected(link);
  }

  /** What is proved over this link about who holds which chunk. */
  Receipts receipts() {
    return receipts;
  }

  /** True while chunks that the peer was asked for are awaited. */
  boolean isReceiving() {
    for (ChunkRequest request : requests) {
      if (request != null && !request.isFree()) {
        return true;
      }
    }
    return false;
  }

  /** Chunks that have come since the peer was told that they were absent, counted up. */
  int news() {
    return wanted.news(link);
  }

  /** What stopped chunks from being kept; OK while nothing did. */
  Verdict trouble() {
    return trouble;
  }

  int chunksReceived() {
    return chunksReceived;
  }

  /** Bytes of chunks received over this link. */
  long bytesReceived() {
    return bytesReceived;
  }

  /** Bytes of chunks sent over this link. */
  long bytesSent() {
    return bytesSent;
  }

  /** The peer has something new: it may be asked again for what it did not have. */
  void peerGrew() {
    wanted.forgive(link);
  }

  void close() {
    wanted.leave(link);
  }

  void halt(Verdict verdict) {
    trouble = verdict;
    wanted.leave(link);
    freeAll();
  }

  /** Chunks can be kept again; the links' claims begin anew for {@code stores}. */
  void resume(Predicate<StoreId> stores) {
    trouble = Verdict.OK;
    wanted.join(link, stores);
  }

  /** The peer does not answer: others may be asked for what is awaited. */
  void giveUp() {
    for (ChunkRequest request : requests) {
      if (request != null && !request.isFree()) {
        giveUp(request);
      }
    }
  }

  /** Rises with every chunk that comes, and with every frame's worth of pieces. */
  long received() {
    return bytesReceived / profile.frameBytes() + chunksReceived;
  }

  private void freeAll() {
    for (ChunkRequest request : requests) {
      if (request != null) {
        request.free();
      }
    }
  }

  /** The peer asks for a chunk. */
  Verdict want(byte[] bytes, int offset, int length) {
    int cidAt = -1;
    long from = 0;
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 1 -> cidAt = fields.dataLength() == HASH_BYTES ? fields.dataOffset() : -1;
        case 2 -> from = fields.value();
        default -> {}
      }
    }
    if (fields.malformed() || cidAt < 0 || from < 0 || from >= Limits.CHUNK_BYTES_MAX) {
      return Verdict.WANT_MALFORMED;
    }
    Hash cid = Hash.of(bytes, cidAt);
    asked = asked == null ? new ArrayDeque<>() : asked;
    asked.removeIf(each -> each.cid().equals(cid));
    if (asked.size() >= SERVED_MAX) {
      return Verdict.WANTS_TOO_MANY;
    }
    asked.add(new Asked(cid, (int) from));
    return Verdict.OK;
  }

  /** A piece of a chunk we asked for. */
  Verdict chunk(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    int cidAt = -1;
    long at = 0;
    long size = 0;
    int pieceAt = offset;
    int pieceBytes = 0;
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 1 -> cidAt = fields.dataLength() == HASH_BYTES ? fields.dataOffset() : -1;
        case 2 -> at = fields.value();
        case 3 -> size = fields.value();
        case 4 -> {
          pieceAt = fields.dataOffset();
          pieceBytes = fields.dataLength();
        }
        default -> {}
      }
    }
    boolean sizesSane = (at | size) >>> 31 == 0;
    if (fields.malformed() || cidAt < 0 || !sizesSane) {
      return Verdict.CHUNK_MALFORMED;
    }
    ChunkRequest request = find(bytes, cidAt);
    if (request == null) {
      return Verdict.OK;
    }
    long retryAtMs = nowMs + profile.retryMs();
    int taken = request.take(bytes, pieceAt, pieceBytes, (int) at, (int) size, retryAtMs);
    if (taken < 0) {
      giveUp(request);
      return Verdict.CHUNK_MALFORMED;
    }
    bytesReceived += taken;
    return request.isComplete() ? keep(request, nowMs) : Verdict.OK;
  }

  private Verdict keep(ChunkRequest request, long nowMs) throws StoreException {
    Hash cid = request.cid();
    blake3 = blake3 == null ? Blake3.plain() : blake3;
    blake3.hash(request.bytes(), 0, request.got(), room(), 0);
    if (!cid.matches(hash, 0)) {
      giveUp(request);
      return Verdict.CHUNK_MISNAMED;
    }
    chunks.write(hash, 0, request.bytes(), 0, request.got());
    chunksReceived++;
    wanted.arrived(cid, request.got());
    request.free();
    receipts.received(cid, nowMs);
    return Verdict.OK;
  }

  // Others may be asked for it; this peer again when it has something new.
  private void giveUp(ChunkRequest request) {
    wanted.absent(link, request.cid());
    request.free();
  }

  /**
   * The peer does not have a chunk we asked for.
   *
   * @param newsHeard of how many chunks we have heard that they were absent and have come: an
   *     answer from before that came late and is passed over
   */
  Verdict absent(byte[] bytes, int offset, int length, int newsHeard) {
    int cidAt = -1;
    long news = 0;
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 1 -> cidAt = fields.dataLength() == HASH_BYTES ? fields.dataOffset() : -1;
        case 2 -> news = fields.value();
        default -> {}
      }
    }
    if (fields.malformed() || cidAt < 0) {
      return Verdict.CHUNK_MALFORMED;
    }
    ChunkRequest request = find(bytes, cidAt);
    if (request != null && news >= newsHeard) {
      giveUp(request);
    }
    return Verdict.OK;
  }

  private ChunkRequest find(byte[] name, int offset) {
    for (ChunkRequest request : requests) {
      if (request != null && request.isFor(name, offset)) {
        return request;
      }
    }
    return null;
  }

  void tick(long nowMs) {
    for (ChunkRequest request : requests) {
      if (request != null) {
        request.tick(nowMs, profile.retryMs());
      }
    }
  }

  long deadlineMs() {
    long deadline = Long.MAX_VALUE;
    for (ChunkRequest request : requests) {
      if (request != null) {
        deadline = Math.min(deadline, request.deadlineMs(profile.retryMs()));
      }
    }
    return deadline;
  }

  /** Writes the next request or word on chunks kept, if one is due; returns its bytes or 0. */
  int transmitWant(FrameWriter writer, byte[] out, int offset, long nowMs) {
    int length = transmitRequest(writer, out, offset, nowMs);
    return length == 0 ? receipts.transmit(writer, out, offset, !isReceiving()) : length;
  }

  private int transmitRequest(FrameWriter writer, byte[] out, int offset, long nowMs) {
    for (int i = 0; i < requests.length; i++) {
      if (requests[i] == null || requests[i].isFree()) {
        Hash next = trouble == Verdict.OK ? wanted.claim(link) : null;
        if (next == null) {
          // Nothing is to come: its room is given back.
          requests[i] = null;
          continue;
        }
        if (requests[i] == null) {
          requests[i] = new ChunkRequest();
        }
        requests[i].start(next, nowMs + profile.retryMs());
      }
      if (!wanted.contains(requests[i].cid())) {
        requests[i].free();
      } else if (requests[i].takeDue()) {
        requests[i].cid().write(room(), 0);
        return writer
            .start(out, offset, Message.WANT)
            .bytes(1, hash, 0, hash.length)
            .number(2, requests[i].got())
            .finish();
      }
    }
    return 0;
  }

  /** True while wants of the peer are to be answered. */
  boolean isServing() {
    return asked != null && !asked.isEmpty();
  }

  /** Writes the next piece the peer asked for; returns its bytes or 0. */
  int transmitPiece(FrameWriter writer, byte[] out, int offset) throws StoreException {
    if (isServing()) {
      Asked next = asked.peek();
      if (served == null || !served.cid().equals(next.cid())) {
        servingBytes = load(next.cid());
      }
      served = next;
      next.cid().write(room(), 0);
      asked.remove();
      int length = Math.min(servingBytes - next.offset(), profile.frameBytes());
      if (length <= 0) {
        served = null;
        wanted.toldAbsent(link, next.cid());
        return writer
            .start(out, offset, Message.ABSENT)
            .bytes(1, hash, 0, hash.length)
            .number(2, wanted.newsNow(link))
            .finish();
      }
      if (next.offset() + length < servingBytes) {
        asked.addFirst(new Asked(next.cid(), next.offset() + length));
      } else {
        receipts.sent(next.cid());
      }
      bytesSent += length;
      writer
          .start(out, offset, Message.CHUNK)
          .bytes(1, hash, 0, hash.length)
          .number(2, next.offset())
          .number(3, servingBytes)
          .bytes(4, serving, next.offset(), length);
      if (asked.isEmpty()) {
        served = null;
        serving = null;
      }
      return writer.finish();
    }
    return 0;
  }

  private int load(Hash cid) throws StoreException {
    if (serving == null) {
      serving = new byte[Limits.CHUNK_BYTES_MAX];
    }
    cid.write(room(), 0);
    try {
      return chunks.read(hash, 0, serving, 0);
    } catch (StoreException damaged) {
      if (damaged.kind() == StoreException.Kind.CORRUPT) {
        return -1;
      }
      throw damaged;
    }
  }

  // For the name of a chunk, from the first on.
  private byte[] room() {
    if (hash.length == 0) {
      hash = new byte[HASH_BYTES];
    }
    return hash;
  }
}
