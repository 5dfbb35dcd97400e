package dev.latticenano.bench.soak;

import dev.latticenano.bench.engine.LineChart;
import dev.latticenano.bench.engine.SoakPicture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** What was seen of the relay in the course of the run, by minutes. By any thread. */
public final class SoakFigures {
  private static final double MB = 1e6;
  private static final int POINTS_MAX = 200;

  private final long startNs = System.nanoTime();
  private final List<Sample> memory = new ArrayList<>();
  private final List<Sample> heap = new ArrayList<>();
  private final List<Sample> starts = new ArrayList<>();
  private final List<Sample> acknowledged = new ArrayList<>();

  private record Sample(double minutes, double first, double second) {}

  private double minutes() {
    return (System.nanoTime() - startNs) / (double) TimeUnit.MINUTES.toNanos(1);
  }

  /** Since the run began. */
  public long elapsedMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
  }

  /** Bytes of the process that are resident, and of these those that are of no file. */
  synchronized void memory(long resident, long anonymous) {
    memory.add(new Sample(minutes(), resident / MB, anonymous / MB));
  }

  /** Bytes of live objects. */
  synchronized void heap(long bytes) {
    heap.add(new Sample(minutes(), bytes / MB, 0));
  }

  /** The relay was killed: after so long it listened again, after so long all was looked at. */
  public synchronized void start(long listensMs, long checkedMs) {
    starts.add(new Sample(minutes(), listensMs / 1e3, checkedMs / 1e3));
  }

  /** What is durable at the relay, and what is free of its disk. */
  synchronized void acknowledged(long intentions, long chunks, long freeBytes) {
    acknowledged.add(new Sample(minutes(), intentions / 1e3, freeBytes / MB));
  }

  /** Of so many samples that follow each other the greatest: a picture shows no more. */
  private static List<Sample> thinned(List<Sample> samples) {
    int step = samples.size() / POINTS_MAX + 1;
    List<Sample> thin = new ArrayList<>();
    for (int from = 0; from < samples.size(); from += step) {
      List<Sample> some = samples.subList(from, Math.min(samples.size(), from + step));
      thin.add(Collections.max(some, Comparator.comparingDouble(Sample::first)));
    }
    return thin;
  }

  private static double[] of(List<Sample> samples, ToDoubleFunction<Sample> what) {
    return samples.stream().mapToDouble(what).toArray();
  }

  private static LineChart.Line line(
      String name, List<Sample> samples, ToDoubleFunction<Sample> what) {
    List<Sample> thin = thinned(samples);
    return new LineChart.Line(name, of(thin, Sample::minutes), of(thin, what));
  }

  /** The charts. */
  public synchronized SoakPicture picture() {
    return new SoakPicture("minutes")
        .chart(
            "resident, MB",
            line("all", memory, Sample::first),
            line("of no file", memory, Sample::second))
        .chart("heap after a collection, MB", line("", heap, Sample::first))
        .chart("thousand intentions durable", line("", acknowledged, Sample::first))
        .chart("free on its disk, MB", line("", acknowledged, Sample::second))
        .chart("killed until it listens, s", line("", starts, Sample::first))
        .chart("until all was read and checked, s", line("", starts, Sample::second));
  }

  /** How flat memory is: means of the second and of the last quarter of the run. */
  public synchronized String flatness() {
    return String.format(
        Locale.ROOT,
        "resident %.1f MB in the second quarter, %.1f in the last, at most %.1f; of no file %.1f,"
            + " %.1f, %.1f; heap after a collection %.1f, %.1f, %.1f",
        mean(memory, Sample::first, 1),
        mean(memory, Sample::first, 3),
        most(memory, Sample::first),
        mean(memory, Sample::second, 1),
        mean(memory, Sample::second, 3),
        most(memory, Sample::second),
        mean(heap, Sample::first, 1),
        mean(heap, Sample::first, 3),
        most(heap, Sample::first));
  }

  private double mean(List<Sample> samples, ToDoubleFunction<Sample> what, int quarter) {
    double end = minutes();
    return samples.stream()
        .filter(each -> (int) (4 * each.minutes() / end) == quarter)
        .mapToDouble(what)
        .average()
        .orElse(Double.NaN);
  }

  private static double most(List<Sample> samples, ToDoubleFunction<Sample> what) {
    return samples.stream().mapToDouble(what).max().orElse(Double.NaN);
  }
}
