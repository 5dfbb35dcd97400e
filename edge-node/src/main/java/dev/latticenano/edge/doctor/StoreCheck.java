package dev.latticenano.edge.doctor;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.KeysFile;
import dev.latticenano.edge.KnownDamage;
import dev.latticenano.edge.doctor.Finding.Severity;
import dev.latticenano.host.Failure;
import dev.latticenano.storage.disk.ShadowDisk;
import dev.latticenano.storage.disk.SpaceGuard;
import dev.latticenano.storage.disk.WriteCounters;
import dev.latticenano.storage.log.Damages;
import dev.latticenano.storage.log.Recovery;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.FlashTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Looks at one store: opens its log and its index as the node would, but on a disk that only
 * pretends to be changed, and reads the whole log for rot.
 */
final class StoreCheck {
  private static final int STEP_BYTES = 1_048_576;

  // Of merged runs: none is merged here.
  private static final long CAP_BYTES = 67_108_864;

  private final Path place;
  private final UUID id;
  private final ShadowDisk disk;
  private final Consumer<Finding> findings;
  private SegmentLog log;

  /**
   * @param place the store's directory
   */
  StoreCheck(Path place, UUID id, ShadowDisk disk, Consumer<Finding> findings) {
    this.place = place;
    this.id = id;
    this.disk = disk;
    this.findings = findings;
  }

  /** Told how much of a log has been read. */
  interface Progress {
    void read(long bytes, long ofBytes);
  }

  /** The log, open on the shadow; null if it does not open. */
  SegmentLog run(Progress progress) throws IOException, StoreException {
    keys();
    Path directory = place.resolve("log");
    if (!Files.isDirectory(directory)) {
      findings.accept(
          new Finding(
              Severity.NOTE,
              "empty_store",
              place,
              "the store has no log: it was never written to",
              "a sync fills it"));
      return null;
    }
    try {
      log = open(disk, directory);
    } catch (StoreException e) {
      findings.accept(refused(directory, e));
      return null;
    }
    torn(directory, log.recovery());
    Damages rot = new Damages();
    for (long at = 0; at < log.end(); ) {
      at = log.verify(at, STEP_BYTES, rot);
      progress.read(at, log.end());
    }
    log.recovery()
        .damaged()
        .forEach(each -> rot.add(each.file(), each.offset(), each.bytes(), each.reason()));
    damaged(rot);
    index();
    return log;
  }

  private void keys() {
    StoreId store = new StoreId(id.getMostSignificantBits(), id.getLeastSignificantBits());
    try {
      KeysFile.open(place, store);
    } catch (Failure e) {
      findings.accept(
          new Finding(
              Severity.FATAL,
              "keys",
              place.resolve(KeysFile.NAME),
              "the store's epoch keys do not open (" + e.getMessage() + ")",
              "restore them from a backup: nothing else opens what was sealed under them, except"
                  + " another member, asked by a new invite"));
    }
  }

  private SegmentLog open(ShadowDisk on, Path directory) throws StoreException {
    return SegmentLog.open(
        on, directory, id, SegmentLog.SEGMENT_BYTES, SpaceGuard.none(), new WriteCounters());
  }

  private Finding refused(Path directory, StoreException e) {
    boolean newer = e.kind() == StoreException.Kind.NEWER;
    return new Finding(
        Severity.FATAL,
        newer ? "newer_log" : "log",
        directory,
        "the log does not open (" + e.getMessage() + ")",
        newer
            ? "use the version that wrote it"
            : "restore it from a backup, or move "
                + place
                + " away, join the store again and sync: own writes that no peer has would be lost");
  }

  private void torn(Path directory, Recovery found) {
    if (found.bytesCut() == 0) {
      return;
    }
    findings.accept(
        new Finding(
                Severity.DISORDER,
                "torn_tail",
                directory,
                found.bytesCut() + " bytes of an unfinished write are at its end",
                "nothing that was acknowledged is lost; --repair, or the next start, cuts them off")
            .mend(
                () -> {
                  SegmentLog real = SegmentLog.open(directory, id);
                  long cut = real.recovery().bytesCut();
                  real.close();
                  return cut + " bytes were cut off";
                }));
  }

  private void damaged(Damages rot) throws StoreException {
    KnownDamage known = new KnownDamage(place);
    for (Recovery.Damage each : rot.listed()) {
      boolean told = known.contains(each);
      Finding finding =
          new Finding(
                  told ? Severity.NOTE : Severity.DAMAGE,
                  "damaged_log",
                  each.file(),
                  each.reason(),
                  told
                      ? "it is known and stepped over; what it held was asked for again"
                      : "what it held is fetched again by the next sync with a peer that has it;"
                          + " --repair notes that you know")
              .at(each.offset(), each.bytes());
      findings.accept(told ? finding : finding.mend(() -> noted(known, each)));
    }
    if (rot.stretches() > rot.listed().size()) {
      findings.accept(
          new Finding(
              Severity.DAMAGE,
              "damaged_log",
              place,
              rot.stretches() + " places of the log are damaged, more than are listed here",
              "the disk is failing: copy the directory to another one"));
    }
  }

  private static String noted(KnownDamage known, Recovery.Damage damage)
      throws IOException, StoreException {
    known.add(damage);
    return "noted; it still needs a sync with a peer that has what it held";
  }

  private void index() throws IOException, StoreException {
    Path directory = place.resolve("index");
    if (!Files.isDirectory(directory)) {
      return;
    }
    List<Path> partial;
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> all = files.sorted().toList();
      if (all.isEmpty()) {
        return;
      }
      partial = all.stream().filter(path -> path.toString().endsWith(".partial")).toList();
    }
    partial.forEach(path -> findings.accept(Finding.leftover(path)));
    String reason = rotten(directory);
    if (reason != null) {
      findings.accept(
          new Finding(
                  Severity.DISORDER,
                  "index",
                  directory,
                  "the index has to be made anew (" + reason + ")",
                  "nothing is lost; --repair removes it, and the next start makes it, which takes"
                      + " a while")
              .mend(() -> rebuilt(directory)));
    }
  }

  /** Why the index cannot be trusted, or null. */
  private String rotten(Path directory) throws StoreException {
    try (FlashTables tables = FlashTables.open(disk, directory, log, CAP_BYTES, () -> 1)) {
      while (tables.rebuildReason() == null && tables.verify(STEP_BYTES) > 0) {}
      return tables.rebuildReason();
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.CORRUPT) {
        throw e;
      }
      return e.getMessage();
    }
  }

  private String rebuilt(Path directory) throws StoreException {
    try (SegmentLog real = SegmentLog.open(place.resolve("log"), id);
        FlashTables tables = FlashTables.open(directory, real)) {
      tables.discard("it was damaged");
    }
    return "it was removed; the next start makes it anew";
  }
}
