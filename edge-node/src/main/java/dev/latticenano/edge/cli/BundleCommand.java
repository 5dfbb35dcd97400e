package dev.latticenano.edge.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A sync as one sealed file. */
@Command(
    name = "bundle",
    mixinStandardHelpOptions = true,
    description = {
      "Carry a sync as one sealed file: on a card, on a stick, as an attachment.",
      "",
      "Two devices that never meet export to each other by turns. Each bundle says what its",
      "sender has, so that the next one the other way holds only what is lacking. A bundle",
      "may come late, twice or cut: what is whole of it is taken in, and once.",
      ""
    },
    subcommands = {BundleExportCommand.class, BundleImportCommand.class, BundleShowCommand.class},
    footer = {
      "",
      "Example:",
      "  lattice bundle export --for phone /media/card/to-phone.bundle",
      "  lattice bundle import /media/card/to-laptop.bundle"
    })
final class BundleCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
