package dev.latticenano.edge.cli;

import dev.latticenano.edge.Failure;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.Server;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Answers peers until it is stopped. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Answer peers until stopped with Ctrl-C. Without options it listens on",
      "127.0.0.1:7400, this device alone. The network link is not encrypted in this",
      "version: use a cable or a network you trust (docs/security.md)."
    },
    footer = {
      "",
      "Examples:",
      "  lattice serve --serial /dev/ttyGS0",
      "  lattice serve --tcp 0.0.0.0:7400"
    })
final class ServeCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;
  @Mixin private LinkOptions links;

  @Option(names = "--once", description = "End after the first whole exchange.")
  private boolean once;

  @Override
  public Integer call() throws Failure, InterruptedException {
    try (NodeHome home = node.open()) {
      Server server = new Server(home, once);
      if (links.serial() != null) {
        server.serial(links.serial(), links.baud());
      }
      if (links.hasTcp()) {
        server.listen(links.host(), links.port());
      } else if (links.serial() == null) {
        server.listen("127.0.0.1", LinkOptions.PORT_DEFAULT);
      }
      Thread atExit = new Thread(server::stop, "stop");
      Runtime.getRuntime().addShutdownHook(atExit);
      server.run();
    }
    return 0;
  }
}
