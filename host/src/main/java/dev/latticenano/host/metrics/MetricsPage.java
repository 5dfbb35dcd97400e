package dev.latticenano.host.metrics;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A page of figures that becomes Prometheus' text. Gauges go up and down, counters only up. */
public final class MetricsPage {
  private final String prefix;
  private final MetricSnapshots.Builder all = MetricSnapshots.builder();

  /** An empty page; all names on it begin with {@code prefix}. */
  public MetricsPage(String prefix) {
    this.prefix = prefix;
  }

  /** Adds a gauge. */
  public void gauge(String name, String help, double value) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(prefix + name).help(help);
    gauge.dataPoint(GaugeDataPointSnapshot.builder().value(value).build());
    all.metricSnapshot(gauge.build());
  }

  /**
   * One value of a gauge.
   *
   * @param labels names and values
   */
  public record Point(double value, Map<String, String> labels) {}

  /** Adds a gauge of several values under labels. */
  public void gauges(String name, String help, List<Point> points) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(prefix + name).help(help);
    for (Point each : points) {
      Labels labels = Labels.EMPTY;
      for (Map.Entry<String, String> label : each.labels.entrySet()) {
        labels = labels.merge(Labels.of(label.getKey(), label.getValue()));
      }
      gauge.dataPoint(GaugeDataPointSnapshot.builder().value(each.value).labels(labels).build());
    }
    all.metricSnapshot(gauge.build());
  }

  /** Adds a gauge of each store, under the label {@code store}. */
  public <T> void storeGauges(
      String name,
      String help,
      Collection<T> stores,
      Function<T, String> called,
      ToDoubleFunction<T> figure) {
    List<Point> points = new ArrayList<>();
    for (T store : stores) {
      points.add(new Point(figure.applyAsDouble(store), Map.of("store", called.apply(store))));
    }
    gauges("store_" + name, help, points);
  }

  /** Adds a counter. */
  public void counter(String name, String help, long value) {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(prefix + name).help(help);
    all.metricSnapshot(counter.dataPoint(count(value, Labels.EMPTY)).build());
  }

  /** Adds a counter of each value of {@code label}. */
  public void counters(String name, String help, String label, Map<String, Long> values) {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(prefix + name).help(help);
    values.forEach((value, times) -> counter.dataPoint(count(times, Labels.of(label, value))));
    all.metricSnapshot(counter.build());
  }

  private static CounterDataPointSnapshot count(long value, Labels labels) {
    return CounterDataPointSnapshot.builder().value(value).labels(labels).build();
  }

  /** The text, in UTF-8. */
  public byte[] toBytes() {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PrometheusTextFormatWriter.create().write(out, all.build());
      return out.toByteArray();
    } catch (IOException e) {
      throw new AssertionError("the heap refuses bytes", e);
    }
  }
}
