package dev.latticenano.edge;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import dev.latticenano.storage.disk.FileDisk;
import dev.latticenano.storage.scrub.ChunkPart;
import dev.latticenano.storage.scrub.Findings;
import dev.latticenano.storage.scrub.IndexPart;
import dev.latticenano.storage.scrub.LogPart;
import dev.latticenano.storage.scrub.Scrub;
import dev.latticenano.storage.scrub.ScrubFile;
import dev.latticenano.storage.scrub.ScrubPart;
import dev.latticenano.storage.scrub.ScrubProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The scrub of a node: reads again all that it stores, slowly, when its loop has a turn to spare,
 * and sees to it that what is damaged is fetched again. A round begins at most once a day; anybody
 * who may write the directory can pause it, whoever owns the node.
 */
public final class Scrubbing implements Findings {
  private static final String PAUSED = "scrub.paused";
  private static final long ROUND_MS = TimeUnit.DAYS.toMillis(1);
  private static final int STEP_BYTES = 262_144;

  // What may be read in one turn, however long the last one is ago: the loop waits for it.
  private static final int BURST_BYTES = 1_048_576;

  private final NodeHome home;
  private final Path root;
  private Scrub scrub;
  private List<StoreId> scrubbed;
  private final Allowance allowance;
  private final Consumer<String> told;
  private final Map<String, StoreId> stores = new HashMap<>();

  /**
   * The scrub of {@code home}, as fast as its settings say.
   *
   * @param told takes a sentence for each damage found
   */
  public Scrubbing(NodeHome home, Consumer<String> told) throws Failure {
    this.home = home;
    this.root = home.directory().root();
    this.allowance = new Allowance(home.settings().scrubBytesPerSecond(), BURST_BYTES);
    this.told = told;
    try {
      scrub = begin();
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  /** A scrub of what is open now, where the last one stood. */
  private Scrub begin() throws StoreException {
    List<ScrubPart> parts = new ArrayList<>();
    stores.clear();
    scrubbed = home.node().stores();
    for (StoreId id : scrubbed) {
      parts.add(new LogPart(home.log(id)));
      String store = NodeHome.uuid(id).toString();
      Path index = root.resolve("stores").resolve(store).resolve("index");
      parts.add(new IndexPart(store, home.tables(id), index));
      stores.put(LogPart.PREFIX + store, id);
      stores.put(IndexPart.PREFIX + store, id);
    }
    parts.add(new ChunkPart(home.chunks()));
    return new Scrub(parts, new ScrubFile(new FileDisk(), root), this);
  }

  /** How far the scrub of a data directory has come, whoever runs it. */
  public static ScrubProgress progress(Path root) throws Failure {
    try {
      return new ScrubFile(new FileDisk(), root).read();
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  /** True if the scrub of a data directory is paused. */
  public static boolean isPaused(Path root) {
    return Files.exists(root.resolve(PAUSED));
  }

  /** Pauses the scrub of a data directory, or lets it go on; holds until it is changed. */
  public static void pause(Path root, boolean paused) throws Failure {
    Path file = root.resolve(PAUSED);
    try {
      if (!paused) {
        Files.deleteIfExists(file);
      } else if (!Files.exists(file)) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
    } catch (IOException e) {
      throw new Failure(Failure.DISK, "cannot write " + file + ": " + Reason.of(e), e);
    }
  }

  /** How far it has come. */
  public ScrubProgress progress() {
    return scrub.progress();
  }

  /** The loop has a turn to spare: reads what the rate allows since the last one. */
  public void turn() throws StoreException {
    int allowed = allowance.bytes();
    long nowMs = System.currentTimeMillis();
    if (allowed == 0 || !isDue(nowMs) || isPaused(root)) {
      return;
    }
    if (!scrubbed.equals(home.node().stores())) {
      remember();
      scrub = begin();
    }
    long before = scrub.progress().isUnderWay() ? scrub.progress().readBytes() : 0;
    try {
      scrub.step(allowed, nowMs);
    } catch (StoreException full) {
      // A full disk costs only where the scrub stands.
      if (full.kind() != StoreException.Kind.FULL) {
        throw full;
      }
    }
    allowance.spend(scrub.progress().readBytes() - before);
  }

  private boolean isDue(long nowMs) {
    ScrubProgress now = scrub.progress();
    return now.isUnderWay() || Math.abs(nowMs - now.startedMs()) >= ROUND_MS;
  }

  /** Reads on as fast as the disk can; returns true if that completed a round. */
  public boolean step() throws Failure {
    try {
      return scrub.step(STEP_BYTES, System.currentTimeMillis());
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  /** Remembers where it stands; a disk that is full or failing costs only that. */
  public void remember() {
    try {
      scrub.remember();
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.FULL) {
        told.accept("where the scrub stands was not written down: " + e.getMessage());
      }
    }
  }

  @Override
  public void damaged(String part, long place, Path file, long offset, long bytes, String reason)
      throws StoreException {
    String then = "what it held is fetched again from a peer that has it";
    if (part.equals(ChunkPart.NAME)) {
      home.node().chunksChanged();
    } else if (part.startsWith(LogPart.PREFIX)) {
      home.node().dag(stores.get(part)).markLost(place, place + bytes);
    } else {
      home.renewIndex(stores.get(part));
      then = "it is made anew when the node starts the next time";
    }
    told.accept("damage in " + file + " at " + offset + ": " + reason + "; " + then);
  }
}
