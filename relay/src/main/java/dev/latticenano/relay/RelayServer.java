package dev.latticenano.relay;

import com.grack.nanojson.JsonWriter;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.PrunePlan;
import dev.latticenano.core.relay.Relay;
import dev.latticenano.core.relay.RelaySettings;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import dev.latticenano.host.SystemEntropy;
import dev.latticenano.host.checks.CheckChoice;
import dev.latticenano.host.checks.CheckFigures;
import dev.latticenano.host.checks.SharedChecks;
import dev.latticenano.host.metrics.MetricsDoor;
import dev.latticenano.host.text.Address;
import dev.latticenano.relay.control.ControlDoor;
import dev.latticenano.relay.figures.FigureRows;
import dev.latticenano.relay.figures.Health;
import dev.latticenano.relay.figures.LinkFigures;
import dev.latticenano.relay.figures.MetricsText;
import dev.latticenano.relay.figures.PlanRows;
import dev.latticenano.relay.figures.RelayFigures;
import dev.latticenano.relay.home.DiskShelf;
import dev.latticenano.relay.home.OperatorSettings;
import dev.latticenano.relay.home.OperatorSettings.Key;
import dev.latticenano.relay.home.PostgresShelf;
import dev.latticenano.relay.home.RelayHome;
import dev.latticenano.relay.home.Shelf;
import dev.latticenano.relay.net.LinkLoop;
import dev.latticenano.relay.net.NetLimits;
import dev.latticenano.relay.net.Upkeep;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A relay with its directory, its links and its doors for the operator: opened, then run on one
 * thread until it is stopped.
 */
public final class RelayServer implements AutoCloseable {
  private static final long ASK_S = 30;

  private final RelayHome home;
  private final Shelf shelf;
  private final CheckChoice choice;
  private final SharedChecks checks;
  private final Relay relay;
  private final PrunePlans plans;
  private final RelayLog log = new RelayLog();
  private final long startNs = System.nanoTime();
  private LinkLoop loop;
  private PeerCalls peers;
  private MetricsDoor metrics;
  private ControlDoor control;

  private RelayServer(
      RelayHome home, Shelf shelf, CheckChoice choice, SharedChecks checks, Relay relay) {
    this.home = home;
    this.shelf = shelf;
    this.choice = choice;
    this.checks = checks;
    this.relay = relay;
    this.plans = new PrunePlans(relay);
  }

  /**
   * Takes a relay's directory for this process and opens every store in it.
   *
   * @param takesClear whether stores are held that the relay could read
   */
  public static RelayServer open(RelayHome home, boolean takesClear, ReplayProgress progress)
      throws Failure {
    Shelf shelf = null;
    CheckChoice choice = CheckChoice.make();
    SharedChecks checks = SharedChecks.overAllProcessors(choice);
    try {
      shelf = home.shelf();
      Relay relay =
          new Relay(
              home.signer(),
              checks,
              new SystemEntropy(),
              shelf.places(),
              shelf.memory(),
              new RelaySettings(takesClear, Long.MAX_VALUE, 100));
      home.transportKey(relay::transportKey);
      relay.revokedTickets(
          shelf instanceof PostgresShelf shared
              ? shared.revocations()::isRevoked
              : home.tickets()::isRevoked);
      relay.open(System.currentTimeMillis(), progress);
      return new RelayServer(home, shelf, choice, checks, relay);
    } catch (StoreException e) {
      closeQuietly(shelf, e);
      throw Failure.of(e);
    } catch (Failure e) {
      closeQuietly(shelf, e);
      throw e;
    }
  }

  private static void closeQuietly(Shelf shelf, Exception why) {
    try {
      if (shelf != null) {
        shelf.close();
      }
    } catch (StoreException e) {
      why.addSuppressed(e);
    }
  }

  /** What opening the stores found, and why no faster checks are used, a sentence each. */
  public List<String> findings() {
    List<String> findings = new ArrayList<>(shelf.findings());
    findings.addAll(choice.finding().isEmpty() ? List.of() : List.of(choice.finding()));
    return findings;
  }

  /** The figures now; for the thread that owns this. */
  public RelayFigures figures() throws Failure {
    long uptimeMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    try {
      return RelayFigures.of(
          relay,
          shelf.figures(),
          loop == null ? null : LinkFigures.of(loop, peers.figures()),
          log.refusals(),
          uptimeMs,
          System.currentTimeMillis());
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  /** The figures and what needs somebody, for JSON; for the thread that owns this. */
  public Map<String, Object> status() throws Failure {
    long nowMs = System.currentTimeMillis();
    Map<String, Object> row = FigureRows.of(figures(), plans.all(nowMs), nowMs);
    row.put("peers", peers == null ? List.of() : peers.rows());
    row.put("checks", CheckFigures.of(choice, checks).row());
    return row;
  }

  /** What needs somebody, a sentence each; for the thread that owns this. */
  public List<String> health() throws Failure {
    long nowMs = System.currentTimeMillis();
    return Health.of(figures(), plans.all(nowMs), nowMs);
  }

  /** What the next prune of a store would drop; for the thread that owns this. */
  public PrunePlan plan(StoreId store) throws Failure {
    return plans.fresh(store, System.currentTimeMillis());
  }

  private StoreId prune(StoreId store) throws Failure {
    if (!relay.stores().contains(store)) {
      throw new Failure(Failure.NOT_FOUND, "no store " + store + " is held here");
    }
    relay.prune(store, System.currentTimeMillis());
    return store;
  }

  /**
   * Listens where it is told to, and answers commands from now on.
   *
   * @param listen where to listen; port 0 is any free one
   * @param watched where a Prometheus server asks; null for nowhere
   * @return where it listens, in the words of {@code serve}
   */
  public List<String> listen(List<Address> listen, Address watched) throws Failure {
    List<String> lines = new ArrayList<>();
    try {
      RelayTalk talk = new RelayTalk(relay, log, this::publish);
      Upkeep upkeep =
          shelf instanceof PostgresShelf shared
              ? new LeaseKeeping(talk, relay, shared)
              : new Merging(talk, (DiskShelf) shelf);
      peers = new PeerCalls(relay, upkeep, talk, log, home.root());
      loop = new LinkLoop(talk, peers, limits(home.settings()), new SystemEntropy());
      talk.over(loop, peers);
      peers.over(loop);
      peers.choose(home.settings().peers());
    } catch (IOException e) {
      throw new Failure(Failure.LINK, "this system gives no selector: " + Reason.of(e), e);
    }
    for (Address address : listen) {
      lines.add("listening tcp " + address.withPort(bind(address)));
    }
    if (watched != null) {
      metrics = MetricsDoor.bind(watched.host(), watched.port());
      lines.add("listening metrics http://" + watched.withPort(metrics.port()) + "/metrics");
    }
    publish();
    control = ControlDoor.open(home.root(), this::answer);
    return lines;
  }

  private int bind(Address address) throws Failure {
    InetSocketAddress place = new InetSocketAddress(address.host(), address.port());
    if (place.isUnresolved()) {
      throw new Failure(Failure.LINK, "no host is called " + address.host());
    }
    try {
      return loop.entrance().listen(place);
    } catch (IOException e) {
      throw new Failure(Failure.LINK, "cannot listen at " + address + ": " + Reason.of(e), e);
    }
  }

  static NetLimits limits(OperatorSettings settings) {
    return NetLimits.USUAL
        .with(
            new NetLimits.Room(
                settings.count(Key.LINKS),
                settings.count(Key.LINKS_PER_ADDRESS),
                settings.count(Key.STRANGERS),
                settings.waitingBytes()))
        .with(new NetLimits.Rate(settings.count(Key.CALLS), settings.count(Key.CALLS_PER_ADDRESS)));
  }

  /** Serves until {@link #stop}; then everything acknowledged is durable, and given back. */
  public void run() throws Failure {
    shelf.findings().forEach(log::found);
    log.checks(CheckFigures.of(choice, checks));
    log.serving(relay.stores().size());
    try {
      loop.run();
      peers.keep();
      relay.close(System.currentTimeMillis());
    } catch (StoreException e) {
      throw Failure.of(e);
    } catch (IOException e) {
      throw new Failure(Failure.LINK, "the network fails: " + Reason.of(e), e);
    }
    log.stopped();
  }

  /** Has {@link #run} end soon; from any thread. */
  public void stop() {
    loop.stop();
  }

  /** Takes over settings that may change while it runs; from any thread. */
  public void reload() {
    loop.post(
        () -> {
          try {
            OperatorSettings chosen = home.chosen();
            loop.limits(limits(chosen));
            peers.choose(chosen.peers());
            log.reloaded();
          } catch (Failure e) {
            log.notReloaded(e.getMessage());
          }
        });
  }

  // Once a second, on the loop's thread.
  private void publish() {
    if (metrics == null) {
      return;
    }
    try {
      RelayFigures now = figures();
      long nowMs = System.currentTimeMillis();
      plans.refresh(nowMs);
      Map<StoreId, PrunePlan> last = plans.last();
      metrics.publish(() -> MetricsText.of(now, last, nowMs));
    } catch (Failure e) {
      log.found("no figures could be read: " + e.getMessage());
    }
  }

  private String answer(String question) throws Failure, InterruptedException {
    String[] words = question.split(" ");
    return switch (words[0]) {
      case "figures" -> json(FigureRows.of(asked(this::figures)));
      case "status" -> {
        for (StoreId store : asked(() -> plans.missing(System.currentTimeMillis()))) {
          planned(store);
        }
        yield json(asked(this::status));
      }
      case "plan" -> {
        StoreId store = store(words);
        yield json(PlanRows.of(store, planned(store)));
      }
      case "prune" -> {
        StoreId store = store(words);
        yield json(Map.of("pruning", asked(() -> prune(store)).toString()));
      }
      case "reload" -> {
        home.chosen();
        reload();
        // The loop takes things up in their order: when it comes to this, what was chosen holds.
        yield json(Map.of("reloaded", asked(() -> true)));
      }
      case "remove" -> {
        StoreId store = store(words);
        Failure failure = asked(() -> removed(store));
        if (failure != null) {
          throw failure;
        }
        yield json(Map.of("removed", store.toString()));
      }
      default -> throw new Failure(Failure.BAD_INPUT, "the relay knows no " + words[0]);
    };
  }

  // A turn at a time, so that links are served between two.
  private PrunePlan planned(StoreId store) throws Failure, InterruptedException {
    PrunePlan plan = null;
    while (plan == null) {
      plan = asked(() -> plans.turn(store, System.currentTimeMillis()));
    }
    return plan;
  }

  private static StoreId store(String[] words) {
    return StoreId.parse(words.length == 2 ? words[1] : "");
  }

  private static String json(Map<String, Object> value) {
    return JsonWriter.string(value);
  }

  /** Something that the loop's thread knows, or why not. */
  private interface Question<T> {
    T answer() throws Failure;
  }

  /** What {@code question} is answered on the loop's thread. */
  private <T> T asked(Question<T> question) throws Failure, InterruptedException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    loop.post(
        () -> {
          try {
            answer.complete(question.answer());
          } catch (Failure e) {
            answer.completeExceptionally(e);
          }
        });
    try {
      return answer.get(ASK_S, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Failure failure
          ? failure
          : new Failure(Failure.FAILED, "the relay cannot answer: " + e.getMessage(), e);
    } catch (TimeoutException e) {
      throw new Failure(Failure.FAILED, "the relay did not answer in time", e);
    }
  }

  /** Holds a store no more; null, or why not. On the thread that owns this. */
  public Failure removed(StoreId store) {
    if (!relay.stores().contains(store)) {
      return new Failure(Failure.NOT_FOUND, "no store " + store + " is held here");
    }
    try {
      relay.remove(store, System.currentTimeMillis());
      publish();
      return null;
    } catch (StoreException e) {
      return Failure.of(e);
    }
  }

  @Override
  public void close() throws Failure {
    if (control != null) {
      control.close();
    }
    if (metrics != null) {
      metrics.close();
    }
    checks.close();
    try {
      shelf.close();
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }
}
