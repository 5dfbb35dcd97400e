package dev.latticenano.core;

import dev.latticenano.core.bundle.BundleReceipt;
import dev.latticenano.core.bundle.BundleRecord;
import dev.latticenano.core.bundle.BundleWriter;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.run.RunWriter;
import dev.latticenano.core.state.ChunkTree;
import dev.latticenano.core.state.ContentWalk;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What of one store goes into a bundle. Names of the chunks that go lie on the heap while it is
 * written, content does not. Nodes of chunk trees go before what they name.
 */
final class BundleExport implements ContentWalk.Visitor<StoreException> {
  private final Replica replica;
  private final HeldChunks chunks;
  private final List<Set<Hash>> levels = new ArrayList<>();
  private final byte[] buffer = new byte[Limits.SIGNED_BYTES_MAX];
  private final byte[] run = new byte[3 * BundleRecord.RUN_BYTES_AIM];
  private final RunWriter runs;

  BundleExport(Replica replica, ChunkStore chunks) {
    this.replica = replica;
    this.chunks = new HeldChunks(chunks);
    this.runs = new RunWriter(replica.id());
    for (int level = 0; level <= ChunkTree.LEVELS_MAX; level++) {
      levels.add(new LinkedHashSet<>());
    }
  }

  /**
   * Writes what {@code peer} is not known to have.
   *
   * @param peer null: for whom nothing is known, which is everything
   */
  BundleTally write(AuthorId peer, Signer signer, long nowMs, BundleWriter out)
      throws StoreException {
    BundleReceipts receipts = new BundleReceipts(replica);
    Dag dag = replica.dag();
    BundleKnown known = new BundleKnown(dag);
    if (peer != null) {
      known.wrote(peer);
      BundleReceipt receipt = receipts.of(peer);
      if (receipt != null) {
        known.said(receipt);
      }
    }
    IntList rows = new IntList();
    known.lacks(replica.held().durable(), rows);
    if (replica.machine() instanceof FileState files) {
      new ContentWalk().walk(files, head -> !known.hasContentOf(head.hash()), chunks, this);
    }
    int count = levels.stream().mapToInt(Set::size).sum();
    BundleTally tally = new BundleTally(replica.id(), rows.count(), count);
    tally.held = true;
    tally.belowFloor = known.isBelowFloor();
    out.store(replica.id(), rows.count(), count);
    byte[] own = receipts.own(signer, chunks.store(), nowMs);
    out.record(BundleRecord.RECEIPT, own, 0, own.length);
    writeIntentions(rows, out, tally);
    for (int level = levels.size() - 1; level >= 0; level--) {
      for (Hash name : levels.get(level)) {
        write(name, out, tally);
      }
    }
    return tally;
  }

  private void writeIntentions(IntList rows, BundleWriter out, BundleTally tally)
      throws StoreException {
    begin();
    for (int i = 0; i < rows.count(); i++) {
      int length = replica.dag().read(rows.at(i), buffer, 0);
      boolean large = length > BundleRecord.RUN_BYTES_AIM;
      if (large || !add(length)) {
        endRun(out);
        if (large) {
          out.record(BundleRecord.INTENTION, buffer, 0, length);
        } else if (!runs.add(buffer, 0, length)) {
          throw new AssertionError("no room for " + length + " bytes in " + runs);
        }
      }
      tally.seen++;
    }
    endRun(out);
  }

  private void begin() {
    runs.begin(run, 0, run.length, true);
  }

  private boolean add(int length) {
    boolean added = runs.add(buffer, 0, length);
    if (added && runs.count() > 1 && runs.length() > BundleRecord.RUN_BYTES_AIM) {
      runs.undo();
      return false;
    }
    return added;
  }

  private void endRun(BundleWriter out) throws StoreException {
    if (runs.count() > 0) {
      out.record(BundleRecord.RUN, run, 0, runs.length());
    }
    begin();
  }

  private void write(Hash name, BundleWriter out, BundleTally tally) throws StoreException {
    int length = chunks.read(name.toBytes(), 0, buffer);
    if (length > 0) {
      out.record(BundleRecord.CHUNK, buffer, 0, length);
      tally.chunksSeen++;
    }
  }

  @Override
  public void content(int levels) {}

  @Override
  public void chunk(byte[] name, int offset, int level) throws StoreException {
    if (chunks.holds(name, offset)) {
      levels.get(level).add(Hash.of(name, offset));
    }
  }

  @Override
  public void unknown() {}
}
