package dev.latticenano.edge.cli;

import dev.latticenano.edge.bridge.OpenBridge;
import dev.latticenano.host.Failure;
import dev.latticenano.link.bridge.BridgeRequest;
import dev.latticenano.link.bridge.BridgeSettings;
import dev.latticenano.link.bridge.LineSetting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Changes a bridge. */
@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    description = {
      "Change a bridge: its lines, its node's port; pause ports, blink, restart.",
      "",
      "Lines, the node's port and the ring in flash are stored and outlive a restart; lines hold",
      "at once, the others from the next restart on. Everything else is done once, in the order of",
      "the options below.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice bridge set --line 1=921600 --line 2=9600,7E1",
      "  lattice bridge set /dev/ttyACM0 --line 1=3000000 --until-restart",
      "  lattice bridge set --blink 10"
    })
final class BridgeSetCommand implements Callable<Integer> {
  private static final int PORT_MAX = 3;
  private static final int SECONDS_MAX = 255;

  @Spec private CommandSpec spec;
  @Mixin private BridgeOptions bridge;

  @Parameters(
      paramLabel = "DEVICE",
      arity = "0..1",
      description = "Its device; not needed when one is plugged in.")
  private String device;

  @Option(
      names = "--line",
      paramLabel = "PORT=LINE",
      description = "Rate and form of a port, like 1=921600 or 2=9600,7E1; may be repeated.")
  private Map<Integer, String> lines = Map.of();

  @Option(names = "--until-restart", description = "Do not store the lines.")
  private boolean untilRestart;

  @Option(
      names = "--node-port",
      paramLabel = "PORT",
      description = "The port that leads to the node: 0 is USB.")
  private Integer nodePort;

  @Option(
      names = "--flash-ring",
      negatable = true,
      description = "Keep frames for an absent node in flash too, or do not.")
  private Boolean flashRing;

  @Option(
      names = "--pause",
      paramLabel = "PORT",
      description = "Send nothing to a port and drop what comes; may be repeated.")
  private List<Integer> paused = List.of();

  @Option(
      names = "--resume",
      paramLabel = "PORT",
      description = "Take it up again; may be repeated.")
  private List<Integer> resumed = List.of();

  @Option(
      names = "--blink",
      paramLabel = "SECONDS",
      description = "Blink, so that it is found among others; 0 stops.")
  private Integer blink;

  @Option(names = "--forget-fault", description = "Forget the recorded fault.")
  private boolean forget;

  @Option(names = "--restart", description = "Restart it.")
  private boolean restart;

  @Override
  public Integer call() throws Failure {
    Map<Integer, LineSetting> changed = check();
    try (OpenBridge open = bridge.open(device)) {
      if (untilRestart) {
        for (Map.Entry<Integer, LineSetting> each : changed.entrySet()) {
          long rate = open.line(each.getKey(), each.getValue());
          say("port " + each.getKey() + " runs at " + rate + " baud until the restart");
        }
      }
      store(open, untilRestart ? Map.of() : changed);
      for (int port : paused) {
        open.ask(BridgeRequest.PAUSE, port, 1);
        say("port " + port + " is paused");
      }
      for (int port : resumed) {
        open.ask(BridgeRequest.PAUSE, port, 0);
        say("port " + port + " goes on");
      }
      if (blink != null) {
        open.ask(BridgeRequest.BLINK, blink);
        say(blink == 0 ? "it blinks no more" : "it blinks for " + blink + " s");
      }
      if (forget) {
        open.ask(BridgeRequest.FORGET_FAULT);
        say("no fault is recorded any more");
      }
      if (restart) {
        open.ask(BridgeRequest.RESTART);
        say("it restarts");
      }
    }
    return 0;
  }

  private Map<Integer, LineSetting> check() {
    Map<Integer, LineSetting> changed = new LinkedHashMap<>();
    for (Map.Entry<Integer, String> each : lines.entrySet()) {
      try {
        changed.put(port(each.getKey()), LineSetting.of(each.getValue()));
      } catch (IllegalArgumentException e) {
        throw wrong("--line: " + e.getMessage());
      }
    }
    if (blink != null && (blink < 0 || blink > SECONDS_MAX)) {
      throw wrong("--blink takes 0 to " + SECONDS_MAX + " s");
    }
    boolean nothing =
        changed.isEmpty() && paused.isEmpty() && resumed.isEmpty() && blink == null && !forget;
    if (nothing && nodePort == null && flashRing == null && !restart) {
      throw wrong("say what to change, like --line 1=921600");
    }
    return changed;
  }

  private int port(int number) {
    if (number < 1 || number > PORT_MAX) {
      throw wrong("--line: ports 1 to " + PORT_MAX + " have lines, not " + number);
    }
    return number;
  }

  private void store(OpenBridge open, Map<Integer, LineSetting> changed) throws Failure {
    BridgeSettings settings = open.settings();
    BridgeSettings wanted = nodePort == null ? settings : settings.withNodePort(nodePort);
    wanted = flashRing == null ? wanted : wanted.withFlashRing(flashRing);
    for (Map.Entry<Integer, LineSetting> each : changed.entrySet()) {
      if (!open.identity().has(each.getKey())) {
        throw new Failure(Failure.NOT_FOUND, "the bridge has no port " + each.getKey());
      }
      wanted = wanted.withLine(each.getKey(), each.getValue());
    }
    if (!changed.isEmpty() || nodePort != null || flashRing != null) {
      say("stored as generation " + open.store(wanted));
    }
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  private void say(String sentence) {
    bridge.out().println(sentence);
  }
}
