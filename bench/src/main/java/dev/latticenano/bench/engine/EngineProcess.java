package dev.latticenano.bench.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A process that does one {@link EngineWork.Piece}. All get the same Java: one collector thread, a
 * small heap, no file of performance counters, which would count as written.
 */
public final class EngineProcess {
  private final EngineKind kind;
  private final Path folder;
  private final long seed;

  /** Work of an engine in a folder that exists. */
  public EngineProcess(EngineKind kind, Path folder, long seed) {
    this.kind = kind;
    this.folder = folder;
    this.seed = seed;
  }

  /** Does a piece of work with a heap of at most {@code heapMb} and gives what it measured. */
  public Map<String, Double> run(EngineWork.Piece piece, int records, int heapMb)
      throws IOException, InterruptedException {
    return run(List.of(), piece, records, heapMb);
  }

  /** The same under another program, named with its arguments. */
  public Map<String, Double> run(
      List<String> under, EngineWork.Piece piece, int records, int heapMb)
      throws IOException, InterruptedException {
    Process process = start(under, piece, records, heapMb);
    Map<String, Double> figures = new HashMap<>();
    try (BufferedReader said = process.inputReader(StandardCharsets.US_ASCII)) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        String[] words = line.split(" ");
        figures.put(words[0], Double.parseDouble(words[1]));
      }
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException(kind.title() + " failed at " + piece + " in " + folder);
    }
    return figures;
  }

  /**
   * Fills the folder and ends the process as {@code kill -9} does when at least {@code enough}
   * records are durable.
   *
   * @return the records it said were durable
   */
  public int fillAndKill(int records, int enough, int heapMb)
      throws IOException, InterruptedException {
    Process process = start(List.of(), EngineWork.Piece.TELL, records, heapMb);
    int durable = 0;
    try (BufferedReader said = process.inputReader(StandardCharsets.US_ASCII)) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (line.startsWith("durable ")) {
          durable = Integer.parseInt(line.substring("durable ".length()));
        }
        if (durable >= enough) {
          process.toHandle().destroyForcibly();
        }
      }
    }
    process.waitFor();
    return durable;
  }

  private Process start(List<String> under, EngineWork.Piece piece, int records, int heapMb)
      throws IOException {
    return start(
        under,
        heapMb,
        kind.work(),
        piece.name(),
        kind.word(),
        folder.toString(),
        Integer.toString(records),
        Long.toString(seed));
  }

  /** Starts a main class under another program, or none; what it complains of can be seen. */
  static Process start(List<String> under, int heapMb, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(under);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx" + heapMb + "m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
