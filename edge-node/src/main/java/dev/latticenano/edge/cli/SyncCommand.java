package dev.latticenano.edge.cli;

import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.edge.Conversation;
import dev.latticenano.edge.Failure;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.link.Link;
import dev.latticenano.link.LinkException;
import dev.latticenano.link.SerialLink;
import dev.latticenano.link.TcpLink;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exchanges everything with one peer, then ends. */
@Command(
    name = "sync",
    mixinStandardHelpOptions = true,
    description = {
      "Exchange everything with the peer at the other end, then end. Stop it or",
      "pull the cable at any time: nothing is lost, and the next sync goes on."
    },
    footer = {
      "",
      "Examples:",
      "  lattice sync --serial /dev/ttyACM0",
      "  lattice sync --tcp 10.0.0.5:7400"
    })
final class SyncCommand implements Callable<Integer> {
  private static final int CONNECT_MS = 10_000;

  @Mixin private NodeCommand node;
  @Mixin private LinkOptions links;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long to wait for the peer on a serial line. Default: ${DEFAULT-VALUE}.")
  private int waitSeconds;

  @Override
  public Integer call() throws Failure, InterruptedException {
    if (links.hasTcp() == (links.serial() != null)) {
      throw new Failure(
          Failure.BAD_INPUT, "say how to reach the peer: --serial DEVICE or --tcp HOST:PORT");
    }
    try (NodeHome home = node.open()) {
      long startNs = System.nanoTime();
      Conversation.Snapshot end;
      try (Link link = open();
          ProgressLine line = new ProgressLine(node.err())) {
        LinkProfile profile = links.hasTcp() ? LinkProfile.TCP : LinkProfile.SERIAL;
        end = new Conversation(home, link, profile, now -> Reports.show(line, now)).run();
      } catch (LinkException e) {
        throw Failure.of(e);
      }
      node.out().println(Reports.sentence(end, System.nanoTime() - startNs));
      return Reports.judge(node.err(), end);
    }
  }

  private Link open() throws Failure, LinkException {
    if (links.hasTcp()) {
      return TcpLink.connect(links.host(), links.port(), CONNECT_MS);
    }
    SerialLink link = SerialLink.open(links.serial(), links.baud());
    if (!link.awaitPeer(waitSeconds * 1000L)) {
      link.close();
      throw new Failure(
          Failure.LINK,
          "nobody answered on "
              + links.serial()
              + " within "
              + waitSeconds
              + " s; is lattice serve or sync running at the other end, at the same --baud?");
    }
    return link;
  }
}
