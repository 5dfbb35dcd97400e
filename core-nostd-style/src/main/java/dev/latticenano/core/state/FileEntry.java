package dev.latticenano.core.state;

import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.Hash;
import java.util.Arrays;

/**
 * What stands at one place of a files store, as people see it: a file, a directory, or a conflict
 * copy. Immutable; valid until the next op is applied.
 */
public final class FileEntry {
  private final FilePath path;
  private final FilePath source;
  private final Head head;
  private final boolean conflicted;
  private final DirEntryView view = new DirEntryView();

  /** An entry shown at {@code path} that {@code head} of the key {@code source} wrote. */
  FileEntry(FilePath path, FilePath source, Head head, boolean conflicted) {
    this.path = path;
    this.source = source;
    this.head = head;
    this.conflicted = conflicted;
    byte[] value = head == null ? impliedDirectory(path) : head.array();
    view.wrap(value, 0, value.length).check();
  }

  private static byte[] impliedDirectory(FilePath path) {
    return new DirEntryWriter().directory(path, 0755, 0).toBytes();
  }

  /** Where it is shown. */
  public FilePath path() {
    return path;
  }

  /** The key it was written at: other than {@link #path} for a conflict copy. */
  public FilePath source() {
    return source;
  }

  /** True if it lost against what stands at {@link #source} and is shown so that it is not lost. */
  public boolean conflictCopy() {
    return !path.equals(source);
  }

  /** True if its key has several heads. */
  public boolean conflicted() {
    return conflicted;
  }

  /**
   * The write it comes from; null for a directory that exists only because something lies in it.
   */
  public Head head() {
    return head;
  }

  /** True for a directory. */
  public boolean directory() {
    return view.directory();
  }

  /** POSIX type and permission bits. A host grants no more than the nine of 0777. */
  public int mode() {
    return view.mode();
  }

  /** Bytes of content. */
  public long size() {
    return view.size();
  }

  /** When the content changed, Unix ms as u64, as its writer says. */
  public long modifiedAtMs() {
    return view.modifiedAtMs();
  }

  /** The root of its chunk tree; null if it is inline or a directory. */
  public Hash cid() {
    return view.chunked() && !directory() ? Hash.of(view.bytes(), view.cidOffset()) : null;
  }

  /** Levels of its chunk tree: 0 to 2. */
  public int levels() {
    return view.levels();
  }

  /** The key that its chunks are sealed under; null if they are not, or there are none. */
  public FileKey key() {
    return view.sealed()
        ? FileKey.of(
            view.bytes(), view.keyOffset(), EpochId.of(view.bytes(), view.keyEpochOffset()))
        : null;
  }

  /** The BLAKE3 of content in sealed chunks, as its writer says; null if there are none. */
  public Hash digest() {
    return view.sealed() ? Hash.of(view.bytes(), view.digestOffset()) : null;
  }

  /** A copy of inline content; null if it is chunked or a directory. */
  public byte[] inline() {
    if (view.chunked() || directory()) {
      return null;
    }
    int from = view.inlineOffset();
    return Arrays.copyOfRange(view.bytes(), from, from + view.inlineBytes());
  }

  /** The entry's fields, for this package to read. */
  DirEntryView view() {
    return view;
  }

  @Override
  public String toString() {
    return path + ": " + view;
  }
}
