package dev.latticenano.edge.cli;

import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a data directory with a fresh identity. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = "Make this device a node: a data directory and a fresh identity.",
    footer = {"", "Examples:", "  lattice init", "  lattice init --dir /mnt/stick --name stick"})
final class InitCommand implements Callable<Integer> {
  private static final int NAME_CHARACTERS_MAX = 60;

  @Mixin private NodeCommand node;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What the node calls itself. Default: the host name.")
  private String name;

  @Override
  public Integer call() throws Failure {
    String chosen = name == null ? hostName() : name;
    if (chosen.isBlank() || chosen.length() > NAME_CHARACTERS_MAX) {
      throw new Failure(
          Failure.BAD_INPUT, "a name has 1 to " + NAME_CHARACTERS_MAX + " characters");
    }
    Path dir = node.dir();
    NodeHome.create(dir, chosen);
    try (NodeHome home = node.open()) {
      node.out().println("node " + chosen + " in " + dir);
      node.out().println("key  " + home.node().key());
    }
    return 0;
  }

  private static String hostName() {
    try {
      String name = InetAddress.getLocalHost().getHostName();
      return name.isBlank() ? "unknown" : name.split("\\.")[0];
    } catch (IOException e) {
      return "unknown";
    }
  }
}
