package dev.latticenano.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.latticenano.bench.meeting.StoredNode;
import dev.latticenano.bench.relay.Hosted;
import dev.latticenano.bench.relay.Member;
import dev.latticenano.bench.relay.Processors;
import dev.latticenano.core.intention.StoreId;
import java.lang.management.ManagementFactory;
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
 * sealed and signed before the clock starts, and a round of as many warms the process up: until
 * then its compiler is at work beside it.
 *
 * <p>By the clock the clients take their share of the same cores. So the processor time is told,
 * too: of the relay's whole process, compiler and collector included, of its thread that speaks to
 * links, and of the clients' process. A check divided by the first is what part of its processor
 * time a relay spends on checks alone; as its threads share them out evenly, a relay with the cores
 * to itself takes in that part of what they can check.
 *
 * <p>Arguments: folder of the relay, clients (default 50), intentions (default 100 000), {@code
 * apart} if the relay is to have a processor to itself: then the clock tells what one processor
 * takes in.
 */
public final class RelayBench {
  private static final String HEAP = "512m";

  private RelayBench() {}

  /** Measures and prints a line for each figure. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    int clients = args.length > 1 ? Integer.parseInt(args[1]) : 50;
    int intentions = args.length > 2 ? Integer.parseInt(args[2]) : 100_000;
    Processors processors = new Processors(args);
    Path dir = Files.createTempDirectory(folder, "relay-ingest");
    try {
      ingest(processors, dir.resolve("relay"), clients, intentions / clients);
    } finally {
      StoredNode.remove(dir);
    }
    System.exit(0);
  }

  private static void ingest(Processors processors, Path dir, int clients, int each)
      throws Exception {
    TcpNodeBench.checkNs();
    double before = TcpNodeBench.checkNs();
    try (Hosted relay = new Hosted(processors, dir, clients, HEAP)) {
      List<Member> members = Member.many(clients);
      List<StoreId> stores = new ArrayList<>();
      for (Member member : members) {
        stores.add(relay.bring(List.of(member), 1));
      }
      round(relay, members, stores, 0, each);
      Spent spent = round(relay, members, stores, 1, each);
      double checkNs = (before + TcpNodeBench.checkNs()) / 2;
      report(processors, clients, (long) clients * each, spent, checkNs);
    }
  }

  /** What a round took: seconds by the clock, and processor time, ns. */
  private record Spent(double seconds, double relayNs, double loopNs, double clientsNs) {}

  private static void report(
      Processors processors, int clients, long count, Spent spent, double checkNs) {
    int cores = processors.ofRelay();
    double rate = count / spent.seconds;
    double checks = 1e9 / checkNs;
    System.out.printf(
        Locale.ROOT,
        "ingest, %s: %d clients, %d intentions, %.2f s, %.0f a second by the clock; %.0f checks a"
            + " second of one core; ratio %.3f to one core, %.3f to %d cores%n",
        processors,
        clients,
        count,
        spent.seconds,
        rate,
        checks,
        rate / checks,
        rate / checks / cores,
        cores);
    System.out.printf(
        Locale.ROOT,
        "ingest: processor time an intention: relay %.1f us, %.1f us of it the thread of its"
            + " links; clients %.1f us; a signature check %.1f us%n",
        spent.relayNs / 1e3 / count,
        spent.loopNs / 1e3 / count,
        spent.clientsNs / 1e3 / count,
        checkNs / 1e3);
    System.out.printf(
        Locale.ROOT,
        "ingest: check / relay's processor time: %.3f, with the cores to itself%n",
        checkNs * count / spent.relayNs);
  }

  /** Processor time of this process, ns. */
  private static long processorNs() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** Each writes, then all call at once, until all is durable at the relay. */
  private static Spent round(
      Hosted relay, List<Member> members, List<StoreId> stores, int number, int each)
      throws Exception {
    for (int i = 0; i < members.size(); i++) {
      members.get(i).write(stores.get(i), each, number);
    }
    ExecutorService threads = Executors.newFixedThreadPool(members.size());
    try {
      Hosted.Cost before = relay.ask();
      long ownNs = processorNs();
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
      ownNs = processorNs() - ownNs;
      Hosted.Cost after = relay.ask();
      return new Spent(
          seconds,
          (after.processorMs() - before.processorMs()) * 1e6,
          after.threadNs() - before.threadNs(),
          ownNs);
    } finally {
      threads.shutdown();
    }
  }
}
