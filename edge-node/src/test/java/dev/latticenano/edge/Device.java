package dev.latticenano.edge;

import dev.latticenano.edge.cli.LatticeCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A node on which whole commands are run, in this process.
 *
 * @param dir its data directory
 */
record Device(Path dir) {
  /** A fresh node in {@code place}, called by the directory's name. */
  static Device init(Path dir) {
    Device device = new Device(dir);
    device.run("init", "--name", dir.getFileName().toString()).ok();
    return device;
  }

  /** Runs a command that works on a node: {@code --dir} is added. */
  Outcome run(String... words) {
    return lattice(line(words));
  }

  /** The words of a command with {@code --dir}. */
  String[] line(String... words) {
    List<String> line = new ArrayList<>(List.of(words));
    line.add("--dir");
    line.add(dir.toString());
    return line.toArray(String[]::new);
  }

  /** Runs any command. */
  static Outcome lattice(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        LatticeCommand.execute(
            words,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Invites another node to this node's store {@code name}: their next sync lets it in. */
  void shareWith(Device other, String name) {
    String token = run("store", "invite", name, "--role", "owner").ok().out().strip();
    other.run("store", "join", token).ok();
  }
}
