package dev.latticenano.edge.cli;

import com.grack.nanojson.JsonWriter;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Decoded;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Finds one intention by its hash, without reading the log through. */
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
    try (NodeHome home = node.open()) {
      for (StoreId store : home.node().stores()) {
        Dag dag = home.node().dag(store);
        int row = dag.find(hash, 0);
        if (row != Dag.NONE) {
          print(dag, row);
          return 0;
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
          "a hash has 64 hexadecimal digits; lattice history --json shows them, and lattice store"
              + " debug intention takes the first few",
          e);
    }
  }

  private void print(Dag dag, int row) throws StoreException, Failure {
    if (dag.pruning().isBelowFloor(row)) {
      throw new Failure(
          Failure.NOT_FOUND,
          "intention " + text + " was dropped below the snapshot: only its name is here");
    }
    byte[] signed = new byte[dag.length(row)];
    dag.read(row, signed, 0);
    node.out()
        .println(JsonWriter.indent("  ").string().value(Decoded.signed(Hex.encode(signed))).done());
  }
}
