package dev.latticenano.core;

import dev.latticenano.core.bundle.BundleReader;
import dev.latticenano.core.bundle.BundleReceipt;
import dev.latticenano.core.bundle.BundleRecord;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.run.RunContext;
import dev.latticenano.core.run.RunReader;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/** Reads a bundle and counts what is in it; nothing is taken in. */
public final class BundleLook {
  private final Node node;
  private final Verifier verifier;
  private final BundleReader reader;
  private final List<BundleTally> tallies = new ArrayList<>();
  private BundleTally tally;
  private RunReader runs;

  /** Of a reader that has opened a bundle. */
  BundleLook(Node node, Verifier verifier, BundleReader reader) {
    this.node = node;
    this.verifier = verifier;
    this.reader = reader;
  }

  /** Reads to the end, or to where a rule is broken. */
  public void run() throws StoreException {
    while (reader.next()) {
      switch (reader.kind()) {
        case BundleRecord.STORE -> {
          tally = BundleTally.of(reader, node.stores().contains(reader.store()));
          tallies.add(tally);
          runs = new RunReader(reader.store(), RunContext.NONE);
        }
        case BundleRecord.RECEIPT -> lookAtReceipt();
        case BundleRecord.INTENTION -> tally.seen++;
        case BundleRecord.RUN -> lookAtRun();
        case BundleRecord.CHUNK -> tally.chunksSeen++;
        default -> throw new AssertionError("a record of kind " + reader.kind());
      }
    }
  }

  private void lookAtRun() throws StoreException {
    runs.wrap(reader.body(), 0, reader.length());
    while (runs.next()) {
      tally.seen++;
    }
    if (runs.verdict() != Verdict.OK) {
      tally.refused++;
      tally.refusal = runs.verdict();
    }
  }

  private void lookAtReceipt() {
    BundleReceipt receipt = BundleReceipt.of(reader.body(), reader.length());
    boolean sound = receipt.isSound(tally.store(), verifier);
    tally.sender = sound && tally.held ? receipt.sender() : null;
    tally.refusal = sound ? Verdict.OK : Verdict.BUNDLE_RECEIPT_WRONG;
  }

  /** What is there of each store, in the bundle's order. */
  public List<BundleTally> tallies() {
    return tallies;
  }

  /** For whom it is: a kind of {@code BundleHeader}. */
  public int kind() {
    return reader.bundleKind();
  }

  /** How many parts of the file were whole. */
  public long parts() {
    return reader.parts();
  }

  /** OK, or the rule that the file breaks where reading stopped. */
  public Verdict verdict() {
    return reader.verdict();
  }
}
