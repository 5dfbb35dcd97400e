package dev.latticenano.core;

import dev.latticenano.core.bundle.BundleReader;
import dev.latticenano.core.bundle.BundleReceipt;
import dev.latticenano.core.bundle.BundleRecord;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.run.RunContext;
import dev.latticenano.core.run.RunReader;
import dev.latticenano.core.session.RunAhead;
import dev.latticenano.core.state.ChunkTree;
import dev.latticenano.core.state.WantedChunks;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes a bundle in, record by record, by the ways that what comes over a link goes. What was taken
 * stays, wherever it ends; taking it again changes nothing.
 */
public final class BundleImport {
  private final Node node;
  private final ChunkStore chunks;
  private final Verifier verifier;
  private final BundleReader reader;
  private final List<BundleTally> tallies = new ArrayList<>();
  private final Blake3 blake3 = Blake3.plain();
  private final byte[] name = new byte[Hash.BYTES];
  private final Set<Hash> wanted = new HashSet<>();
  private Replica replica;
  private RunReader runs;
  private RunAhead ahead;
  private BundleReceipts receipts;
  private BundleTally tally;
  private int looks;
  private boolean outdated;
  private int unsynced;

  /** Of a reader that has opened a bundle. */
  BundleImport(Node node, ChunkStore chunks, Verifier verifier, BundleReader reader) {
    this.node = node;
    this.chunks = chunks;
    this.verifier = verifier;
    this.reader = reader;
  }

  /**
   * Takes the next record.
   *
   * @return false at the end, or where a rule is broken: {@link #verdict}; all that was taken is
   *     durable then
   * @throws StoreException the disk failed or is full; what was taken before stays
   */
  public boolean step(long nowMs) throws StoreException {
    if (!reader.next()) {
      settle(nowMs);
      return false;
    }
    switch (reader.kind()) {
      case BundleRecord.STORE -> begin(nowMs);
      case BundleRecord.RECEIPT -> takeReceipt();
      case BundleRecord.INTENTION -> takeIntention(reader.body(), 0, reader.length(), nowMs);
      case BundleRecord.RUN -> takeRun(nowMs);
      case BundleRecord.CHUNK -> takeChunk(nowMs);
      default -> throw new AssertionError("a record of kind " + reader.kind());
    }
    return true;
  }

  /** Makes durable what was taken, and tells the node. */
  public void settle(long nowMs) throws StoreException {
    if (replica != null) {
      replica.held().sync(nowMs);
      replica.held().checkpoint();
      node.chunksChanged();
      node.tick(nowMs);
    }
    unsynced = 0;
  }

  private void begin(long nowMs) throws StoreException {
    settle(nowMs);
    tally = BundleTally.of(reader, node.stores().contains(reader.store()));
    tallies.add(tally);
    runs = new RunReader(reader.store(), RunContext.NONE);
    replica = tally.held ? node.replica(reader.store()) : null;
    ahead = tally.held ? new RunAhead(reader.store(), RunContext.NONE, replica.dag()) : null;
    receipts = tally.held ? new BundleReceipts(replica) : null;
    wanted.clear();
    looks = 0;
    outdated = true;
  }

  private void takeReceipt() throws StoreException {
    if (replica == null) {
      return;
    }
    BundleReceipt receipt = BundleReceipt.of(reader.body(), reader.length());
    Verdict verdict = receipts.take(receipt, verifier);
    if (verdict == Verdict.OK) {
      tally.sender = receipt.sender();
    } else {
      tally.refusal = verdict;
    }
  }

  private void takeRun(long nowMs) throws StoreException {
    runs.wrap(reader.body(), 0, reader.length());
    if (ahead != null) {
      ahead.wrap(reader.body(), 0, reader.length());
    }
    while (runs.next()) {
      if (ahead != null) {
        ahead.next();
      }
      takeIntention(runs.bytes(), runs.offset(), runs.length(), nowMs);
    }
    if (runs.verdict() != Verdict.OK) {
      tally.refused++;
      tally.refusal = runs.verdict();
    }
  }

  private void takeIntention(byte[] bytes, int offset, int length, long nowMs)
      throws StoreException {
    tally.seen++;
    if (replica == null) {
      return;
    }
    Verdict verdict = replica.dag().ingest(bytes, offset, length, nowMs);
    switch (verdict) {
      case OK -> tally.fresh++;
      case DUPLICATE -> {}
      case FLOATING -> {
        tally.fresh++;
        tally.waiting++;
      }
      default -> {
        tally.refused++;
        tally.refusal = verdict;
      }
    }
    unsynced += length;
    if (unsynced >= Limits.COMMIT_BYTES_MAX) {
      replica.held().sync(nowMs);
      node.tick(nowMs);
      unsynced = 0;
    }
  }

  private void takeChunk(long nowMs) throws StoreException {
    tally.chunksSeen++;
    blake3.hash(reader.body(), 0, reader.length(), name, 0);
    if (replica == null || chunks.holds(name, 0)) {
      return;
    }
    if (looks == 0) {
      replica.held().sync(nowMs);
      do {
        node.tick(nowMs);
      } while (replica.projection().isBehind());
    }
    Hash chunk = Hash.of(name, 0);
    if (!wanted.contains(chunk) && outdated && looks <= ChunkTree.LEVELS_MAX) {
      look();
    }
    if (wanted.remove(chunk)) {
      chunks.write(name, 0, reader.body(), 0, reader.length());
      tally.chunksFresh++;
      outdated = true;
    } else {
      tally.chunksUnneeded++;
    }
  }

  // Names come before what they name, so that a look for each level finds all.
  private void look() throws StoreException {
    FileNeeds needs = new FileNeeds(chunks, new WantedChunks());
    needs.add(replica.id(), replica.machine());
    needs.add(replica.id(), replica.aside());
    wanted.clear();
    wanted.addAll(needs.names().keySet());
    looks++;
    outdated = false;
  }

  /** What became of each store so far, in the bundle's order; live. */
  public List<BundleTally> tallies() {
    return tallies;
  }

  /** How many parts of the file were whole so far. */
  public long parts() {
    return reader.parts();
  }

  /** OK, or the rule that the file breaks where reading stopped. */
  public Verdict verdict() {
    return reader.verdict();
  }
}
