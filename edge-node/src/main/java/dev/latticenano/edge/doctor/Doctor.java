package dev.latticenano.edge.doctor;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodePlace;
import dev.latticenano.edge.doctor.Finding.Severity;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import dev.latticenano.storage.DataDirectory;
import dev.latticenano.storage.disk.ShadowDisk;
import dev.latticenano.storage.log.SegmentLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Examines a data directory, whether it opens or not, and mends what can be mended here. Reads all
 * of it; writes nothing before {@link #repair} but the process id in the lock.
 */
public final class Doctor implements AutoCloseable {
  private final Path root;
  private final List<Finding> findings = new ArrayList<>();
  private final AutoCloseable lock;

  /** Told how far an examination is. */
  public interface Progress {
    /** So many bytes of {@code what} have been read. */
    void read(String what, long bytes, long ofBytes);
  }

  private Doctor(Path root, AutoCloseable lock) {
    this.root = root;
    this.lock = lock;
  }

  /** Takes the directory for itself. */
  public static Doctor open(Path root) throws Failure {
    NodePlace.refuseRelay(root);
    boolean looksLikeOne =
        DataDirectory.isOne(root)
            || Files.isRegularFile(root.resolve("identity.key"))
            || Files.isDirectory(root.resolve("stores"));
    if (!Files.isDirectory(root) || !looksLikeOne) {
      throw new Failure(
          Failure.NOT_FOUND,
          root + " is not a data directory; name the right one with --dir, or run: lattice init");
    }
    try {
      return new Doctor(root, DataDirectory.lock(root));
    } catch (StoreException e) {
      if (e.kind() == StoreException.Kind.LOCKED) {
        throw new Failure(Failure.LOCKED, e.getMessage() + "; stop it first", e);
      }
      // A disk that cannot be written to can still be read.
      Doctor doctor = new Doctor(root, () -> {});
      doctor.findings.add(
          new Finding(
              Severity.DISORDER,
              "lock",
              root.resolve("lock"),
              "the directory cannot be written to (" + e.getMessage() + ")",
              "mend the disk or its mount; nothing can be put in order here"));
      return doctor;
    }
  }

  /** Looks at everything; the worst first. */
  public List<Finding> examine(Progress progress) throws Failure {
    try {
      PlaceCheck place = new PlaceCheck(root, findings::add);
      if (place.run() && Files.isDirectory(root.resolve("chunks"))) {
        ShadowDisk disk = new ShadowDisk();
        List<UUID> ids = stores();
        Map<UUID, SegmentLog> logs = new LinkedHashMap<>();
        int refused = 0;
        for (UUID id : ids) {
          Path at = root.resolve("stores").resolve(id.toString());
          SegmentLog log =
              new StoreCheck(at, id, disk, findings::add)
                  .run((bytes, of) -> progress.read("log of " + id, bytes, of));
          refused += log == null && Files.isDirectory(at.resolve("log")) ? 1 : 0;
          if (log != null) {
            logs.put(id, log);
          }
        }
        new ContentCheck(root, disk, findings::add)
            .run(logs, refused == 0, (bytes, of) -> progress.read("chunks", bytes, of));
      }
    } catch (IOException e) {
      throw new Failure(Failure.DISK, "cannot examine " + root + ": " + Reason.of(e), e);
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    findings.sort(Comparator.comparing(Finding::severity).reversed());
    return List.copyOf(findings);
  }

  private List<UUID> stores() throws IOException {
    List<UUID> ids = new ArrayList<>();
    try (Stream<Path> paths = Files.list(root.resolve("stores"))) {
      for (Path path : paths.sorted().toList()) {
        String name = path.getFileName().toString();
        if (PlaceCheck.STORE.matcher(name).matches() && Files.isDirectory(path)) {
          ids.add(UUID.fromString(name));
        }
      }
    }
    return ids;
  }

  /** Mends what was found and can be mended here; each finding says what came of it. */
  public void repair() {
    findings.forEach(Finding::repair);
  }

  /** True if nothing is left to do: notes, and disorder that was mended. */
  public boolean isHealthy() {
    for (Finding each : findings) {
      boolean settled = each.isMended() && each.severity() != Severity.DAMAGE;
      if (each.severity() != Severity.NOTE && !settled) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws Failure {
    try {
      lock.close();
    } catch (Exception e) {
      throw new Failure(Failure.DISK, "cannot unlock " + root + ": " + e.getMessage(), e);
    }
  }
}
