package dev.latticenano.bench;

import dev.latticenano.bench.meeting.StoredNode;
import dev.latticenano.bench.soak.Acknowledged;
import dev.latticenano.bench.soak.Doorstep;
import dev.latticenano.bench.soak.SoakDisk;
import dev.latticenano.bench.soak.SoakFigures;
import dev.latticenano.bench.soak.SoakPlan;
import dev.latticenano.bench.soak.SoakPopulation;
import dev.latticenano.bench.soak.SoakRelay;
import dev.latticenano.bench.soak.SoakWatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A relay under mixed load for half an hour: real nodes write, pull, join and put files; two
 * hostile clients do their worst; the process is killed, links are cut, the disk is made full. What
 * some client was told is durable is written down; after every start of the relay, before anybody
 * else is let in, and at the end with every signature judged anew, a node that has nothing reads
 * all stores and all that was acknowledged is looked for in them. Draws {@code
 * docs/relay-soak.svg}.
 *
 * <p>Arguments: folder, minutes (30), seed, file for the picture. The exit code is 1 if anything is
 * lost, a client fails, or the relay ends by itself.
 */
public final class RelaySoak {
  private static final int DISK_MB = 256;
  private static final long KEPT_FREE_PERCENT = 10;
  private static final long FINISH_MS = 120_000;

  private final SoakDisk disk;
  private final SoakRelay relay;
  private final SoakPlan plan;
  private final Acknowledged acknowledged = new Acknowledged();
  private final Doorstep doorstep = new Doorstep();
  private final SoakFigures figures = new SoakFigures();
  private final SoakPopulation population;
  private final List<String> faults = new ArrayList<>();
  private int checks;

  private RelaySoak(SoakDisk disk, Path notes, int minutes, long seed) throws Exception {
    this.disk = disk;
    relay = new SoakRelay(disk.root(), notes);
    plan = new SoakPlan(seed, minutes);
    population = new SoakPopulation(relay, acknowledged, doorstep, seed);
  }

  /** Runs, prints and draws. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0])).toAbsolutePath();
    int minutes = args.length > 1 ? Integer.parseInt(args[1]) : 30;
    long seed = args.length > 2 ? Long.parseLong(args[2]) : System.nanoTime();
    Path picture = Path.of(args.length > 3 ? args[3] : "docs/relay-soak.svg");
    Path place = Files.createTempDirectory(folder, "relay-soak");
    boolean well;
    try (SoakDisk disk = SoakDisk.at(place.resolve("disk"), DISK_MB)) {
      System.out.printf(
          "seed=%d rerun: bench/run RelaySoak FOLDER %d %d%n%s%n",
          seed,
          minutes,
          seed,
          disk.isMounted()
              ? "disk: a file system in memory of " + DISK_MB + " MB"
              : "disk: the folder's; it is never full, for mounting is not allowed");
      RelaySoak soak = new RelaySoak(disk, place, minutes, seed);
      well = soak.run(minutes);
      soak.draw(minutes, seed, picture);
    }
    if (well) {
      StoredNode.remove(place);
    }
    System.exit(well ? 0 : 1);
  }

  private boolean run(int minutes) throws Exception {
    System.out.println("plan: " + plan);
    Runtime.getRuntime().addShutdownHook(new Thread(relay::end));
    relay.start();
    population.begin();
    SoakWatch watch = new SoakWatch(relay, disk, acknowledged, figures);
    for (SoakPlan.Step step : plan.steps()) {
      await(step.atMs());
      perform(step.kind());
    }
    await(TimeUnit.MINUTES.toMillis(minutes));
    disk.empty();
    if (!population.finish(FINISH_MS)) {
      fault("some client did not come to rest");
    }
    watch.stop();
    System.out.println(population);
    doorstep.end();
    restart(true);
    faults.addAll(population.faults());
    int code = relay.stop();
    if (code != 0) {
      fault("the relay ended with code " + code);
    }
    relay.complaints().forEach(this::fault);
    System.out.printf(
        "%d intentions and %d chunks acknowledged; %d starts checked; %d faults%n%s%n",
        acknowledged.intentionCount(),
        acknowledged.chunkCount(),
        checks,
        faults.size(),
        figures.flatness());
    return faults.isEmpty();
  }

  private void await(long atMs) throws Exception {
    for (long left = atMs - figures.elapsedMs(); left > 0; left = atMs - figures.elapsedMs()) {
      doorstep.pause(Math.min(left, 1_000));
      if (!relay.isAlive()) {
        fault("the relay ended by itself");
        restart(false);
      }
    }
  }

  private void perform(SoakPlan.Kind kind) throws Exception {
    switch (kind) {
      case KILL -> restart(false);
      case CUT -> population.cut();
      case TO_RESERVE -> disk.fill(disk.totalBytes() * KEPT_FREE_PERCENT / 100);
      case FULL -> disk.fill(0);
      case ROOM -> disk.empty();
      case JOIN -> population.join();
      default -> throw new AssertionError(kind);
    }
    if (kind != SoakPlan.Kind.CUT) {
      say(kind.toString());
    }
  }

  /** Kills it, starts it, looks for everything acknowledged, and lets all in again. */
  private void restart(boolean anew) throws Exception {
    doorstep.shut();
    relay.kill();
    doorstep.awaitEmpty();
    long listensMs = relay.start();
    long startNs = System.nanoTime();
    for (String each : population.check(anew)) {
      fault("lost: " + each);
    }
    checks++;
    figures.start(listensMs, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
    doorstep.open();
  }

  private void fault(String what) {
    faults.add(what);
    say("FAULT " + what);
  }

  private void say(String what) {
    System.out.printf(
        Locale.ROOT,
        "%.1f s: %s; %d intentions, %d chunks durable%n",
        figures.elapsedMs() / 1e3,
        what,
        acknowledged.intentionCount(),
        acknowledged.chunkCount());
  }

  private void draw(int minutes, long seed, Path picture) throws Exception {
    String first =
        String.format(
            Locale.ROOT,
            "A relay with 64 MB of heap for %d minutes, killed %d times; %d links cut, disk full %d"
                + " times; two hostile clients; seed %d; %s",
            minutes,
            plan.count(SoakPlan.Kind.KILL),
            plan.count(SoakPlan.Kind.CUT),
            plan.count(SoakPlan.Kind.ROOM),
            seed,
            LocalDate.now());
    String second =
        acknowledged.intentionCount()
            + " intentions and "
            + acknowledged.chunkCount()
            + " chunks acknowledged, all found again after each of "
            + checks
            + " starts: faults "
            + faults.size();
    figures.picture().write(picture, List.of(first, second));
  }
}
