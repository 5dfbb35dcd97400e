package dev.latticenano.core.dag;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.Kept;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a newcomer needs to stand on a base with holes: the signed intentions that stay below the
 * floors, each after what it cites, and the records of the base (docs/storage.md §16), each its
 * kind and its body; the first begins the base, the last ends it. Rules: docs/protocol.md §14,
 * Bases. Holds all of it. Cold.
 */
public final class BaseHandover {
  private final List<byte[]> staying;
  private final List<byte[]> records;
  private final int[] counts = new int[17];
  private final Map<AuthorId, Floor> floors = new HashMap<>();
  private final List<byte[]> entries = new ArrayList<>();
  private final IdSum gone = new IdSum();

  /**
   * The floor of an author.
   *
   * @param height from 1
   * @param hash of what stood there
   */
  record Floor(int height, Hash hash) {}

  /** What was handed over; believed only after {@link #check}. */
  public BaseHandover(List<byte[]> staying, List<byte[]> records) {
    this.staying = List.copyOf(staying);
    this.records = List.copyOf(records);
  }

  /** What {@code parts} stands on; null if something that stays cannot be read. */
  static BaseHandover of(Parts parts) throws StoreException {
    Dropping same = Dropping.nothing(parts);
    while (same.turn(Integer.MAX_VALUE)) {
      // All at once.
    }
    List<byte[]> records = new ArrayList<>();
    same.write(records).end();
    IntList rows = new IntList();
    parts.floors.holes().list(rows);
    List<byte[]> staying = new ArrayList<>();
    for (int i = 0; i < rows.count(); i++) {
      if (parts.records.openQuietly(rows.at(i)) == null) {
        return null;
      }
      byte[] signed = new byte[parts.rows.length(rows.at(i))];
      parts.records.read(rows.at(i), signed, 0);
      staying.add(signed);
    }
    return new BaseHandover(staying, records);
  }

  /** The signed intentions that stay; to be read only. */
  public List<byte[]> staying() {
    return staying;
  }

  /** The records of the base, each its kind (1) and its body; to be read only. */
  public List<byte[]> records() {
    return records;
  }

  /** Whether it is a base of {@code store}; OK or the rule it breaks. */
  public Verdict check(StoreId store, Verifier verifier) {
    Arrays.fill(counts, 0);
    floors.clear();
    entries.clear();
    for (int i = 0; i < records.size(); i++) {
      if (!isFormed(records.get(i), i)) {
        return Verdict.BASE_PROOF_WRONG;
      }
    }
    long below = 0;
    for (Floor floor : floors.values()) {
      below += floor.height();
    }
    boolean whole =
        !floors.isEmpty()
            && below < Integer.MAX_VALUE
            && floors.size() == counts[LogRecord.PRUNE_MARK]
            && gone.count() == below - staying.size()
            && entries.size() == staying.size();
    if (!whole) {
      return Verdict.BASE_PROOF_WRONG;
    }
    Blake3 blake3 = Blake3.plain();
    for (int i = 0; i < staying.size(); i++) {
      Verdict verdict = check(staying.get(i), entries.get(i), store, verifier, blake3);
      if (verdict != Verdict.OK) {
        return verdict;
      }
    }
    return Verdict.OK;
  }

  private boolean isFormed(byte[] record, int index) {
    int kind = record.length == 0 ? 0 : record[0];
    int length = record.length - 1;
    boolean first = index == 0;
    boolean last = index == records.size() - 1;
    if (first || last) {
      boolean begins = first && kind == LogRecord.BASE_BEGIN && length == 0;
      boolean ends = last && !first && kind == LogRecord.BASE && isEnd(record, length);
      return begins || ends;
    }
    int entry =
        switch (kind) {
          case LogRecord.PRUNE_MARK -> Bases.MARK_BYTES;
          case LogRecord.GHOSTS, LogRecord.STAYING -> Bases.GHOST_BYTES;
          case LogRecord.SIGHTS -> Bases.SIGHT_BYTES;
          case LogRecord.MARKED -> Bases.MARKED_BYTES;
          default -> 0;
        };
    if (entry == 0 || length < entry || length % entry != 0 || length > BaseWriter.BUFFER_BYTES) {
      return false;
    }
    counts[kind] += length / entry;
    boolean sound = true;
    for (int at = 1; at < record.length; at += entry) {
      sound &= isEntry(kind, record, at);
    }
    return sound;
  }

  private boolean isEntry(int kind, byte[] record, int at) {
    int heightAt = kind == LogRecord.SIGHTS || kind == LogRecord.MARKED ? at + 32 : at + 64;
    int height = LittleEndian.intAt(record, heightAt);
    AuthorId author = AuthorId.of(record, at);
    if (kind == LogRecord.PRUNE_MARK) {
      int unsettled = LittleEndian.intAt(record, at + 68);
      Hash hash = Hash.of(record, at + 32);
      return height >= 1
          && unsettled >= 0
          && unsettled <= height
          && floors.put(author, new Floor(height, hash)) == null;
    }
    // Floors come first, so that the others can be held against them.
    Floor floor = floors.get(author);
    boolean below = floor != null && height <= floor.height();
    if (kind == LogRecord.STAYING) {
      entries.add(Arrays.copyOfRange(record, at, at + Bases.GHOST_BYTES));
    }
    return below && height >= (kind == LogRecord.MARKED ? 0 : 1);
  }

  private boolean isEnd(byte[] record, int length) {
    boolean holes = length == Bases.BASE_BYTES_WITH_HOLES;
    if (length != Bases.BASE_BYTES && !holes || LittleEndian.longAt(record, 53) != 0) {
      return false;
    }
    gone.read(record, 1);
    return LittleEndian.intAt(record, 41) == counts[LogRecord.PRUNE_MARK]
        && LittleEndian.intAt(record, 45) == counts[LogRecord.GHOSTS]
        && LittleEndian.intAt(record, 49) == 0
        && (holes ? LittleEndian.intAt(record, 61) : 0) == counts[LogRecord.STAYING]
        && (holes ? LittleEndian.intAt(record, 65) : 0) == counts[LogRecord.SIGHTS]
        && (holes ? LittleEndian.intAt(record, 69) : 0) == counts[LogRecord.MARKED];
  }

  private static Verdict check(
      byte[] signed, byte[] entry, StoreId store, Verifier verifier, Blake3 blake3) {
    SignedIntentionView view = new SignedIntentionView();
    Verdict verdict = view.wrap(signed, 0, signed.length).check();
    if (verdict != Verdict.OK) {
      return verdict;
    }
    IntentionView each = view.intention();
    if (!StoreId.of(each.bytes(), each.storeOffset()).equals(store)) {
      return Verdict.WRONG_STORE;
    }
    byte[] hash = new byte[Hash.BYTES];
    each.hash(blake3, hash, 0);
    boolean named =
        Hash.of(hash, 0).equals(Hash.of(entry, 32)) && each.author().equals(AuthorId.of(entry, 0));
    if (!named || !new Kept().holds(each)) {
      return Verdict.BASE_PROOF_WRONG;
    }
    boolean sound =
        verifier.verifyStrict(
            each.bytes(),
            each.authorOffset(),
            hash,
            0,
            Hash.BYTES,
            each.bytes(),
            view.signatureOffset());
    return sound ? Verdict.OK : Verdict.SIGNATURE_WRONG;
  }

  /** The floor of an author, or null; after {@link #check}. */
  Floor floor(AuthorId author) {
    return floors.get(author);
  }

  /** All floors; after {@link #check}; to be read only. */
  Map<AuthorId, Floor> floors() {
    return floors;
  }

  /** Sum and count of what is gone; after {@link #check}; to be read only. */
  IdSum gone() {
    return gone;
  }
}
