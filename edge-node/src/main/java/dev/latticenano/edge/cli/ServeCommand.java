package dev.latticenano.edge.cli;

import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.Server;
import dev.latticenano.edge.bridge.UsbBridges;
import dev.latticenano.edge.metrics.Figures;
import dev.latticenano.edge.metrics.MetricsText;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.Stopping;
import dev.latticenano.host.metrics.MetricsDoor;
import dev.latticenano.host.text.Address;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Answers peers until it is stopped. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Answer peers over a cable or a network until stopped.",
      "",
      "Ctrl-C stops it. Without options it listens on 127.0.0.1:7400, for this device",
      "alone. Links are private and prove who is at their ends (docs/security.md). One",
      "line on standard output says where it listens, like: listening tcp",
      "127.0.0.1:7400. A log goes to the error stream. With --call it also keeps a link",
      "to a place where another node listens, and calls again when that is down.",
      "",
      "Where a bridge is found at the serial device, it answers on all its ports, or on",
      "the one that is named. With --bridges it takes up and forgets bridges as they come",
      "and go (docs/operations.md).",
      "",
      "When the disk is full, peers are told, reading and sending go on, and writing goes",
      "on by itself when there is room again.",
      "",
      "With --metrics it answers a Prometheus server at http://HOST:PORT/metrics, with",
      "figures only: what is held, what was written to the disk, what is wrong. Anyone who",
      "reaches the address may read them.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice serve --serial /dev/ttyGS0",
      "  lattice serve --bridges",
      "  lattice serve --tcp 0.0.0.0:7400",
      "  lattice serve --metrics 9464"
    })
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private NodeCommand node;
  @Mixin private LinkOptions links;

  @Option(names = "--once", description = "End after the first whole exchange.")
  private boolean once;

  @Option(
      names = "--call",
      paramLabel = "HOST:PORT",
      description = "A node to keep a link to; may be repeated.")
  private List<String> calls = List.of();

  @Option(
      names = "--bridges",
      description = "On all ports of every bridge that is plugged in, now or later.")
  private boolean bridges;

  @Option(
      names = "--metrics",
      paramLabel = "[HOST:]PORT",
      description = "Where to answer a Prometheus server; without a host 127.0.0.1.")
  private String metrics;

  private MetricsDoor door;
  private Stopping stopping;

  @Override
  public Integer call() throws Failure, InterruptedException {
    links.check(true);
    List<Address> called = new ArrayList<>();
    for (String each : calls) {
      called.add(address("--call", each, 1));
    }
    Address watched = metrics == null ? null : metricsAddress();
    try (NodeHome home = node.open()) {
      Server server = new Server(home, once);
      // Whoever reads where it listens may stop it at once.
      stopping = new Stopping(server::stop);
      try {
        if (bridges) {
          server.bridges(UsbBridges.here(), links.baud());
          node.out().println("listening bridges");
        }
        if (links.any() || !bridges) {
          listen(server, links, node.out());
        }
        called.forEach(each -> server.call(each.host(), each.port()));
        if (watched != null) {
          answerMetrics(server, home, watched);
        }
      } catch (Failure e) {
        server.close();
        throw e;
      }
      server.run();
    } finally {
      if (door != null) {
        door.close();
      }
      if (stopping != null) {
        stopping.close();
      }
    }
    return 0;
  }

  private Address metricsAddress() {
    boolean plain = metrics.matches("[0-9]+");
    return address("--metrics", plain ? "127.0.0.1:" + metrics : metrics, 0);
  }

  private Address address(String option, String text, int portMin) {
    int port = option.equals("--call") ? LinkOptions.PORT_DEFAULT : Address.NO_PORT;
    try {
      return Address.of(text, port, portMin);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage());
    }
  }

  private void answerMetrics(Server server, NodeHome home, Address address) throws Failure {
    long startNs = System.nanoTime();
    door = MetricsDoor.bind(address.host(), address.port());
    IntConsumer publishing =
        peers -> {
          long uptimeMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
          Figures now =
              Figures.of(home, server.scrubProgress(), peers, uptimeMs, server.faults().counts());
          door.publish(() -> MetricsText.of(now));
        };
    // Whoever reads where they are answered finds figures there.
    publishing.accept(0);
    server.watch(publishing);
    node.out().println("listening metrics http://" + address.withPort(door.port()) + "/metrics");
  }

  /** Has {@code server} listen where the options say, and says so on {@code out}. */
  static void listen(Server server, LinkOptions links, PrintWriter out) throws Failure {
    if (links.serial() != null) {
      server.serial(links.serial(), links.baud());
      out.println("listening serial " + links.serial());
    }
    if (links.hasTcp() || links.serial() == null) {
      String host = links.hasTcp() ? links.host() : "127.0.0.1";
      int port = links.hasTcp() ? links.port() : LinkOptions.PORT_DEFAULT;
      port = server.listen(host, port);
      out.println("listening tcp " + new Address(host, port));
    }
  }
}
