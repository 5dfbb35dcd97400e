package dev.latticenano.edge.metrics;

import dev.latticenano.core.Verdict;
import dev.latticenano.edge.metrics.Figures.StoreFigures;
import dev.latticenano.storage.scrub.ScrubProgress;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Figures in Prometheus' text form. The names are listed in docs/operations.md. */
public final class MetricsText {
  private final MetricSnapshots.Builder all = MetricSnapshots.builder();

  private MetricsText() {}

  /** The text, in UTF-8. */
  public static byte[] of(Figures figures) {
    MetricsText text = new MetricsText();
    text.stores(figures);
    text.disk(figures);
    text.scrub(figures.scrub());
    text.node(figures);
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PrometheusTextFormatWriter.create().write(out, text.all.build());
      return out.toByteArray();
    } catch (IOException e) {
      throw new AssertionError("the heap refuses bytes", e);
    }
  }

  private void stores(Figures figures) {
    perStore(figures, "intentions", "Intentions witnessed here.", StoreFigures::intentions);
    perStore(figures, "authors", "Authors of these intentions.", StoreFigures::authors);
    perStore(figures, "floating", "Intentions that wait for others.", StoreFigures::floating);
    perStore(figures, "missing", "Hashes cited but not here.", StoreFigures::missing);
    perStore(
        figures, "quarantined", "Intentions that cannot be applied.", StoreFigures::quarantined);
    perStore(
        figures,
        "forked_authors",
        "Authors that wrote in two places.",
        StoreFigures::forkedAuthors);
    perStore(
        figures, "damaged_ranges", "Ranges of the log that fail their sum.", StoreFigures::damaged);
  }

  private void disk(Figures figures) {
    all.metricSnapshot(
        CounterSnapshot.builder()
            .name("lattice_written_bytes")
            .help("Bytes written to the disk since the start.")
            .dataPoint(count(figures.wear().logBytes(), Labels.of("use", "log")))
            .dataPoint(count(figures.wear().indexBytes(), Labels.of("use", "index")))
            .dataPoint(count(figures.wear().chunkBytes(), Labels.of("use", "chunk")))
            .build());
    counter(
        "payload_bytes", "Bytes of records logged since the start.", figures.wear().payloadBytes());
    counter("syncs", "Syncs of files since the start.", figures.wear().syncs());
    gauge(
        "write_amplification",
        "Bytes written to logs and tables for each byte logged, since the start.",
        figures.wear().amplification());
    gauge("disk_free_bytes", "Bytes free on the file system.", figures.freeBytes());
    gauge("disk_reserve_bytes", "Bytes of these kept in reserve.", figures.reserveBytes());
    gauge(
        "commit_delay_seconds",
        "How long batches may wait for one sync.",
        figures.commitDelayMs() / 1000.0);
  }

  private void scrub(ScrubProgress scrub) {
    gauge("scrub_percent", "How much of the present round is read again.", scrub.percent());
    gauge("scrub_found", "Damage met in the present round.", scrub.found());
    gauge("scrub_found_before", "Damage met in the last whole round.", scrub.foundBefore());
    gauge(
        "scrub_finished_seconds",
        "When the last whole round ended, Unix time; 0: never.",
        scrub.finishedMs() / 1000.0);
  }

  private void node(Figures figures) {
    gauge("sessions", "Links to peers that are up.", figures.sessions());
    gauge("chunks_wanted", "Chunks that files need and that are not here.", figures.chunksWanted());
    gauge("uptime_seconds", "Seconds since the start.", figures.uptimeMs() / 1000.0);
    refusals(figures.refusals());
  }

  private void refusals(Map<Verdict, Long> refusals) {
    CounterSnapshot.Builder counter =
        CounterSnapshot.builder()
            .name("lattice_refusals")
            .help("What peers did wrong since the start, by verdict.");
    refusals.forEach(
        (verdict, times) -> counter.dataPoint(count(times, Labels.of("verdict", verdict.name()))));
    all.metricSnapshot(counter.build());
  }

  private void perStore(
      Figures figures, String name, String help, ToLongFunction<StoreFigures> figure) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name("lattice_store_" + name).help(help);
    for (StoreFigures store : figures.stores()) {
      gauge.dataPoint(
          GaugeDataPointSnapshot.builder()
              .value(figure.applyAsLong(store))
              .labels(Labels.of("store", store.name()))
              .build());
    }
    all.metricSnapshot(gauge.build());
  }

  private void gauge(String name, String help, double value) {
    all.metricSnapshot(
        GaugeSnapshot.builder()
            .name("lattice_" + name)
            .help(help)
            .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
            .build());
  }

  private void counter(String name, String help, long value) {
    all.metricSnapshot(
        CounterSnapshot.builder()
            .name("lattice_" + name)
            .help(help)
            .dataPoint(count(value, Labels.EMPTY))
            .build());
  }

  private static CounterDataPointSnapshot count(long value, Labels labels) {
    return CounterDataPointSnapshot.builder().value(value).labels(labels).build();
  }
}
