package dev.latticenano.edge.cli;

import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.edge.Conversation;
import dev.latticenano.edge.KnownPlaces;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.bridge.SerialCall;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.ProgressLine;
import dev.latticenano.host.text.NetworkPlace;
import dev.latticenano.host.text.Units;
import dev.latticenano.link.Link;
import dev.latticenano.link.LinkException;
import dev.latticenano.link.TcpLink;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Exchanges everything with one peer, then ends. */
@Command(
    name = "sync",
    mixinStandardHelpOptions = true,
    description = {
      "Exchange everything with the peer at the other end, then end.",
      "",
      "Stop it or pull the cable at any time: nothing is lost, and the next sync goes",
      "on where this one stopped. At the other end runs lattice serve or lattice sync.",
      "",
      "Without a place it calls, one after the other, every place of the network where a",
      "member of this node's stores answered before, or was said to when it was let in,",
      "and the relays of its stores.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice sync",
      "  lattice sync --serial /dev/ttyACM0",
      "  lattice sync --serial /dev/ttyACM0:1",
      "  lattice sync --tcp 10.0.0.5:7400",
      "  lattice sync --tcp 10.0.0.5:7400 --wait-for-room 600"
    })
final class SyncCommand implements Callable<Integer> {
  private static final int CONNECT_MS = 10_000;

  @Spec private CommandSpec spec;
  @Mixin private NodeCommand node;
  @Mixin private LinkOptions links;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long a peer may be silent. Default: ${DEFAULT-VALUE}.")
  private int waitSeconds;

  @Option(
      names = "--wait-for-room",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = {
        "How long to wait for room on a disk that is full, here or at the",
        "other end; then everything goes on by itself. Default: ${DEFAULT-VALUE}."
      })
  private int roomSeconds;

  @Override
  public Integer call() throws Failure, InterruptedException {
    links.check(false);
    if (waitSeconds < 1) {
      throw new ParameterException(spec.commandLine(), "--wait takes a second or more");
    }
    if (roomSeconds < 0) {
      throw new ParameterException(spec.commandLine(), "--wait-for-room takes no seconds or more");
    }
    try (NodeHome home = node.open()) {
      if (home.node().stores().isEmpty()) {
        throw new Failure(
            Failure.NOT_FOUND,
            "there is no store yet; make one with lattice store create NAME,"
                + " or join one with lattice member join TOKEN");
      }
      if (links.hasTcp()) {
        NetworkPlace place = new NetworkPlace(links.host(), links.port());
        return exchange(home, () -> connect(place), LinkProfile.TCP, place.key());
      }
      if (links.any()) {
        long waitMs = TimeUnit.SECONDS.toMillis(waitSeconds);
        SerialCall call = SerialCall.at(links.serial(), links.baud(), waitMs);
        LinkProfile profile = LinkProfile.serial(call.baud());
        return exchange(home, call::link, profile, links.serial());
      }
      return everywhere(home);
    }
  }

  /** Opens the link of one exchange. */
  private interface Way {
    Link open() throws LinkException;
  }

  private int everywhere(NodeHome home) throws Failure, InterruptedException {
    List<NetworkPlace> places = KnownPlaces.all(home);
    if (places.isEmpty()) {
      throw new Failure(
          Failure.NOT_FOUND,
          "no place is known where a member of this node's stores answers;"
              + " say one: --serial DEVICE or --tcp HOST:PORT");
    }
    Failure last = null;
    int code = 0;
    int met = 0;
    for (NetworkPlace place : places) {
      try {
        code = Math.max(code, exchange(home, () -> connect(place), LinkProfile.TCP, place.key()));
        met++;
      } catch (Failure e) {
        node.say(place + ": " + e.getMessage());
        last = e.exitCode() == Failure.DISK || last == null ? e : last;
      }
    }
    if (met == 0) {
      throw new Failure(
          last.exitCode(), "none of " + Units.count(places.size(), "place") + " could be synced");
    }
    return code;
  }

  private int exchange(NodeHome home, Way way, LinkProfile profile, String place)
      throws Failure, InterruptedException {
    long startNs = System.nanoTime();
    Conversation.Snapshot end;
    try (Link link = way.open();
        ProgressLine line = new ProgressLine(node.err())) {
      Conversation exchange =
          new Conversation(
                  home,
                  link,
                  profile,
                  TimeUnit.SECONDS.toMillis(waitSeconds),
                  now -> Reports.show(line, now),
                  node::say)
              .at(place)
              .expecting(home.relays().keyAt(place))
              .waitForRoom(TimeUnit.SECONDS.toMillis(roomSeconds));
      try {
        end = exchange.run();
      } finally {
        line.clear();
        exchange.letIn().forEach(node.out()::println);
      }
    } catch (LinkException e) {
      throw new Failure(Failure.LINK, e.getMessage(), e);
    }
    node.out().println(Reports.sentence(end, System.nanoTime() - startNs));
    return Reports.judge(node.err(), end);
  }

  private TcpLink connect(NetworkPlace place) throws LinkException {
    int patienceMs = (int) Math.min(CONNECT_MS, TimeUnit.SECONDS.toMillis(waitSeconds));
    return TcpLink.connect(place.host(), place.port(), patienceMs);
  }
}
