package dev.latticenano.edge.cli;

import com.grack.nanojson.JsonWriter;
import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.dag.LogRecord;
import dev.latticenano.core.intention.Decoded;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.Failure;
import dev.latticenano.storage.DataDirectory;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.HashIndex;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Finds one intention by its hash in the index, without reading the log through. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Print one intention of this node as JSON, found by its hash.",
    footer = {
      "",
      "Example, for the last intention:",
      "  lattice show $(lattice history --json -n 1 | grep -oPm1 '(?<=hash\": \")\\w+')"
    })
final class ShowCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;

  @Parameters(paramLabel = "HASH", description = "All 64 hexadecimal digits.")
  private String text;

  @Override
  public Integer call() throws Failure {
    byte[] hash = parse();
    if (!DataDirectory.isOne(node.dir())) {
      throw new Failure(Failure.NOT_FOUND, node.dir() + " is not a data directory");
    }
    try (DataDirectory directory = DataDirectory.open(node.dir())) {
      for (UUID store : directory.stores()) {
        try (SegmentLog log = directory.openLog(store);
            HashIndex index = directory.openIndex(log);
            ProgressLine line = new ProgressLine(node.err())) {
          index.catchUp(ShowCommand::name, (done, total) -> line.show("indexing", done, total));
          long position = index.find(hash, 0);
          if (position >= 0) {
            print(log, position);
            return 0;
          }
        }
      }
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    throw new Failure(Failure.NOT_FOUND, "no intention " + text + " on this node");
  }

  private byte[] parse() throws Failure {
    try {
      return Hash.parse(text.strip()).toBytes();
    } catch (IllegalArgumentException e) {
      throw new Failure(
          Failure.BAD_INPUT,
          "a hash has 64 hexadecimal digits; lattice history --json shows them",
          e);
    }
  }

  /** The hash of a record's intention, written to {@code out}; false for records without one. */
  private static boolean name(int kind, byte[] bytes, int offset, int length, byte[] out) {
    SignedIntentionView signed = new SignedIntentionView();
    if (kind != LogRecord.SIGNED_INTENTION
        || signed.wrap(bytes, offset, length).check() != Verdict.OK) {
      return false;
    }
    signed.intention().hash(Blake3.plain(), out, 0);
    return true;
  }

  private void print(SegmentLog log, long position) throws StoreException {
    byte[] buffer = new byte[Limits.SIGNED_BYTES_MAX];
    int length = log.read(position, buffer, 0);
    String hex = Hex.encode(Arrays.copyOf(buffer, length));
    node.out().println(JsonWriter.indent("  ").string().value(Decoded.signed(hex)).done());
  }
}
