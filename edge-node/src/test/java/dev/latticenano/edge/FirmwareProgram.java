package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The firmware as a program of this machine, under sanitizers, each of its lines a device of a
 * folder. Its settings outlive it there.
 */
final class FirmwareProgram implements AutoCloseable {
  private static final String PROGRAM = "target/host/bridge_host";

  private final Path folder;
  private final Path program;
  private Process process;

  /** Builds the program if its sources are newer, and plugs it in. */
  FirmwareProgram(Path folder) throws Exception {
    this.folder = folder;
    Path sources = Path.of(System.getProperty("repository.root"), "firmware-bridge");
    program = sources.resolve(PROGRAM);
    Process build =
        new ProcessBuilder("make", "-s", "-C", sources.toString(), PROGRAM)
            .redirectErrorStream(true)
            .start();
    String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, build.waitFor(), said);
    plug();
  }

  void plug() throws IOException {
    process =
        new ProcessBuilder(
                program.toString(),
                "pty:" + device(0),
                "pty:" + device(1),
                "pty:" + device(2),
                folder.resolve("settings").toString(),
                folder.resolve("flash").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    assertEquals("up", out.readLine());
  }

  /** Takes its power away: devices hang up, nothing is tidied. */
  void unplug() {
    process.destroyForcibly().onExit().join();
  }

  /** Where line {@code n} leads. */
  String device(int n) {
    return folder.resolve("line" + n).toString();
  }

  @Override
  public void close() {
    unplug();
  }
}
