package dev.latticenano.bench.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Fills one engine with very many records, with stops where the process is killed and the store is
 * opened twice: as the kill left it, and as that opening's close left it.
 */
public final class SoakRun {
  private static final long SEED = 7;

  private final EngineKind kind;
  private final Path folder;
  private final int heapMb;
  private final List<EngineSoak.Line> lines = new ArrayList<>();
  private final List<Stop> stops = new ArrayList<>();
  private double writtenBytes;

  /**
   * A stop on the way.
   *
   * @param records in the store
   * @param killedMs to open after the kill and find one record
   * @param closedMs the same after a clean close
   */
  public record Stop(int records, double killedMs, double closedMs) {}

  /** A run in an empty folder, every process with a heap of at most {@code heapMb}. */
  public SoakRun(EngineKind kind, Path folder, int heapMb) {
    this.kind = kind;
    this.folder = folder;
    this.heapMb = heapMb;
  }

  /** Goes on to {@code to} records with a line for each {@code every}, and stops there. */
  public void fill(int to, int every, Consumer<EngineSoak.Line> hearer)
      throws IOException, InterruptedException {
    long from = stops.isEmpty() ? 0 : stops.get(stops.size() - 1).records();
    String[] words = {
      kind.word(), folder.toString(), "" + from, "" + to, "" + every, "" + SEED,
    };
    Process process = EngineProcess.start(List.of(), heapMb, EngineSoak.class, words);
    double before = writtenBytes;
    try (BufferedReader said = process.inputReader(StandardCharsets.US_ASCII)) {
      String text = said.readLine();
      for (; text != null && !text.equals("full"); text = said.readLine()) {
        EngineSoak.Line line = EngineSoak.Line.parse(text);
        writtenBytes = before + line.written();
        lines.add(line);
        hearer.accept(line);
      }
      if (text == null) {
        throw new IllegalStateException(kind.title() + " failed before " + to + " records");
      }
      process.toHandle().destroyForcibly();
    }
    process.waitFor();
    double killedMs = open(to);
    stops.add(new Stop(to, killedMs, open(to)));
  }

  /** Bytes written so far ÷ bytes put. */
  public double amplification() {
    long records = lines.get(lines.size() - 1).records();
    return writtenBytes / ((double) records * Records.PAYLOAD_BYTES);
  }

  /** The stops so far. */
  public List<Stop> stops() {
    return List.copyOf(stops);
  }

  private double open(int records) throws IOException, InterruptedException {
    EngineProcess process = new EngineProcess(kind, folder, SEED);
    Map<String, Double> figures = process.run(EngineWork.Piece.OPEN, records, heapMb);
    if (figures.get("missing") > 0) {
      throw new IllegalStateException(kind.title() + " lost the first of " + records + " records");
    }
    writtenBytes += figures.get("openwritten");
    return figures.get("open");
  }

  /** The picture: six charts by millions of records. {@code amplifications}: one for each line. */
  public SoakPicture picture(double[] amplifications) {
    double[] at = lines.stream().mapToDouble(line -> line.records() / 1e6).toArray();
    double[] stopAt = stops.stream().mapToDouble(stop -> stop.records() / 1e6).toArray();
    return new SoakPicture("million records")
        .chart("inserts a second", one(at, figures(EngineSoak.Line::inserts)))
        .chart(
            "commit of 64, ms",
            new LineChart.Line("median", at, figures(EngineSoak.Line::commitMs)),
            new LineChart.Line("99 of 100", at, figures(EngineSoak.Line::commit99Ms)))
        .chart("bytes written ÷ bytes put", one(at, amplifications))
        .chart(
            "find one, µs",
            new LineChart.Line("median", at, figures(EngineSoak.Line::getUs)),
            new LineChart.Line("99 of 100", at, figures(EngineSoak.Line::get99Us)))
        .chart("heap in use, MB", one(at, figures(line -> line.heap() / 1e6)))
        .chart(
            "open and find one, ms",
            new LineChart.Line(
                "closed", stopAt, stops.stream().mapToDouble(Stop::closedMs).toArray()),
            new LineChart.Line(
                "killed", stopAt, stops.stream().mapToDouble(Stop::killedMs).toArray()));
  }

  private double[] figures(ToDoubleFunction<EngineSoak.Line> figure) {
    return lines.stream().mapToDouble(figure).toArray();
  }

  private static LineChart.Line one(double[] x, double[] y) {
    return new LineChart.Line("", Arrays.copyOf(x, y.length), y);
  }
}
