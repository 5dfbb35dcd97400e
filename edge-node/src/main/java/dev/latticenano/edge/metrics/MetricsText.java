package dev.latticenano.edge.metrics;

import dev.latticenano.core.Verdict;
import dev.latticenano.edge.metrics.Figures.StoreFigures;
import dev.latticenano.host.metrics.MetricsPage;
import dev.latticenano.storage.scrub.ScrubProgress;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Figures in Prometheus' text form. The names are listed in docs/operations.md. */
public final class MetricsText {
  private final MetricsPage page = new MetricsPage("lattice_");

  private MetricsText() {}

  /** The text, in UTF-8. */
  public static byte[] of(Figures figures) {
    MetricsText text = new MetricsText();
    text.stores(figures);
    text.disk(figures);
    text.scrub(figures.scrub());
    text.node(figures);
    return text.page.toBytes();
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
    page.counters(
        "written_bytes",
        "Bytes written to the disk since the start.",
        "use",
        Map.of(
            "log", figures.wear().logBytes(),
            "index", figures.wear().indexBytes(),
            "chunk", figures.wear().chunkBytes()));
    page.counter(
        "payload_bytes", "Bytes of records logged since the start.", figures.wear().payloadBytes());
    page.counter("syncs", "Syncs of files since the start.", figures.wear().syncs());
    page.gauge(
        "write_amplification",
        "Bytes written to logs and tables for each byte logged, since the start.",
        figures.wear().amplification());
    page.gauge("disk_free_bytes", "Bytes free on the file system.", figures.freeBytes());
    page.gauge("disk_reserve_bytes", "Bytes of these kept in reserve.", figures.reserveBytes());
    page.gauge(
        "commit_delay_seconds",
        "How long batches may wait for one sync.",
        figures.commitDelayMs() / 1000.0);
  }

  private void scrub(ScrubProgress scrub) {
    page.gauge("scrub_percent", "How much of the present round is read again.", scrub.percent());
    page.gauge("scrub_found", "Damage met in the present round.", scrub.found());
    page.gauge("scrub_found_before", "Damage met in the last whole round.", scrub.foundBefore());
    page.gauge(
        "scrub_finished_seconds",
        "When the last whole round ended, Unix time; 0: never.",
        scrub.finishedMs() / 1000.0);
  }

  private void node(Figures figures) {
    page.gauge("sessions", "Links to peers that are up.", figures.sessions());
    page.gauge(
        "chunks_wanted", "Chunks that files need and that are not here.", figures.chunksWanted());
    page.gauge("uptime_seconds", "Seconds since the start.", figures.uptimeMs() / 1000.0);
    refusals(figures.refusals());
  }

  private void refusals(Map<Verdict, Long> refusals) {
    Map<String, Long> named = new TreeMap<>();
    refusals.forEach((verdict, times) -> named.put(verdict.name(), times));
    page.counters(
        "refusals", "What peers did wrong since the start, by verdict.", "verdict", named);
  }

  private void perStore(
      Figures figures, String name, String help, ToDoubleFunction<StoreFigures> figure) {
    page.storeGauges(name, help, figures.stores(), StoreFigures::name, figure);
  }
}
