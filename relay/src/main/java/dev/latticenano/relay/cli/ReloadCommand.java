package dev.latticenano.relay.cli;

import dev.latticenano.host.Failure;
import dev.latticenano.relay.control.ControlCall;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Has a relay that serves read its settings again. */
@Command(
    name = "reload",
    mixinStandardHelpOptions = true,
    description = {
      "Have the relay that serves read its settings again.",
      "",
      "No link is cut. A setting that takes a restart says so in the file.",
      ""
    })
final class ReloadCommand implements Callable<Integer> {
  @Mixin private HomeOption home;

  @Override
  public Integer call() throws Failure {
    if (ControlCall.ask(home.open().root(), "reload") == null) {
      throw new Failure(
          Failure.NOT_FOUND,
          "no relay serves from " + home.dir() + "; start it: lattice-relay serve");
    }
    home.out().println("reloaded");
    return 0;
  }
}
