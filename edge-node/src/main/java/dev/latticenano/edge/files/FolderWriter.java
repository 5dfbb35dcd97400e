package dev.latticenano.edge.files;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.ContentReader;
import dev.latticenano.core.state.FileEntry;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import dev.latticenano.host.Shown;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes entries of a files store into a real folder: each file to a temporary name first, then
 * renamed, so that what stands under its name is whole. Never follows a link out of the folder,
 * never replaces a file that differs unless told to.
 */
public final class FolderWriter {
  private final Path folder;
  private final boolean overwrite;
  private final ContentReader reader = new ContentReader();
  private final SoundChunks sound;
  private final List<String> problems = new ArrayList<>();
  private final Map<Path, FileEntry> made = new LinkedHashMap<>();
  private int written;
  private int unchanged;
  private long bytes;

  /** Writes into {@code folder}, which is made when needed. */
  public FolderWriter(Path folder, ChunkStore chunks, boolean overwrite) {
    this.folder = folder;
    this.overwrite = overwrite;
    this.sound = new SoundChunks(chunks);
  }

  /** Files and folders written. */
  public int written() {
    return written;
  }

  /** Files that stood there already with the same content. */
  public int unchanged() {
    return unchanged;
  }

  /** Bytes of content written. */
  public long bytes() {
    return bytes;
  }

  /** One sentence for each entry that could not be written. */
  public List<String> problems() {
    return problems;
  }

  /** Writes one entry to the relative path {@code target}; a folder before what lies in it. */
  public void write(FileEntry entry, String target) throws Failure {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
      }
      Path path = folder;
      String[] parts = target.split("/");
      for (int i = 0; i < parts.length - 1; i++) {
        path = step(path, parts[i], null);
      }
      String name = parts[parts.length - 1];
      if (entry.directory()) {
        step(path, name, entry);
      } else {
        file(entry, path.resolve(name));
      }
    } catch (IOException e) {
      if (Reason.isFull(e)) {
        throw new Failure(
            Failure.DISK, "no space left on the disk while writing " + shown(target), e);
      }
      problems.add("cannot write " + shown(target) + ": " + Reason.of(e));
    } catch (InvalidPathException e) {
      problems.add("cannot write " + Shown.of(target) + ": " + LocalName.reason());
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  private String shown(String target) {
    return Shown.of(folder.resolve(target));
  }

  private Path step(Path in, String part, FileEntry entry) throws IOException {
    Path path = in.resolve(part);
    if (Files.isSymbolicLink(path)) {
      throw new FileSystemException(
          path.toString(), null, part + " is a symbolic link, and links are not followed");
    }
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(path);
      written++;
      if (entry != null && entry.head() != null) {
        made.put(path, entry);
      }
    }
    return path;
  }

  /** Gives the folders made their permissions and times, which writing into them would spoil. */
  public void finish() {
    List<Path> paths = new ArrayList<>(made.keySet());
    Collections.reverse(paths);
    for (Path path : paths) {
      FileEntry entry = made.get(path);
      try {
        Files.setLastModifiedTime(path, FileTime.fromMillis(entry.modifiedAtMs()));
        Files.setPosixFilePermissions(path, permissions(entry.mode()));
      } catch (IOException e) {
        problems.add("cannot set the permissions of " + Shown.of(path) + ": " + Reason.of(e));
      }
    }
  }

  private void file(FileEntry entry, Path path) throws IOException, StoreException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      if (holds(path, entry)) {
        unchanged++;
        return;
      }
      if (!overwrite) {
        problems.add(
            Shown.of(path) + " is there already and differs; pass --overwrite to replace it");
        return;
      }
    }
    Path part = path.resolveSibling(".lattice-" + Long.toHexString(System.nanoTime()) + ".part");
    try {
      try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
        String problem = copy(entry, out);
        if (problem != null) {
          problems.add(entry.path() + problem);
          return;
        }
      }
      Files.setPosixFilePermissions(part, permissions(entry.mode()));
      Files.setLastModifiedTime(part, FileTime.fromMillis(entry.modifiedAtMs()));
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      written++;
      bytes += entry.size();
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Writes the content to {@code out}; what kept it from being whole, null for nothing. */
  private String copy(FileEntry entry, OutputStream out) throws IOException, StoreException {
    if (entry.cid() == null) {
      out.write(entry.inline());
      return null;
    }
    reader.wrap(entry);
    while (true) {
      switch (reader.next(sound)) {
        case PIECE -> out.write(reader.bytes(), reader.offset(), reader.length());
        case MISSING -> {
          return sound.isDamaged(reader.chunk())
              ? ": chunk " + reader.chunk() + " is damaged here; sync with someone who holds it"
              : " is not here whole yet; sync with someone who holds it";
        }
        case REFUSED -> {
          return ContentSentence.of(reader);
        }
        case END -> {
          return null;
        }
      }
    }
  }

  /** True if the file at {@code path} has the entry's content. */
  private boolean holds(Path path, FileEntry entry) throws IOException, StoreException {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || Files.size(path) != entry.size()) {
      return false;
    }
    Blake3 blake3 = Blake3.plain();
    Hash there = Digests.of(path, blake3);
    if (entry.digest() != null) {
      return entry.digest().equals(there);
    }
    blake3.reset();
    boolean whole = copy(entry, Digests.into(blake3)) == null;
    return whole && Digests.result(blake3).equals(there);
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    EnumSet<PosixFilePermission> granted = EnumSet.noneOf(PosixFilePermission.class);
    for (PosixFilePermission each : PosixFilePermission.values()) {
      if ((mode & 0400 >> each.ordinal()) != 0) {
        granted.add(each);
      }
    }
    return granted;
  }
}
