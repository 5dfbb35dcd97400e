package dev.latticenano.relay.cli;

import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.host.Failure;
import dev.latticenano.host.text.Address;
import dev.latticenano.relay.RelayServer;
import dev.latticenano.relay.Signals;
import dev.latticenano.relay.home.OperatorSettings;
import dev.latticenano.relay.home.RelayHome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Answers clients until it is stopped. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Answer whoever calls, until stopped.",
      "",
      "Ctrl-C or SIGTERM stops it: what it began to say is said, what it acknowledged is",
      "on the disk, exit code 0. SIGHUP, or lattice-relay reload, has it read its",
      "settings again. One line on standard output says where it listens, like: listening",
      "tcp [::]:7400. A log goes to the error stream; it names no address and no secret.",
      "",
      "It refuses stores that it could read. With --hold-clear-stores it takes them too:",
      "then you, and whoever takes this machine from you, can read what is in them.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice-relay serve",
      "  lattice-relay serve --listen 0.0.0.0:7400 --metrics 127.0.0.1:9465"
    })
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HomeOption home;

  @Option(
      names = "--listen",
      paramLabel = "[HOST:]PORT",
      description =
          "Where to listen, instead of the setting; without a host at every address. "
              + "May be repeated.")
  private List<String> listen = List.of();

  @Option(
      names = "--metrics",
      paramLabel = "[HOST:]PORT",
      description = "Where to answer a Prometheus server; without a host 127.0.0.1.")
  private String metrics;

  @Option(
      names = "--hold-clear-stores",
      description = "Also hold stores that are not sealed, which this relay can read.")
  private boolean clear;

  @Override
  public Integer call() throws Failure {
    RelayHome relay = home.open();
    List<Address> places = new ArrayList<>();
    for (String each : listen) {
      places.add(address("--listen", each, OperatorSettings::listening));
    }
    Address watched = relay.settings().address(OperatorSettings.Key.METRICS);
    if (metrics != null) {
      boolean plain = metrics.matches("[0-9]+");
      watched =
          address(
              "--metrics",
              plain ? "127.0.0.1:" + metrics : metrics,
              each -> Address.of(each, Address.NO_PORT, 0));
    }
    try (RelayServer server = RelayServer.open(relay, clear, ReplayProgress.SILENT)) {
      List<String> listening =
          server.listen(places.isEmpty() ? relay.settings().listen() : places, watched);
      // Whoever reads where it listens may stop it at once.
      Signals.on("TERM", server::stop);
      Signals.on("INT", server::stop);
      Signals.on("HUP", server::reload);
      listening.forEach(home.out()::println);
      server.run();
    }
    return 0;
  }

  private Address address(String option, String text, Function<String, Address> read) {
    try {
      return read.apply(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage());
    }
  }
}
