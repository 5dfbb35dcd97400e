package dev.latticenano.bench;

import dev.latticenano.bench.meeting.StoredNode;
import dev.latticenano.bench.relay.Flood;
import dev.latticenano.bench.relay.Hosted;
import dev.latticenano.bench.relay.Latencies;
import dev.latticenano.bench.relay.Listeners;
import dev.latticenano.bench.relay.Member;
import dev.latticenano.bench.relay.Processors;
import dev.latticenano.bench.relay.Publisher;
import dev.latticenano.core.intention.StoreId;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What one store's flood costs another at a relay process: how long an intention of a quiet store
 * takes from being written by one member to being read by another, alone, and while members of
 * another store bring all they have as fast as they may. By turns, so that both meet the same
 * machine. In the first turn Java still compiles; the others say what a relay does that has run for
 * some minutes.
 *
 * <p>Arguments: folder of the relay, intentions of the flood in each turn (default 20 000), links
 * that bring them (4), turns (3), {@code back} if whoever floods the relay is to step back for all
 * others, {@code apart} if the relay is to have a processor to itself, too.
 */
public final class FairnessBench {
  private static final int RATE = 50;
  private static final int ALONE = 250;
  private static final long SETTLE_NS = 2_000_000_000L;
  private static final int WRITTEN_MAX = 1_000_000;

  private FairnessBench() {}

  /** Measures and prints a line for each turn. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    int flood = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
    int links = args.length > 2 ? Integer.parseInt(args[2]) : 4;
    int turns = args.length > 3 ? Integer.parseInt(args[3]) : 3;
    Processors processors = new Processors(args);
    Path dir = Files.createTempDirectory(folder, "relay-fairness");
    try (Hosted relay = new Hosted(processors, dir.resolve("relay"), 100, "512m")) {
      List<Member> quiet = Member.many(2);
      StoreId store = relay.bring(quiet, 1);
      AtomicLongArray writtenNs = new AtomicLongArray(WRITTEN_MAX);
      quiet.get(0).visit(relay.port(), 0, store);
      try (Flood loud = new Flood(processors, relay, links);
          Listeners listeners = new Listeners(relay.port(), store, quiet, writtenNs)) {
        listeners.join(1);
        try (Publisher publisher = new Publisher(quiet.get(0), 1, relay.port(), store, writtenNs)) {
          publisher.publish(RATE, ALONE);
          for (int turn = 0; turn < turns; turn++) {
            loud.write(flood / links, turn);
            Latencies alone = measure(publisher, listeners, null);
            long startNs = System.nanoTime();
            Latencies beside = measure(publisher, listeners, loud.bring(turn));
            print(processors, alone, beside, flood, (System.nanoTime() - startNs) / 1e9);
          }
        }
      }
    } finally {
      StoredNode.remove(dir);
    }
    System.exit(0);
  }

  /** Writes for a while, or as long as the flood lasts, if there is one. */
  private static Latencies measure(Publisher publisher, Listeners listeners, Future<?> flood)
      throws Exception {
    if (flood == null) {
      // What was written before has come by then.
      publisher.idle(System.nanoTime() + SETTLE_NS);
    }
    listeners.stop();
    listeners.again(publisher.written());
    long before = listeners.deliveries();
    int from = publisher.written();
    if (flood == null) {
      publisher.publish(RATE, ALONE);
    }
    while (flood != null && !flood.isDone()) {
      publisher.publish(RATE, 1);
      publisher.idle(System.nanoTime() + 1_000_000_000L / RATE);
    }
    if (flood != null) {
      flood.get();
    }
    while (listeners.deliveries() - before < publisher.written() - from) {
      publisher.idle(System.nanoTime() + 1_000_000);
    }
    listeners.stop();
    Latencies latencies = listeners.latencies();
    listeners.again(publisher.written());
    return latencies;
  }

  private static void print(
      Processors processors, Latencies alone, Latencies beside, int flood, double seconds) {
    System.out.printf(
        Locale.ROOT,
        "fairness, %s: alone %s; beside %d intentions of another store in %.1f s (%d of its own): %s;"
            + " p99 %.2f times, p50 %.2f times; load %.1f%n",
        processors,
        alone,
        flood,
        seconds,
        beside.count(),
        beside,
        beside.ms(990) / alone.ms(990),
        beside.ms(500) / alone.ms(500),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }
}
