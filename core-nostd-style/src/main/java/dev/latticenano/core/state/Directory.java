package dev.latticenano.core.state;

import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Derives what people see in a directory from the heads of its keys; keeps nothing. Rules, in
 * docs/files.md §6: what lies beneath a name makes it a directory; a directory stands before a
 * file; otherwise the greatest head that is no tombstone stands at the path; every other file of
 * different content is shown beside it as a conflict copy.
 */
final class Directory {
  private static final byte[] CONFLICT_MARK = {
    ' ', '(', 'c', 'o', 'n', 'f', 'l', 'i', 'c', 't', ' '
  };

  private final KvTable table;

  Directory(KvTable table) {
    this.table = table;
  }

  /**
   * What stands at {@code name} in {@code in} (null: the top) by its own right; null if nothing.
   */
  FileEntry plain(FilePath in, byte[] name) throws StoreException {
    FilePath path = child(in, name);
    return shown(path, table.heads(path.array()), anyBeneath(path.array()));
  }

  /** True if {@code name} looks like a conflict copy's. */
  boolean mayBeCopy(byte[] name) {
    for (int i = 0; i + CONFLICT_MARK.length <= name.length; i++) {
      if (Arrays.equals(
          name, i, i + CONFLICT_MARK.length, CONFLICT_MARK, 0, CONFLICT_MARK.length)) {
        return true;
      }
    }
    return false;
  }

  /** The conflict copy shown at {@code path}; null if there is none. */
  FileEntry copy(FilePath path) throws StoreException {
    for (FileEntry entry : entries(path.parent())) {
      if (entry.path().equals(path)) {
        return entry;
      }
    }
    return null;
  }

  /** Everything shown in {@code in} (null: the top), in byte order of the names. */
  List<FileEntry> entries(FilePath in) throws StoreException {
    TreeMap<Key, FileEntry> shown = new TreeMap<>();
    TreeMap<Key, List<Head>> copies = new TreeMap<>();
    for (Key name : names(in)) {
      FilePath path = child(in, name.array());
      List<Head> heads = table.heads(path.array());
      FileEntry entry = shown(path, heads, anyBeneath(path.array()));
      if (entry != null) {
        shown.put(name, entry);
        List<Head> losers = losers(entry, heads);
        if (!losers.isEmpty()) {
          copies.put(name, losers);
        }
      }
    }
    for (Map.Entry<Key, List<Head>> each : copies.entrySet()) {
      FileEntry entry = shown.get(each.getKey());
      for (Head loser : each.getValue()) {
        Key name = freeName(each.getKey().array(), loser, shown.keySet());
        shown.put(name, new FileEntry(child(in, name.array()), entry.source(), loser, true));
      }
    }
    return new ArrayList<>(shown.values());
  }

  /** The conflict copies beside {@code entry}, as they are shown. */
  List<FileEntry> copiesOf(FileEntry entry) throws StoreException {
    List<FileEntry> copies = new ArrayList<>();
    if (table.heads(entry.source().array()).size() > (entry.head() == null ? 0 : 1)) {
      for (FileEntry each : entries(entry.source().parent())) {
        if (each.conflictCopy() && each.source().equals(entry.source())) {
          copies.add(each);
        }
      }
    }
    return copies;
  }

  private static Key freeName(byte[] name, Head loser, Set<Key> taken) {
    byte[] value = loser.array();
    DirEntryView view = new DirEntryView().wrap(value, 0, value.length);
    view.check();
    int attempt = 0;
    Key free = Key.sharing(ConflictName.of(name, loser, view.modifiedAtMs(), attempt));
    while (taken.contains(free)) {
      attempt++;
      free = Key.sharing(ConflictName.of(name, loser, view.modifiedAtMs(), attempt));
    }
    return free;
  }

  private static FileEntry shown(FilePath path, List<Head> heads, boolean beneath) {
    Head file = null;
    for (Head head : heads) {
      if (head.tombstone()) {
        continue;
      }
      FileEntry entry = new FileEntry(path, path, head, heads.size() > 1);
      if (entry.directory()) {
        return entry;
      }
      file = file == null ? head : file;
    }
    if (beneath) {
      return new FileEntry(path, path, null, heads.size() > 1);
    }
    return file == null ? null : new FileEntry(path, path, file, heads.size() > 1);
  }

  /** Live heads of files whose content neither {@code entry} nor an earlier of them has. */
  private static List<Head> losers(FileEntry entry, List<Head> heads) {
    List<Head> losers = new ArrayList<>();
    List<DirEntryView> seen = new ArrayList<>(List.of(entry.view()));
    for (Head head : heads) {
      if (head.tombstone()) {
        continue;
      }
      DirEntryView view = new FileEntry(entry.path(), entry.path(), head, true).view();
      if (!view.directory() && seen.stream().noneMatch(view::sameContent)) {
        seen.add(view);
        losers.add(head);
      }
    }
    return losers;
  }

  /** The names that keys in {@code in} begin with, dead ones included. */
  private Set<Key> names(FilePath in) throws StoreException {
    byte[] prefix = in == null ? new byte[0] : prefix(in.array(), '/');
    Set<Key> names = new TreeSet<>();
    byte[][] from = {prefix};
    while (from[0] != null) {
      byte[] start = from[0];
      from[0] = null;
      table.rows(
          prefix,
          start,
          row -> {
            byte[] bytes = row.key();
            int end = slash(bytes, prefix.length);
            names.add(Key.copyOf(bytes, prefix.length, end - prefix.length));
            // What lies beneath a name is jumped over.
            from[0] = end < bytes.length ? prefix(Arrays.copyOf(bytes, end), '/' + 1) : null;
            return from[0] == null;
          });
    }
    return names;
  }

  private boolean anyBeneath(byte[] path) throws StoreException {
    byte[] prefix = prefix(path, '/');
    boolean[] any = {false};
    table.rows(
        prefix,
        prefix,
        row -> {
          any[0] = row.live();
          return !any[0];
        });
    return any[0];
  }

  private static int slash(byte[] bytes, int from) {
    int i = from;
    while (i < bytes.length && bytes[i] != '/') {
      i++;
    }
    return i;
  }

  /** A path with one byte behind it. */
  static byte[] prefix(byte[] path, int last) {
    byte[] prefix = Arrays.copyOf(path, path.length + 1);
    prefix[path.length] = (byte) last;
    return prefix;
  }

  private static FilePath child(FilePath in, byte[] name) {
    if (in == null) {
      return FilePath.sharing(name);
    }
    byte[] path = prefix(in.array(), '/');
    byte[] out = Arrays.copyOf(path, path.length + name.length);
    System.arraycopy(name, 0, out, path.length, name.length);
    return FilePath.sharing(out);
  }
}
