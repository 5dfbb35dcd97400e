package dev.latticenano.relay.figures;

import dev.latticenano.relay.home.ShelfFigures;
import dev.latticenano.relay.net.Ending;
import dev.latticenano.relay.net.Traffic;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Figures in Prometheus' text form. The names are listed in docs/relay-operations.md. */
public final class MetricsText {
  private static final String PREFIX = "lattice_relay_";

  private final MetricSnapshots.Builder all = MetricSnapshots.builder();

  private MetricsText() {}

  /** The text, in UTF-8. */
  public static byte[] of(RelayFigures figures) {
    MetricsText text = new MetricsText();
    text.stores(figures);
    text.shelf(figures.shelf());
    if (figures.links() != null) {
      text.links(figures.links());
    }
    text.refusals(figures);
    text.gauge("uptime_seconds", "Seconds since the start.", figures.uptimeMs() / 1000.0);
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PrometheusTextFormatWriter.create().write(out, text.all.build());
      return out.toByteArray();
    } catch (IOException e) {
      throw new AssertionError("the heap refuses bytes", e);
    }
  }

  private void stores(RelayFigures figures) {
    gauge("stores", "Stores held.", figures.stores().size());
    perStore(figures, "intentions", "Intentions held.", StoreFigures::intentions);
    perStore(figures, "authors", "Authors of these.", StoreFigures::authors);
    perStore(figures, "floating", "Intentions that wait for others.", StoreFigures::floating);
    perStore(figures, "members", "Members that the manifest lists.", StoreFigures::members);
    perStore(figures, "links", "Links over which it is in a session.", StoreFigures::links);
    perStore(
        figures, "quota_bytes", "Bytes its tickets promise together.", StoreFigures::quotaBytes);
    perStore(
        figures, "taken_bytes", "Bytes that their stores take together.", StoreFigures::takenBytes);
  }

  private void shelf(ShelfFigures shelf) {
    all.metricSnapshot(
        CounterSnapshot.builder()
            .name(PREFIX + "written_bytes")
            .help("Bytes written since the start.")
            .dataPoint(count(shelf.logBytes(), Labels.of("use", "log")))
            .dataPoint(count(shelf.indexBytes(), Labels.of("use", "index")))
            .dataPoint(count(shelf.chunkBytes(), Labels.of("use", "chunk")))
            .build());
    counter("syncs", "Syncs of files since the start.", shelf.syncs());
    gauge("disk_free_bytes", "Bytes free on the file system.", shelf.freeBytes());
    gauge("disk_kept_bytes", "Bytes of these that stay free.", shelf.keptBytes());
  }

  private void links(LinkFigures links) {
    gauge("links", "Links that are up.", links.up());
    gauge("strangers", "Links over which nobody is proven yet.", links.strangers());
    gauge("waiting_bytes", "Bytes of frames that came or went in part.", links.waitingBytes());
    Traffic traffic = links.traffic();
    counter("received_bytes", "Bytes that came over links.", traffic.bytesIn());
    counter("sent_bytes", "Bytes that went over links.", traffic.bytesOut());
    counter("received_frames", "Frames that came over links.", traffic.framesIn());
    counter("sent_frames", "Frames that went over links.", traffic.framesOut());
    counter("calls", "Calls taken.", traffic.callsTaken());
    counter("calls_turned_away", "Calls not taken.", traffic.callsTurnedAway());
    CounterSnapshot.Builder endings =
        CounterSnapshot.builder().name(PREFIX + "links_ended").help("Links that ended, by reason.");
    for (Ending ending : Ending.values()) {
      Labels why = Labels.of("why", ending.name().toLowerCase(Locale.ROOT));
      endings.dataPoint(count(traffic.endings(ending), why));
    }
    all.metricSnapshot(endings.build());
  }

  private void refusals(RelayFigures figures) {
    CounterSnapshot.Builder counter =
        CounterSnapshot.builder()
            .name(PREFIX + "refusals")
            .help("What peers did wrong since the start, by verdict.");
    figures
        .refusals()
        .forEach(
            (verdict, times) ->
                counter.dataPoint(count(times, Labels.of("verdict", verdict.name()))));
    all.metricSnapshot(counter.build());
  }

  private void perStore(
      RelayFigures figures, String name, String help, ToLongFunction<StoreFigures> figure) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(PREFIX + "store_" + name).help(help);
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
            .name(PREFIX + name)
            .help(help)
            .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
            .build());
  }

  private void counter(String name, String help, long value) {
    all.metricSnapshot(
        CounterSnapshot.builder()
            .name(PREFIX + name)
            .help(help)
            .dataPoint(count(value, Labels.EMPTY))
            .build());
  }

  private static CounterDataPointSnapshot count(long value, Labels labels) {
    return CounterDataPointSnapshot.builder().value(value).labels(labels).build();
  }
}
