package dev.latticenano.edge.files;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.DirEntryWriter;
import dev.latticenano.core.state.FileBatch;
import dev.latticenano.core.state.FileEntry;
import dev.latticenano.core.state.FilePath;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import dev.latticenano.host.Shown;
import dev.latticenano.host.SystemEntropy;
import dev.latticenano.storage.DataDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Puts files and folders into a files store. Chunks are durable before the entry that names them is
 * signed; entries are signed a few at a time, so that an interrupted put keeps what it has done and
 * a second one passes over it. What cannot be read is told and passed over; links are not followed.
 */
public final class FolderReader {
  private static final int ENTRIES_A_BATCH = 128;

  private final NodeHome home;
  private final StoreId store;
  private final Consumer<Done> progress;
  private final Submission submission;
  private final ContentKeeper contents;
  private final List<String> problems = new ArrayList<>();
  private final List<Path> passedOver = new ArrayList<>();
  private FileBatch batch;
  private boolean replacing;
  private String reading = "";
  private int pending;
  private int written;
  private int unchanged;
  private long bytes;

  /**
   * How far a put has come.
   *
   * @param path the path being put or put last
   * @param files files and folders written
   * @param bytes bytes of content read
   */
  public record Done(String path, int files, long bytes) {}

  /** Puts into {@code store}; {@code progress} is told after each piece read and each entry. */
  public FolderReader(NodeHome home, StoreId store, Consumer<Done> progress) throws Failure {
    this.home = home;
    this.store = store;
    this.progress = progress;
    this.submission = new Submission(home, store);
    this.batch = new FileBatch(files());
    this.contents = new ContentKeeper(home.chunks(), epoch(), new SystemEntropy(), this::haveRead);
  }

  private EpochId epoch() throws Failure {
    try {
      return home.node().projection(store).epoch();
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  private void haveRead(int count) {
    bytes += count;
    progress.accept(new Done(reading, written, bytes));
  }

  private FileState files() throws Failure {
    return home.files(store);
  }

  /** Entries written. */
  public int written() {
    return written;
  }

  /** Files that were there already with the same content. */
  public int unchanged() {
    return unchanged;
  }

  /** Bytes of content read. */
  public long bytes() {
    return bytes;
  }

  /** One sentence for each file that could not be put. */
  public List<String> problems() {
    return Collections.unmodifiableList(problems);
  }

  /** What the problems are about. */
  public List<Path> passedOver() {
    return Collections.unmodifiableList(passedOver);
  }

  /**
   * Puts {@code source}, with everything in it if it is a folder, under its own name.
   *
   * @param above what the name is put behind: nothing, or a path that ends with a slash
   */
  public void put(Path source, String above) throws Failure {
    walk(source, above);
    flush();
  }

  /** Puts the file {@code source} in the place of all that was written at {@code target}. */
  public void replace(Path source, FilePath target) throws Failure {
    try {
      BasicFileAttributes attributes = Files.readAttributes(source, BasicFileAttributes.class);
      if (attributes.isRegularFile()) {
        replacing = true;
        file(source.toRealPath(), target, attributes);
      } else {
        problem("cannot put", source, "it is not a file");
      }
    } catch (IOException e) {
      problem("cannot read", source, Reason.of(e));
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    flush();
  }

  private void walk(Path source, String above) throws Failure {
    String name = LocalName.of(source);
    if (name == null) {
      problem("cannot put", source, LocalName.reason());
      return;
    }
    String target = above + name;
    Verdict verdict = FilePath.check(target);
    if (verdict != Verdict.OK) {
      problem("cannot put", source, PathSentence.of(verdict, target));
      return;
    }
    try {
      BasicFileAttributes attributes = attributes(source);
      if (attributes.isSymbolicLink()) {
        problem("passed over", source, "it is a symbolic link, and links are not followed");
      } else if (attributes.isDirectory() && DataDirectory.isOne(source)) {
        problem("passed over", source, "it is a node's data directory and holds its secret key");
      } else if (attributes.isDirectory()) {
        directory(source, FilePath.of(target), attributes);
      } else if (attributes.isRegularFile()) {
        file(source, FilePath.of(target), attributes);
      } else {
        problem("passed over", source, "it is neither a file nor a folder");
      }
    } catch (IOException e) {
      problem("cannot read", source, Reason.of(e));
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  private void problem(String what, Path source, String why) {
    passedOver.add(source);
    problems.add(what + " " + Shown.of(source) + ": " + why);
  }

  private static BasicFileAttributes attributes(Path source) throws IOException {
    return Files.readAttributes(source, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private void directory(Path source, FilePath target, BasicFileAttributes attributes)
      throws IOException, StoreException, Failure {
    List<Path> inside;
    try (Stream<Path> listed = Files.list(source)) {
      inside = listed.sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    FileEntry shown = files().entry(target);
    if (shown == null || shown.head() == null) {
      int permissions = permissions(source);
      long modifiedAtMs = attributes.lastModifiedTime().toMillis();
      accept(source, batch.mkdir(target, permissions, modifiedAtMs), target);
    }
    for (Path each : inside) {
      walk(each, target + "/");
    }
  }

  private void file(Path source, FilePath target, BasicFileAttributes attributes)
      throws IOException, StoreException, Failure {
    int permissions = permissions(source);
    long modifiedAtMs = attributes.lastModifiedTime().toMillis();
    DirEntryWriter entry = new DirEntryWriter().file(target, permissions, modifiedAtMs);
    FileEntry shown = files().entry(target);
    boolean same =
        shown != null
            && !shown.directory()
            && shown.size() == attributes.size()
            && (shown.mode() & 0777) == permissions;
    boolean grown = false;
    byte[] head = head(source);
    if (head.length < Limits.INLINE_BYTES_LIMIT) {
      bytes += head.length;
      same = same && Arrays.equals(head, shown.inline());
      entry.inline(head, 0, head.length);
    } else {
      reading = target.toString();
      grown = !contents.keep(source, attributes.size(), shown, entry);
      same = same && contents.isSame();
    }
    BasicFileAttributes after = attributes(source);
    if (grown
        || after.size() != attributes.size()
        || !after.lastModifiedTime().equals(attributes.lastModifiedTime())) {
      problem("cannot put", source, "it changed while it was read; put it again");
    } else if (same && !replacing) {
      unchanged++;
    } else if (replacing) {
      accept(source, batch.replace(target, entry.toBytes()), target);
    } else {
      accept(source, batch.put(target, entry.toBytes()), target);
    }
  }

  private static byte[] head(Path source) throws IOException {
    try (InputStream in = Files.newInputStream(source, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(Limits.INLINE_BYTES_LIMIT);
    }
  }

  private void accept(Path source, FileBatch.Answer answer, FilePath target) throws Failure {
    if (answer != FileBatch.Answer.DONE) {
      problem("cannot put", source, PathSentence.of(answer, target.toString()));
      return;
    }
    written++;
    progress.accept(new Done(target.toString(), written, bytes));
    if (++pending >= ENTRIES_A_BATCH) {
      flush();
    }
  }

  private void flush() throws Failure {
    try {
      submission.submit(batch.proposals());
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    batch = new FileBatch(files());
    pending = 0;
  }

  private static int permissions(Path source) throws IOException {
    Set<PosixFilePermission> granted =
        Files.getPosixFilePermissions(source, LinkOption.NOFOLLOW_LINKS);
    int bits = 0;
    for (PosixFilePermission each : granted) {
      bits |= 0400 >> each.ordinal();
    }
    return bits;
  }
}
