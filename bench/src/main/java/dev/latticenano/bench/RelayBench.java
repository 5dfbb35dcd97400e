package dev.latticenano.bench;

import dev.latticenano.bench.meeting.StoredNode;
import dev.latticenano.bench.relay.Hosted;
import dev.latticenano.bench.relay.Member;
import dev.latticenano.core.intention.StoreId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a relay process takes in over the loopback network: intentions of many clients, each with a
 * store and a link of its own, from the first call until the last has heard that all is durable
 * there; beside it the signature checks of one core, measured before and after. They are written,
 * sealed and signed before the clock starts, and a first round warms the process up.
 *
 * <p>Arguments: folder of the relay, clients (default 1000), intentions (default 100 000).
 */
public final class RelayBench {
  private static final String HEAP = "512m";
  private static final int WARM = 10;
  private static final int WARM_MIN = 4000;

  private RelayBench() {}

  /** Measures and prints a line for each figure. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    int clients = args.length > 1 ? Integer.parseInt(args[1]) : 1000;
    int intentions = args.length > 2 ? Integer.parseInt(args[2]) : 100_000;
    Path dir = Files.createTempDirectory(folder, "relay-ingest");
    try {
      ingest(dir.resolve("relay"), clients, intentions / clients);
    } finally {
      StoredNode.remove(dir);
    }
    System.exit(0);
  }

  private static void ingest(Path dir, int clients, int each) throws Exception {
    TcpNodeBench.checkNs();
    double before = TcpNodeBench.checkNs();
    try (Hosted relay = new Hosted("nio", dir, clients, HEAP)) {
      List<Member> members = Member.many(clients);
      List<StoreId> stores = new ArrayList<>();
      for (Member member : members) {
        stores.add(relay.bring(List.of(member), 1));
      }
      round(relay, members, stores, 0, Math.max(WARM_MIN / clients, each / WARM) + 1);
      long[] threadNs = {0, 0};
      double seconds = round(relay, members, stores, 1, each, threadNs);
      double checkNs = (before + TcpNodeBench.checkNs()) / 2;
      report(clients, (long) clients * each, seconds, threadNs[1] - threadNs[0], checkNs);
    }
  }

  private static void report(
      int clients, long count, double seconds, long threadNs, double checkNs) {
    int cores = Runtime.getRuntime().availableProcessors();
    double rate = count / seconds;
    double checks = 1e9 / checkNs;
    System.out.printf(
        Locale.ROOT,
        "ingest: %d clients, %d intentions, %.2f s, %.0f a second; %.0f checks a second of one"
            + " core; ratio %.3f to one core (the relay's loop is one thread), %.3f to %d cores%n",
        clients,
        count,
        seconds,
        rate,
        checks,
        rate / checks,
        rate / checks / cores,
        cores);
    System.out.printf(
        Locale.ROOT,
        "ingest: relay's thread %.1f us an intention, %.1f us of it a signature check: ratio %.3f"
            + " with a core to itself and nothing to wait for%n",
        threadNs / 1e3 / count,
        checkNs / 1e3,
        checkNs * count / threadNs);
  }

  private static void round(
      Hosted relay, List<Member> members, List<StoreId> stores, int number, int each)
      throws Exception {
    round(relay, members, stores, number, each, new long[2]);
  }

  /** Each writes, then all call at once; the seconds until all is durable at the relay. */
  private static double round(
      Hosted relay,
      List<Member> members,
      List<StoreId> stores,
      int number,
      int each,
      long[] threadNs)
      throws Exception {
    for (int i = 0; i < members.size(); i++) {
      members.get(i).write(stores.get(i), each, number);
    }
    ExecutorService threads = Executors.newFixedThreadPool(members.size());
    try {
      threadNs[0] = relay.ask().threadNs();
      long startNs = System.nanoTime();
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < members.size(); i++) {
        Member member = members.get(i);
        StoreId store = stores.get(i);
        calls.add(threads.submit(() -> member.visit(relay.port(), number, store)));
      }
      for (Future<?> call : calls) {
        call.get();
      }
      double seconds = (System.nanoTime() - startNs) / 1e9;
      threadNs[1] = relay.ask().threadNs();
      return seconds;
    } finally {
      threads.shutdown();
    }
  }
}
