package dev.latticenano.edge.cli;

import picocli.CommandLine.Option;

/** The option that says which store a command means. Mixed in. */
public final class StoreOption {
  @Option(
      names = {"-s", "--store"},
      paramLabel = "STORE",
      description = "Name or id of the store; not needed when only one fits.")
  private String store;

  /** What was typed; null for the only one that fits. */
  String text() {
    return store;
  }
}
