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
 * there. They are written, sealed and signed before the clock starts.
 *
 * <p>During each round the relay's own process checks some signatures, a burst now and then, on the
 * same processors: what it takes in is compared with what checks took at that time, as machines
 * that others share are faster and slower from one second to the next. The time of these checks is
 * taken off. Rounds warm the process up until Java's compilers take no more than {@link
 * #COMPILING_MOST} of its processor time: they give way to the thread that speaks to links, so they
 * are at it for longer than elsewhere. The rounds after that are told, and the middle one of their
 * ratios.
 *
 * <p>By the clock the clients take their share of the same cores. So the processor time is told,
 * too: of the relay's whole process, compiler and collector included, of its thread that speaks to
 * links, and of the clients' process. A check divided by the first is what part of its processor
 * time a relay spends on checks alone; as its threads share them out evenly, a relay with the cores
 * to itself takes in that part of what they can check.
 *
 * <p>Arguments: folder of the relay, clients (default 50), intentions of a round (default 100 000),
 * {@code apart} if the relay is to have a processor to itself: then the clock tells what one
 * processor takes in.
 */
public final class RelayBench {
  private static final String HEAP = "512m";
  private static final int ROUNDS = 5;
  private static final int WARMING_MOST = 10;

  /** What part of a warm process's time its compilers may take. */
  private static final double COMPILING_MOST = 0.02;

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
    try (Hosted relay = new Hosted(processors, dir, clients, HEAP)) {
      List<Member> members = Member.many(clients);
      List<StoreId> stores = new ArrayList<>();
      for (Member member : members) {
        stores.add(relay.bring(List.of(member), 1));
      }
      int count = clients * each;
      int number = 0;
      boolean warm = false;
      while (!warm && number < WARMING_MOST) {
        Spent spent = round(processors, relay, members, stores, number, each);
        warm = spent.isWarm();
        report("warming", processors, count, spent);
        number++;
      }
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        Spent spent = round(processors, relay, members, stores, number + i, each);
        ratios.add(report("ingest", processors, count, spent));
      }
      ratios.sort(null);
      System.out.printf(
          Locale.ROOT,
          "ingest, %s%s: %d clients, rounds of %d: ratio to its checks %.3f (%.3f to %.3f)%n",
          processors,
          warm ? "" : ", compiler still at work",
          clients,
          count,
          ratios.get(ROUNDS / 2),
          ratios.get(0),
          ratios.get(ROUNDS - 1));
    }
  }

  /** What a round took: seconds by the clock, and processor time, ns; a check beside it, ns. */
  private record Spent(
      double seconds,
      double relayNs,
      double loopNs,
      double compilersNs,
      double clientsNs,
      double checkNs) {
    boolean isWarm() {
      return compilersNs <= COMPILING_MOST * relayNs;
    }
  }

  private static double report(String what, Processors processors, int count, Spent spent) {
    double ratio = count / spent.seconds * spent.checkNs / 1e9 / processors.ofRelay();
    System.out.printf(
        Locale.ROOT,
        "%s: %.2f s, %.0f a second, ratio %.3f; an intention: relay %.1f us, of it the thread of"
            + " its links %.1f us and compilers %.1f us, clients %.1f us; a check %.1f"
            + " us, %.3f of the relay's%n",
        what,
        spent.seconds,
        count / spent.seconds,
        ratio,
        spent.relayNs / 1e3 / count,
        spent.loopNs / 1e3 / count,
        spent.compilersNs / 1e3 / count,
        spent.clientsNs / 1e3 / count,
        spent.checkNs / 1e3,
        spent.checkNs * count / spent.relayNs);
    return ratio;
  }

  /** Processor time of this process, ns. */
  private static long processorNs() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** Each writes, then all call at once, until all is durable at the relay. */
  private static Spent round(
      Processors processors,
      Hosted relay,
      List<Member> members,
      List<StoreId> stores,
      int number,
      int each)
      throws Exception {
    for (int i = 0; i < members.size(); i++) {
      members.get(i).write(stores.get(i), each, number);
    }
    ExecutorService threads = Executors.newFixedThreadPool(members.size());
    try {
      Hosted.Cost before = relay.ask();
      relay.checks();
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
      Hosted.Checked checked = relay.checked();
      Hosted.Cost after = relay.ask();
      return new Spent(
          seconds - checked.spentNs() / 1e9 / processors.ofRelay(),
          (after.processorMs() - before.processorMs()) * 1e6 - checked.spentNs(),
          after.threadNs() - before.threadNs(),
          (after.compilersMs() - before.compilersMs()) * 1e6,
          ownNs,
          checked.ns());
    } finally {
      threads.shutdown();
    }
  }
}
