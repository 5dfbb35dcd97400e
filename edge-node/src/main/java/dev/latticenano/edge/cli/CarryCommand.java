package dev.latticenano.edge.cli;

import dev.latticenano.edge.Failure;
import dev.latticenano.edge.Reason;
import dev.latticenano.edge.demo.Carry;
import dev.latticenano.edge.files.SampleFolder;
import java.io.IOException;
import java.io.PrintWriter;
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
      "Carry a folder laptop → stick → phone: three nodes with their own data",
      "directories, a serial line to the stick, and, after the laptop is gone, a",
      "network to the phone. At the end the phone's folder is compared with the",
      "original, byte for byte."
    },
    footer = {"", "Examples:", "  lattice demo carry", "  lattice demo carry ~/Pictures/summer"})
final class CarryCommand implements Callable<Integer> {
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
    try {
      Path source = folder;
      if (source == null) {
        source = place.resolve("original");
        SampleFolder.make(source);
      } else if (!Files.isDirectory(source)) {
        throw new Failure(Failure.NOT_FOUND, source + " is not a folder");
      }
      try (ProgressLine line = new ProgressLine(spec.commandLine().getErr())) {
        List<String> differences = new Carry(place, source, out::println, line).run();
        if (!differences.isEmpty()) {
          differences.forEach(spec.commandLine().getErr()::println);
          throw new Failure(Failure.FAILED, "the phone's folder differs from the original");
        }
      }
      if (keep != null) {
        out.println("kept in " + keep);
      }
      return 0;
    } finally {
      if (keep == null) {
        remove(place);
      }
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

  private static void remove(Path place) {
    try (Stream<Path> all = Files.walk(place)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // Left-over files in the system's temporary folder harm nobody.
      return;
    }
  }
}
