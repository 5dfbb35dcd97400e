package dev.latticenano.relay;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The program as it is delivered, packed by {@code scripts/pack-relay} from this build.
 *
 * @param folder where it lies
 */
record Packed(Path folder) {
  /** Packs into a new folder below {@code place}. */
  static Packed into(Path place) throws IOException, InterruptedException {
    Path folder = place.resolve("packed");
    Process process =
        new ProcessBuilder(
                root().resolve("scripts/pack-relay").toString(), folder.toString(), runtime())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(said);
    }
    return new Packed(folder);
  }

  static Path root() {
    return Path.of(System.getProperty("repository.root"));
  }

  /** What the relay needs of the class path of this test: no tests, no libraries of tests. */
  private static String runtime() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> others =
        List.of(
            "junit",
            "archunit",
            "opentest4j",
            "apiguardian",
            "jssc",
            "native-lib-loader",
            "jmdns",
            "qrcodegen");
    return Arrays.stream(all.split(File.pathSeparator))
        .filter(
            entry ->
                !entry.endsWith("test-classes")
                    && !entry.endsWith("-tests.jar")
                    && !entry.contains("transports-serial")
                    && !entry.contains("edge-node"))
        .filter(entry -> others.stream().noneMatch(new File(entry).getName()::contains))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The one jar of ours. */
  Path jar() {
    return folder.resolve("lattice-relay.jar");
  }

  /** What Java is given to run it. */
  String classPath() throws IOException {
    try (Stream<Path> libraries = Files.list(folder.resolve("lib"))) {
      return Stream.concat(Stream.of(jar()), libraries.sorted())
          .map(Path::toString)
          .collect(Collectors.joining(File.pathSeparator));
    }
  }
}
