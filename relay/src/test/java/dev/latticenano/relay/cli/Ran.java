package dev.latticenano.relay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a command left: its exit code and what it printed.
 *
 * @param code the exit code
 * @param out standard output
 * @param err the error stream
 */
public record Ran(int code, String out, String err) {
  /** Runs {@code lattice-relay words…} on a directory. */
  public static Ran in(Path dir, String... words) {
    List<String> line = new ArrayList<>(List.of(words));
    line.addAll(List.of("--dir", dir.toString()));
    return of(line.toArray(String[]::new));
  }

  /** Runs {@code lattice-relay words…}. */
  public static Ran of(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        RelayCommand.execute(
            words,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Asserts success without a remark. */
  public Ran ok() {
    assertEquals(0, code, this::toString);
    assertEquals("", err);
    return this;
  }

  /** Asserts one sentence on the error stream that holds {@code part}, and the exit code. */
  public Ran refused(int expected, String part) {
    assertEquals(1, err.lines().count(), this::toString);
    assertTrue(err.startsWith("lattice-relay: ") && err.contains(part), this::toString);
    assertFalse(err.contains("\tat ") || err.contains("Exception"), this::toString);
    assertFalse(err.contains("defect"), this::toString);
    assertEquals(expected, code, this::toString);
    return this;
  }

  /** The word behind {@code label} on a line of the output. */
  public String field(String label) {
    return out.lines()
        .filter(line -> line.startsWith(label + " "))
        .map(line -> line.substring(label.length()).strip())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + label + " in\n" + this));
  }

  @Override
  public String toString() {
    return "exit code " + code + "\n--- out\n" + out + "--- err\n" + err;
  }
}
