package dev.latticenano.edge.doctor;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.Identity;
import dev.latticenano.edge.KeysFile;
import dev.latticenano.edge.doctor.Finding.Severity;
import dev.latticenano.storage.DataDirectory;
import dev.latticenano.storage.disk.DiskFailure;
import dev.latticenano.storage.disk.SpaceGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks at the directory itself: its mark, identity, permissions, space, and what was left over.
 */
final class PlaceCheck {
  private static final String OWNER_DIRECTORY = "rwx------";
  private static final String OWNER_FILE = "rw-------";

  /** What a node may write at the top; the name is no secret. */
  private static final Set<String> KNOWN =
      Set.of(
          "format",
          "lock",
          "identity.key",
          "transport.key",
          "places",
          "name",
          "settings",
          "wear",
          "declined",
          "stores",
          "chunks",
          "scrub",
          "scrub.paused");

  private static final Pattern LEFTOVER =
      Pattern.compile(
          "(format|scrub|transport\\.key|places)\\.partial|(identity\\.key|name|settings|wear|declined)\\.part");

  static final Pattern STORE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final Path root;
  private final Consumer<Finding> findings;

  PlaceCheck(Path root, Consumer<Finding> findings) {
    this.root = root;
    this.findings = findings;
  }

  /** True if the rest can be examined. */
  boolean run() throws IOException {
    boolean readable = format();
    identity();
    permissions();
    top();
    for (String needed : List.of("stores", "chunks")) {
      if (!Files.isDirectory(root.resolve(needed))) {
        findings.accept(
            new Finding(
                    Severity.FATAL,
                    "missing_directory",
                    root.resolve(needed),
                    "the directory is missing, and all that was in it",
                    "restore it from a backup, or --repair makes an empty one and peers fill it")
                .mend(() -> made(root.resolve(needed))));
        readable = false;
      }
    }
    space();
    return readable;
  }

  private static String made(Path directory) throws IOException {
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_DIRECTORY)));
    return "an empty one was made; join the stores again and sync";
  }

  private boolean format() {
    Path marker = root.resolve("format");
    DataDirectory.Format format = DataDirectory.format(root);
    switch (format) {
      case READABLE -> {
        return true;
      }
      case NEWER ->
          findings.accept(
              new Finding(
                  Severity.FATAL,
                  "newer_format",
                  marker,
                  "the directory was written by a newer version of this program",
                  "use that version; nothing was examined"));
      case DAMAGED, MISSING ->
          findings.accept(
              new Finding(
                      Severity.FATAL,
                      "format",
                      marker,
                      format == DataDirectory.Format.MISSING
                          ? "the file that says which format this is is missing"
                          : "the file does not say which format this is",
                      "--repair writes it anew")
                  .mend(
                      () -> {
                        DataDirectory.mark(root);
                        return "written anew";
                      }));
      default -> throw new AssertionError(format);
    }
    return format != DataDirectory.Format.NEWER;
  }

  private void identity() throws IOException {
    Path file = root.resolve("identity.key");
    String what = null;
    try {
      if (!Files.exists(file)) {
        what = "the node's identity is missing";
      } else if (!Files.isRegularFile(file)) {
        what = "it is no file";
      } else if (Files.size(file) != Identity.BYTES) {
        what = "it has " + Files.size(file) + " bytes instead of " + Identity.BYTES;
      } else if (Identity.check(Files.readAllBytes(file)) != Verdict.OK) {
        what = "it holds no key";
      }
    } catch (IOException e) {
      what = "it cannot be read (" + e.getMessage() + ")";
    }
    if (what != null) {
      findings.accept(
          new Finding(
              Severity.FATAL,
              "identity",
              file,
              what,
              "restore it from a backup; without one this node is lost to its stores and a new one,"
                  + " lattice init in another directory, has to join"));
    }
  }

  private void permissions() throws IOException {
    List<Path> open = new ArrayList<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        boolean plain = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) || isSecret(path);
        if (plain && isOpen(path)) {
          open.add(path);
        }
      }
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
    if (open.isEmpty()) {
      return;
    }
    Path first = open.get(0);
    String others = open.size() == 1 ? "" : " and " + (open.size() - 1) + " more";
    findings.accept(
        new Finding(
                Severity.DISORDER,
                "permissions",
                first,
                "it" + others + " can be read or written by other users of this machine",
                "--repair closes it to them")
            .mend(() -> closed(open)));
  }

  private boolean isSecret(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        && !path.equals(root.resolve("name"))
        && !path.equals(root.resolve("format"));
  }

  private static boolean isOpen(Path path) throws IOException {
    for (PosixFilePermission each : Files.getPosixFilePermissions(path)) {
      if (!each.name().startsWith("OWNER_")) {
        return true;
      }
    }
    return false;
  }

  private static String closed(List<Path> open) throws IOException {
    for (Path path : open) {
      String mode = Files.isDirectory(path) ? OWNER_DIRECTORY : OWNER_FILE;
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
      if (isOpen(path)) {
        throw new IOException("the file system keeps no permissions; mount it for one user only");
      }
    }
    return open.size() + " closed to others";
  }

  private void top() throws IOException {
    try (Stream<Path> paths = Files.list(root)) {
      for (Path path : paths.sorted().toList()) {
        String name = path.getFileName().toString();
        if (LEFTOVER.matcher(name).matches()) {
          findings.accept(Finding.leftover(path));
        } else if (!KNOWN.contains(name)) {
          foreign(path);
        }
      }
    }
    Path partial = root.resolve("chunks").resolve("partial");
    if (Files.exists(partial)) {
      findings.accept(Finding.leftover(partial));
    }
    if (Files.isDirectory(root.resolve("stores"))) {
      stores();
    }
  }

  private void stores() throws IOException {
    try (Stream<Path> paths = Files.list(root.resolve("stores"))) {
      for (Path path : paths.sorted().toList()) {
        if (!STORE.matcher(path.getFileName().toString()).matches()) {
          foreign(path);
        } else if (Files.exists(path.resolve(KeysFile.NAME + ".partial"))) {
          findings.accept(Finding.leftover(path.resolve(KeysFile.NAME + ".partial")));
        }
      }
    }
  }

  private void foreign(Path path) {
    findings.accept(
        new Finding(Severity.NOTE, "foreign", path, "no node wrote this here", "it is left alone"));
  }

  private void space() {
    long free = DiskFailure.freeBytes(root);
    long reserve = SpaceGuard.of(root).reserveBytes();
    if (free < reserve) {
      findings.accept(
          new Finding(
              Severity.DISORDER,
              "space",
              root,
              free + " bytes are free, less than the reserve of " + reserve + ": nothing is taken",
              "make room, see lattice gc; reading and sending go on"));
    }
  }
}
