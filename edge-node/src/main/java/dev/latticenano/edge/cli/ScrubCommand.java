package dev.latticenano.edge.cli;

import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.NodePlace;
import dev.latticenano.edge.Scrubbing;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.cli.ProgressLine;
import dev.latticenano.host.text.Units;
import dev.latticenano.storage.scrub.ScrubProgress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks for bytes that have rotted. */
@Command(
    name = "scrub",
    mixinStandardHelpOptions = true,
    description = {
      "Read again what this device stores, to find what the disk has let rot.",
      "",
      "lattice serve does it by itself, slowly, about once a day. What is damaged is",
      "fetched again from the next peer that has it.",
      ""
    },
    subcommands = {
      ScrubCommand.Status.class,
      ScrubCommand.Run.class,
      ScrubCommand.Pause.class,
      ScrubCommand.Resume.class
    },
    footer = {
      "",
      "Examples:",
      "  lattice scrub status      how far the round is, what it found",
      "  lattice scrub run         a whole round now; no serve may be running",
      "  lattice scrub pause       a running serve stops scrubbing, until resume"
    })
final class ScrubCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** The data directory, of which nothing need be owned to look at the scrub's own files. */
  private static Path place(NodeCommand node) throws Failure {
    Path root = node.dir();
    NodePlace.check(root);
    return root;
  }

  static Map<String, Object> row(ScrubProgress progress, boolean paused) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("paused", paused);
    row.put("under_way", progress.isUnderWay());
    row.put("rounds", progress.round());
    row.put("percent", progress.percent());
    row.put("part", progress.part());
    row.put("read_bytes", progress.readBytes());
    row.put("total_bytes", progress.totalBytes());
    row.put("started_at", progress.startedMs());
    row.put("last_round_at", progress.finishedMs());
    row.put("damage", progress.found());
    row.put("damage_last_round", progress.foundBefore());
    return row;
  }

  static String sentence(ScrubProgress progress, boolean paused) {
    String last =
        progress.finishedMs() == 0
            ? "no whole round yet"
            : "last round "
                + DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm")
                    .withZone(ZoneId.systemDefault())
                    .format(Instant.ofEpochMilli(progress.finishedMs()))
                + ", "
                + found(progress.foundBefore());
    String now =
        progress.isUnderWay()
            ? "; now " + progress.percent() + " % of a round, " + found(progress.found())
            : "";
    return last + now + (paused ? "; paused" : "");
  }

  private static String found(long damage) {
    return damage == 0 ? "nothing damaged" : Units.count(damage, "damage") + " found";
  }

  /** Tells how far it is. */
  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Tell when the last round ended, how far this one is, what was found.",
      footer = {"", "Example:", "  lattice scrub status --json"})
  static final class Status implements Callable<Integer> {
    @Mixin private NodeCommand node;
    @Mixin private JsonOption json;

    @Override
    public Integer call() throws Failure {
      Path root = place(node);
      ScrubProgress progress = Scrubbing.progress(root);
      boolean paused = Scrubbing.isPaused(root);
      if (json.wanted()) {
        json.print(node.out(), row(progress, paused));
      } else {
        node.out().println(sentence(progress, paused));
      }
      return 0;
    }
  }

  /** Goes round once. */
  @Command(
      name = "run",
      mixinStandardHelpOptions = true,
      description = {
        "Go on to the end of the round now, as fast as the disk can.",
        "Exit code 8 if the round found damage."
      },
      footer = {"", "Example:", "  lattice scrub run && echo sound"})
  static final class Run implements Callable<Integer> {
    @Mixin private NodeCommand node;
    @Mixin private JsonOption json;

    @Override
    public Integer call() throws Failure {
      try (NodeHome home = node.open();
          ProgressLine line = new ProgressLine(node.err())) {
        Scrubbing scrubbing =
            new Scrubbing(
                home,
                sentence -> {
                  line.clear();
                  node.say(sentence);
                });
        try {
          while (!scrubbing.step()) {
            ScrubProgress now = scrubbing.progress();
            line.show("scrub " + now.part(), now.readBytes(), Math.max(1, now.totalBytes()));
          }
        } finally {
          scrubbing.remember();
        }
        line.clear();
        ScrubProgress end = scrubbing.progress();
        boolean paused = Scrubbing.isPaused(home.directory().root());
        if (json.wanted()) {
          json.print(node.out(), row(end, paused));
        } else {
          node.out().println("read " + Units.bytes(end.readBytes()) + ", " + found(end.found()));
        }
        return end.found() == 0 ? 0 : Failure.FINDINGS;
      }
    }
  }

  /** Stops it for a while. */
  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = "Have serve and sync leave it, until resume. Works while they run.",
      footer = {"", "Example:", "  lattice scrub pause"})
  static final class Pause implements Callable<Integer> {
    @Mixin private NodeCommand node;

    @Override
    public Integer call() throws Failure {
      Scrubbing.pause(place(node), true);
      node.out().println("paused");
      return 0;
    }
  }

  /** Lets it go on. */
  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Let it go on where it was paused. Works while serve runs.",
      footer = {"", "Example:", "  lattice scrub resume"})
  static final class Resume implements Callable<Integer> {
    @Mixin private NodeCommand node;

    @Override
    public Integer call() throws Failure {
      Scrubbing.pause(place(node), false);
      node.out().println("goes on");
      return 0;
    }
  }
}
