package dev.latticenano.edge.cli;

import dev.latticenano.edge.demo.Carry;
import dev.latticenano.edge.files.SampleFolder;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import dev.latticenano.host.cli.AtExit;
import dev.latticenano.host.cli.ProgressLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Carries a folder laptop → stick → phone. */
@Command(
    name = "carry",
    mixinStandardHelpOptions = true,
    description = {
      "Carry a folder laptop → stick → phone and compare it.",
      "",
      "Three nodes with their own data directories, a serial line from the laptop to",
      "the stick, and, after the laptop is gone, a network to the phone. At the end the",
      "phone's folder is compared with the original, byte for byte.",
      ""
    },
    footer = {"", "Examples:", "  lattice demo carry", "  lattice demo carry ~/Pictures/summer"})
final class CarryCommand implements Callable<Integer> {
  private static final int REMOVALS_MAX = 50;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FOLDER",
      arity = "0..1",
      description = "What to carry. Default: a small sample that is made for it.")
  private Path folder;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Keep the three nodes and the phone's folder in DIR.")
  private Path keep;

  @Override
  public Integer call() throws Failure, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Path place = place();
    AtExit atExit = keep == null ? new AtExit("remove", () -> remove(place)) : null;
    try {
      Path source = folder;
      if (source == null) {
        source = place.resolve("original");
        SampleFolder.make(source);
      } else if (!Files.isDirectory(source)) {
        throw new Failure(Failure.NOT_FOUND, source + " is not a folder");
      }
      source = whole(source);
      try (ProgressLine line = new ProgressLine(spec.commandLine().getErr())) {
        Carry carry = new Carry(place, source, out::println, line);
        List<String> differences = carry.run();
        PrintWriter err = spec.commandLine().getErr();
        carry.problems().forEach(problem -> err.println("lattice: " + problem));
        if (!differences.isEmpty()) {
          differences.forEach(err::println);
          throw new Failure(Failure.FAILED, "the phone's folder differs from the original");
        }
        if (!carry.problems().isEmpty()) {
          throw new Failure(Failure.BAD_INPUT, "not everything in the folder could be carried");
        }
      }
      if (keep != null) {
        out.println("kept in " + keep);
      }
      return 0;
    } finally {
      if (keep == null) {
        remove(place);
        atExit.close();
      }
    }
  }

  private static Path whole(Path source) throws Failure {
    try {
      Path whole = source.toRealPath();
      if (whole.getFileName() == null) {
        throw new Failure(Failure.BAD_INPUT, source + " has no name to carry it under");
      }
      return whole;
    } catch (IOException e) {
      throw new Failure(Failure.NOT_FOUND, "cannot read " + source + ": " + Reason.of(e), e);
    }
  }

  private Path place() throws Failure {
    try {
      if (keep == null) {
        return Files.createTempDirectory("lattice-demo");
      }
      Files.createDirectories(keep);
      try (Stream<Path> inside = Files.list(keep)) {
        if (inside.findAny().isPresent()) {
          throw new Failure(Failure.BAD_INPUT, keep + " is not empty; name a new folder");
        }
      }
      return keep;
    } catch (IOException e) {
      throw new Failure(Failure.DISK, "cannot make a place for the demo: " + Reason.of(e), e);
    }
  }

  // When the process ends early its nodes go on writing for a moment, so once may not be enough.
  private static void remove(Path place) {
    for (int i = 0; i < REMOVALS_MAX && Files.exists(place); i++) {
      try (Stream<Path> all = Files.walk(place)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      } catch (IOException | UncheckedIOException e) {
        // Left-over files in the system's temporary folder harm nobody.
        continue;
      }
    }
  }
}
