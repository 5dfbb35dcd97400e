package dev.latticenano.bench;

import dev.latticenano.bench.meeting.StoredNode;
import dev.latticenano.bench.relay.Hosted;
import dev.latticenano.bench.relay.Listeners;
import dev.latticenano.bench.relay.Member;
import dev.latticenano.bench.relay.Publisher;
import dev.latticenano.core.intention.StoreId;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What a relay process gives out over the loopback network: one member writes at a steady rate, and
 * a thousand links of members have each intention pushed, open it, read it and answer. Beside what
 * arrives stands how long it took from writing to reading, and the processor time of the relay's
 * one thread for each intention on each link: what it could do with a core to itself.
 *
 * <p>Arguments: folder of the relay, links (default 1000), seconds (10), rates of writing, one
 * round each (default 50).
 */
public final class FanoutBench {
  private static final int MEMBERS = 20;
  private static final int WRITTEN_MAX = 100_000;
  private static final long SETTLE_MS = 5000;
  private static final int WARM_SECONDS = 5;

  // Slowly at first: before anything is compiled an answer takes long, and then rounds begin.
  private static final int[] WARM_PER_SECOND = {2, 10, 40};

  private FanoutBench() {}

  /** Measures and prints a line for each rate. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    int links = args.length > 1 ? Integer.parseInt(args[1]) : 1000;
    int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 10;
    List<String> rates = args.length > 3 ? List.of(args).subList(3, args.length) : List.of("50");
    Path dir = Files.createTempDirectory(folder, "relay-fanout");
    try (Hosted relay = new Hosted("nio", dir.resolve("relay"), links, "512m")) {
      List<Member> members = Member.many(MEMBERS);
      StoreId store = relay.bring(members, 1);
      AtomicLongArray writtenNs = new AtomicLongArray(WRITTEN_MAX);
      members.get(0).visit(relay.port(), 0, store);
      try (Listeners listeners = new Listeners(relay.port(), store, members, writtenNs)) {
        listeners.join(links);
        try (Publisher publisher =
            new Publisher(members.get(0), 1, relay.port(), store, writtenNs)) {
          for (int rate : WARM_PER_SECOND) {
            round(relay, publisher, listeners, links, rate, WARM_SECONDS);
          }
          for (String rate : rates) {
            String line =
                round(relay, publisher, listeners, links, Integer.parseInt(rate), seconds);
            System.out.println(line);
          }
        }
      }
    } finally {
      StoredNode.remove(dir);
    }
    System.exit(0);
  }

  private static String round(
      Hosted relay, Publisher publisher, Listeners listeners, int links, int rate, int seconds)
      throws Exception {
    long before = listeners.deliveries();
    long wanted = (long) rate * seconds * links;
    long threadNs = relay.ask().threadNs();
    long startNs = System.nanoTime();
    double took = publisher.publish(rate, rate * seconds);
    long untilNs = System.nanoTime() + SETTLE_MS * 1_000_000;
    while (listeners.deliveries() - before < wanted && System.nanoTime() < untilNs) {
      publisher.idle(System.nanoTime() + 1_000_000);
    }
    threadNs = relay.ask().threadNs() - threadNs;
    listeners.stop();
    long came = listeners.deliveries() - before;
    double all = (listeners.lastNs() - startNs) / 1e9;
    String line =
        String.format(
            Locale.ROOT,
            "fan-out: %d a second to %d links: %.0f intentions a second arrive, %d of %d, %d rounds; %s;"
                + " relay's thread %.2f us each, %.2f of a core; written in %.2f s, load %.1f",
            rate,
            links,
            came / all,
            came,
            wanted,
            listeners.rounds(),
            listeners.latencies(),
            threadNs / 1e3 / Math.max(1, came),
            threadNs / 1e9 / all,
            took,
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    listeners.again(publisher.written());
    return line;
  }
}
