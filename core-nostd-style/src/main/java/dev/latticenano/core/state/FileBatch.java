package dev.latticenano.core.state;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.state.Packing.Write;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a person does to a files store, as intentions to write. A batch looks at the state as it is:
 * its own steps are not seen by later steps. Every key written cites all of its heads; conflict
 * copies that would vanish with them are written under the names they are shown by, so a step
 * changes what it names and nothing else. Source: docs/files.md §7.
 */
public final class FileBatch {
  /** What became of a step; other than {@code DONE}, the step adds nothing. */
  public enum Answer {
    /** The step is in the batch. */
    DONE,
    /** Nothing is shown at the path. */
    NOT_FOUND,
    /** Something is shown at the path that would be overwritten. */
    ALREADY_THERE,
    /** A file stands where the path needs a directory. */
    NOT_A_DIRECTORY,
    /** A directory stands where the file should go. */
    IS_A_DIRECTORY,
    /** A directory cannot move into itself. */
    INTO_ITSELF,
    /** A path would become longer than {@link FilePath#BYTES_MAX}. */
    PATH_TOO_LONG
  }

  private final FileState files;
  private final List<List<Write>> units = new ArrayList<>();
  private final Map<Key, List<Write>> written = new HashMap<>();
  private boolean tooLong;

  /** An empty batch over {@code files}, which does not change while the batch is in use. */
  public FileBatch(FileState files) {
    this.files = files;
  }

  /**
   * Writes a file, new or in place of the file shown there.
   *
   * @param entry a {@link DirEntryWriter}'s bytes; kept
   * @throws IllegalArgumentException the entry breaks a rule or is a directory's
   */
  public Answer put(FilePath path, byte[] entry) throws StoreException {
    return put(path, entry, true);
  }

  /** As {@link #put}, in the place of everything written at the path: conflict copies go, too. */
  public Answer replace(FilePath path, byte[] entry) throws StoreException {
    return put(path, entry, false);
  }

  private Answer put(FilePath path, byte[] entry, boolean keeping) throws StoreException {
    DirEntryView view = new DirEntryView().wrap(entry, 0, entry.length);
    Verdict verdict = view.check(path.array(), 0, path.array().length);
    if (verdict != Verdict.OK || view.directory()) {
      throw new IllegalArgumentException("not a file's entry: " + verdict);
    }
    FileEntry shown = files.entry(path);
    if (shown != null && shown.directory()) {
      return Answer.IS_A_DIRECTORY;
    }
    if (fileAbove(path)) {
      return Answer.NOT_A_DIRECTORY;
    }
    List<Write> unit = new ArrayList<>();
    unit.add(Write.put(path, entry));
    if (keeping) {
      keepOthers(unit, shown);
    }
    return finish(List.of(unit));
  }

  /** Ends the conflict at a path: what {@code head} of it wrote stands there alone. */
  public Answer take(FilePath path, Head head) throws StoreException {
    List<Write> unit = new ArrayList<>();
    unit.add(head.tombstone() ? Write.delete(path) : Write.put(path, head.value()));
    return finish(List.of(unit));
  }

  /**
   * Ends the conflict at a path and keeps everything: what is shown there stays, and each conflict
   * copy becomes a file of the name it is shown by.
   */
  public Answer keepAll(FilePath path) throws StoreException {
    FileEntry shown = files.entry(path);
    if (shown == null || shown.conflictCopy()) {
      return Answer.NOT_FOUND;
    }
    List<Write> unit = new ArrayList<>();
    unit.add(
        shown.head() == null ? Write.delete(path) : Write.put(path, shown.head().array().clone()));
    keepOthers(unit, shown);
    return finish(List.of(unit));
  }

  /** Makes a directory; one that is only implied gets an entry of its own. */
  public Answer mkdir(FilePath path, int permissions, long modifiedAtMs) throws StoreException {
    FileEntry shown = files.entry(path);
    if (shown != null && shown.head() != null) {
      return Answer.ALREADY_THERE;
    }
    if (fileAbove(path)) {
      return Answer.NOT_A_DIRECTORY;
    }
    List<Write> unit = new ArrayList<>();
    byte[] entry = new DirEntryWriter().directory(path, permissions, modifiedAtMs).toBytes();
    unit.add(Write.put(path, entry));
    keepOthers(unit, shown);
    return finish(List.of(unit));
  }

  /** Removes a file, a conflict copy, or a directory with all that lies in it. */
  public Answer remove(FilePath path) throws StoreException {
    FileEntry shown = files.entry(path);
    if (shown == null) {
      return Answer.NOT_FOUND;
    }
    List<List<Write>> steps = new ArrayList<>();
    if (shown.directory()) {
      for (FilePath key : files.liveKeysBeneath(path)) {
        steps.add(List.of(Write.delete(key)));
      }
    }
    steps.add(leave(shown, new ArrayList<>()));
    return finish(steps);
  }

  /** Moves a file, a conflict copy, or a directory with all that lies in it. */
  public Answer rename(FilePath from, FilePath to) throws StoreException {
    FileEntry shown = files.entry(from);
    if (shown == null) {
      return Answer.NOT_FOUND;
    }
    if (to.beneath(from)) {
      return Answer.INTO_ITSELF;
    }
    if (files.entry(to) != null) {
      return Answer.ALREADY_THERE;
    }
    if (fileAbove(to)) {
      return Answer.NOT_A_DIRECTORY;
    }
    Map<FilePath, List<Write>> steps = new LinkedHashMap<>();
    List<Write> own = new ArrayList<>();
    if (shown.head() != null) {
      own.add(at(shown, to));
    }
    steps.put(shown.source(), leave(shown, own));
    if (shown.directory()) {
      moveContent(from, to, steps);
    }
    return finish(new ArrayList<>(steps.values()));
  }

  /** The intentions to write, in order; none if no step is in the batch. */
  public List<Proposal> proposals() throws StoreException {
    Packing packing = new Packing(files.table());
    for (List<Write> unit : units) {
      packing.add(unit);
    }
    return packing.proposals();
  }

  /** What is shown in a directory goes to the same place in the other; each key is left once. */
  private void moveContent(FilePath from, FilePath to, Map<FilePath, List<Write>> steps)
      throws StoreException {
    files.list(
        from,
        true,
        entry -> {
          List<Write> unit = steps.computeIfAbsent(entry.source(), key -> new ArrayList<>());
          if (entry.head() != null) {
            unit.add(0, at(entry, entry.path().moved(from, to)));
          }
          return true;
        });
    for (FilePath key : files.liveKeysBeneath(from)) {
      steps.get(key).add(Write.delete(key));
    }
  }

  /** Adds what takes {@code shown} away and keeps the other entries of its key. */
  private List<Write> leave(FileEntry shown, List<Write> unit) throws StoreException {
    keepOthers(unit, shown);
    if (!shown.conflictCopy() && files.live(shown.source())) {
      unit.add(Write.delete(shown.source()));
    }
    return unit;
  }

  /** Adds what keeps every entry of {@code shown}'s key but itself when its heads are cited. */
  private void keepOthers(List<Write> unit, FileEntry shown) throws StoreException {
    if (shown == null) {
      return;
    }
    for (FileEntry copy : files.directory().copiesOf(shown)) {
      if (!copy.path().equals(shown.path())) {
        unit.add(at(copy, copy.path()));
      }
    }
    if (shown.conflictCopy()) {
      FilePath source = shown.source();
      FileEntry winner = files.directory().plain(source.parent(), source.nameBytes());
      unit.add(
          winner.head() == null
              ? Write.delete(source)
              : Write.put(source, winner.head().array().clone()));
    }
  }

  private Write at(FileEntry entry, FilePath path) {
    tooLong |= path.array().length > FilePath.BYTES_MAX;
    return Write.put(path, new DirEntryWriter().copy(entry.view(), path).toBytes());
  }

  private boolean fileAbove(FilePath path) throws StoreException {
    for (FilePath above = path.parent(); above != null; above = above.parent()) {
      FileEntry shown = files.entry(above);
      if (shown != null && !shown.directory()) {
        return true;
      }
    }
    return false;
  }

  /** Adds a step's units; a key that an earlier step wrote is written by the later alone. */
  private Answer finish(List<List<Write>> steps) {
    if (tooLong) {
      tooLong = false;
      return Answer.PATH_TOO_LONG;
    }
    for (List<Write> step : steps) {
      for (Write write : step) {
        List<Write> earlier = written.get(write.key());
        if (earlier != null) {
          earlier.removeIf(each -> each.key().equals(write.key()));
        }
      }
    }
    for (List<Write> step : steps) {
      List<Write> unit = new ArrayList<>(step);
      units.add(unit);
      for (Write write : unit) {
        written.put(write.key(), unit);
      }
    }
    return Answer.DONE;
  }
}
