package dev.latticenano.core;

import dev.latticenano.core.bundle.BundleReader;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;

/** What became of one store of a bundle. Filled by whoever writes or reads the bundle. */
public final class BundleTally {
  private final StoreId store;
  private final long intentions;
  private final long chunks;
  boolean held;
  boolean belowFloor;
  AuthorId sender;
  long seen;
  long fresh;
  long waiting;
  long refused;
  Verdict refusal = Verdict.OK;
  long chunksSeen;
  long chunksFresh;
  long chunksUnneeded;

  /** Nothing has been seen yet of what the bundle announces. */
  BundleTally(StoreId store, long intentions, long chunks) {
    this.store = store;
    this.intentions = intentions;
    this.chunks = chunks;
  }

  /** Of the store record that {@code reader} stands on. */
  static BundleTally of(BundleReader reader, boolean held) {
    long intentions = Integer.toUnsignedLong(reader.intentions());
    long chunks = Integer.toUnsignedLong(reader.chunks());
    BundleTally tally = new BundleTally(reader.store(), intentions, chunks);
    tally.held = held;
    return tally;
  }

  /** The store. */
  public StoreId store() {
    return store;
  }

  /** True if the store is open here: otherwise nothing of it was taken. */
  public boolean isHeld() {
    return held;
  }

  /** True if whom it is for may lack what is gone here: only a sync gives that. */
  public boolean isBelowFloor() {
    return belowFloor;
  }

  /** Who signed the receipt; null if there is none that counts. */
  public AuthorId sender() {
    return sender;
  }

  /** Intentions that the bundle announces. */
  public long intentions() {
    return intentions;
  }

  /** Chunks that it announces. */
  public long chunks() {
    return chunks;
  }

  /** Intentions that were there. */
  public long seen() {
    return seen;
  }

  /** Those of them that are new here. */
  public long fresh() {
    return fresh;
  }

  /** Those of the new ones that wait for others. */
  public long waiting() {
    return waiting;
  }

  /** Those that were not taken. */
  public long refused() {
    return refused;
  }

  /** Why the last of them was not. */
  public Verdict refusal() {
    return refusal;
  }

  /** Chunks that were there. */
  public long chunksSeen() {
    return chunksSeen;
  }

  /** Those of them that are new here. */
  public long chunksFresh() {
    return chunksFresh;
  }

  /** Those that no file here needs. */
  public long chunksUnneeded() {
    return chunksUnneeded;
  }

  /** True if all that the bundle announces was there. */
  public boolean isWhole() {
    return seen == intentions && chunksSeen == chunks;
  }
}
