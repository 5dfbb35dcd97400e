package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;

/**
 * This node's witness order: gives an intention the next row, lengthens its author's chain or forks
 * it, and keeps what is known of the whole: the sum of all hashes, the greatest clock reading, the
 * chain over the witness contents. Reads and writes tables; allocates nothing but what stays.
 */
final class Order {
  /** Bytes that a checkpoint keeps of the whole. */
  static final int ENTRY_BYTES = IdSum.BYTES + 32 + 16;

  private static final int NONE = Rows.NONE;

  private final Rows rows;
  private final Names names;
  private final Authors authors;
  private final Chain chain;
  private final Holes holes;
  private final Growth growth;
  private final WitnessChain witnesses;
  private final IdSum wholeSet = new IdSum();
  private final byte[] sum = new byte[IdSum.BYTES];
  private int latest = NONE;
  private long latestWallMs;
  private int latestCounter;

  Order(
      Rows rows,
      Names names,
      Authors authors,
      Chain chain,
      Holes holes,
      Growth growth,
      WitnessChain witnesses) {
    this.chain = chain;
    this.holes = holes;
    this.rows = rows;
    this.names = names;
    this.authors = authors;
    this.growth = growth;
    this.witnesses = witnesses;
  }

  void clear() {
    wholeSet.clear();
    latest = NONE;
    witnesses.restore(new byte[32], 0);
  }

  /**
   * Witnesses an intention whose record is in the log.
   *
   * @param offered resolved, and waits for nothing
   * @param wallMs when, by this node's clock
   */
  int place(Offered offered, long position, long wallMs) throws StoreException {
    IntentionView intention = offered.intention();
    byte[] hash = offered.hash();
    int author = authors.findOrAdd(offered.bytes(), intention.authorOffset());
    int height = offered.height();
    boolean stays = holes.awaits(hash);
    if (height <= authors.height(author) && !stays) {
      authors.fork(author, height - 1, names::copyHash);
    }
    int generation = offered.generation();
    int row = rows.add(hash, position, offered.signed().length(), author, height, generation);
    names.add(row, hash, intention.wallMs());
    if (stays) {
      chain.put(author, height, row);
      holes.placed(row, hash);
    } else if (height > authors.forkHeight(author)) {
      authors.extendBranch(author, row, offered.prev(), hash);
    } else {
      authors.extend(author, row, hash, generation, intention.wallMs(), intention.counter());
      growth.begin(author, height, row);
      for (int i = 0; i < offered.cited().count(); i++) {
        growth.absorb(author, height, offered.cited().at(i));
      }
      growth.end(author, height, row);
    }
    wholeSet.add(hash, 0);
    witnesses.extend(hash, wallMs);
    noteLatest(row, intention.wallMs(), intention.counter());
    return row;
  }

  private void noteLatest(int row, long wallMs, int counter) {
    if (Long.compareUnsigned(wallMs, Hlc.BELIEVED_MS_MAX) > 0) {
      return;
    }
    int order = Long.compareUnsigned(wallMs, latestWallMs);
    boolean later = order > 0 || order == 0 && Integer.compareUnsigned(counter, latestCounter) > 0;
    if (latest == NONE || later) {
      latest = row;
      latestWallMs = wallMs;
      latestCounter = counter;
    }
  }

  /** What stays below a floor, and has no record any more, has its place; it is lost. */
  int stay(byte[] hash, Holes.Place place) throws StoreException {
    int row = rows.add(hash, Floors.NOWHERE, 0, place.author(), place.height(), place.generation());
    names.addName(row, hash);
    chain.put(place.author(), place.height(), row);
    holes.placed(row, hash);
    wholeSet.add(hash, 0);
    witnesses.extend(hash, 0);
    return row;
  }

  /** The sum of a base's intentions is this. */
  void stand(IdSum sumBelow) {
    wholeSet.add(sumBelow);
  }

  /** A base has {@code row} on top of a chain. */
  void stand(int row, long wallMs, int counter) {
    noteLatest(row, wallMs, counter);
  }

  /** Adds the sum of all hashes to {@code out}. */
  void sum(IdSum out) {
    out.add(wholeSet);
  }

  /** The row of the greatest (wall time, counter) that is believed, or {@link Rows#NONE}. */
  int latest() {
    return latest;
  }

  /** The wall time of {@link #latest}. */
  long latestWallMs() {
    return latestWallMs;
  }

  /** The counter of {@link #latest}. */
  int latestCounter() {
    return latestCounter;
  }

  /** BLAKE3 over the sum of all hashes and their count (docs/protocol.md §13). */
  void digest(Blake3 blake3, byte[] out, int offset) {
    wholeSet.write(sum, 0);
    blake3.hash(sum, 0, sum.length, out, offset);
  }

  /** As {@link #digest}, but for those in {@code without}. */
  void digest(Blake3 blake3, IdSum without, byte[] out, int offset) {
    wholeSet.subtract(without);
    digest(blake3, out, offset);
    wholeSet.add(without);
  }

  /** How many hashes are in the sum. */
  long sumCount() {
    return wholeSet.count();
  }

  /**
   * Writes what a checkpoint keeps.
   *
   * <pre>
   *  0  sum     40  of all hashes, and their count, little-endian
   * 40  head    32  content hash of the last witness record
   * 72  latest   4  row, 0xffffffff: none
   * 76  wallMs   8
   * 84  counter  4
   * </pre>
   */
  void write(byte[] out, int offset) {
    wholeSet.write(out, offset);
    witnesses.copyHead(out, offset + 40);
    BigEndian.putInt(out, offset + 72, latest);
    BigEndian.putLong(out, offset + 76, latestWallMs);
    BigEndian.putInt(out, offset + 84, latestCounter);
  }

  /** Takes up what {@link #write} left. */
  void restore(byte[] bytes, int offset) {
    wholeSet.read(bytes, offset);
    witnesses.restore(bytes, offset + 40);
    latest = BigEndian.intAt(bytes, offset + 72);
    latestWallMs = BigEndian.longAt(bytes, offset + 76);
    latestCounter = BigEndian.intAt(bytes, offset + 84);
  }
}
