package dev.latticenano.edge.cli;

import dev.latticenano.edge.scenario.Failed;
import dev.latticenano.edge.scenario.Play;
import dev.latticenano.edge.scenario.Quantity;
import dev.latticenano.edge.scenario.Report;
import dev.latticenano.edge.scenario.Scenario;
import dev.latticenano.edge.sim.Simulation;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.cli.ProgressLine;
import dev.latticenano.host.cli.Stopping;
import dev.latticenano.host.text.Units;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays a scenario. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Play a scenario in virtual time and print what was measured.",
      "",
      "Ends with 1 if something did not hold that the scenario asserts; then it says the line, the",
      "virtual time, what differs, and the command that replays the run to the byte.",
      "Ctrl-C ends it with what was measured so far.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice sim run carry --seed 1",
      "  lattice sim run mine.sim --set nodes=5 --set hours=10 --json",
      "  lattice sim run mine.sim --seed 7 --trace events.txt"
    })
final class SimRunCommand implements Callable<Integer> {
  private static final int INTERRUPTED = 130;
  private static final int STEPS_PER_LOOK = 1024;

  @Spec private CommandSpec spec;
  @Mixin private JsonOption json;

  @Parameters(
      paramLabel = "FILE",
      description = "A scenario: a file, or a name that lattice sim list prints.")
  private String file;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The number everything follows from; without it a fresh one, which is printed.")
  private Long seed;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Gives a value that the scenario names with let another one.")
  private Map<String, String> values = new LinkedHashMap<>();

  @Option(names = "--trace", paramLabel = "FILE", description = "Writes every event, a line each.")
  private Path trace;

  @Option(
      names = "--verify-all",
      description =
          "Every node computes with every signature, not the first alone for all; the run is the"
              + " same and takes longer.")
  private boolean verifyAll;

  private volatile boolean stopped;
  private long looks;

  @Override
  public Integer call() throws Failure {
    Scenario scenario = ScenarioOption.read(file, values);
    if (seed == null) {
      seed = new SecureRandom().nextLong();
    }
    if (trace == null) {
      return play(scenario, null);
    }
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(trace))) {
      int code = play(scenario, out::println);
      if (out.checkError()) {
        throw new Failure(Failure.DISK, "could not write all of " + trace);
      }
      return code;
    } catch (IOException e) {
      throw new Failure(Failure.DISK, "cannot write " + trace + ": " + Reason.of(e), e);
    }
  }

  private int play(Scenario scenario, Consumer<String> told) {
    long startNs = System.nanoTime();
    Simulation simulation = new Simulation(seed, verifyAll, told);
    Play play = new Play(scenario, simulation);
    Failed failed = null;
    boolean whole = true;
    Stopping stopping = new Stopping(() -> stopped = true);
    try {
      try (ProgressLine line = new ProgressLine(spec.commandLine().getErr())) {
        simulation.stopWhen(() -> isStopped(line, play, scenario, simulation));
        failed = play.run();
      } catch (Simulation.Stopped e) {
        whole = false;
      }
      print(new Report(simulation, play, failed, whole), System.nanoTime() - startNs);
    } finally {
      stopping.close();
    }
    return !whole ? INTERRUPTED : failed == null ? 0 : Failure.FAILED;
  }

  private boolean isStopped(ProgressLine line, Play play, Scenario scenario, Simulation run) {
    if (looks++ % STEPS_PER_LOOK == 0) {
      String text = Quantity.time(run.passedMs()) + "  " + run.frames() + " frames";
      line.show(text, play.done(), scenario.count());
    }
    return stopped;
  }

  private void print(Report report, long ns) {
    PrintWriter out = spec.commandLine().getOut();
    if (json.wanted()) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("scenario", file);
      all.put("seed", Long.toString(seed));
      all.putAll(report.values());
      json.print(out, all);
    } else {
      report.table().forEach(out::println);
      out.println("seed " + seed + ", " + Units.seconds(ns) + " of real time");
    }
    out.flush();
    report.failure(file, command()).forEach(spec.commandLine().getErr()::println);
    spec.commandLine().getErr().flush();
  }

  private String command() {
    StringBuilder text = new StringBuilder("lattice sim run " + file + " --seed " + seed);
    values.forEach((name, value) -> text.append(" --set ").append(name).append('=').append(value));
    return text.toString();
  }
}
