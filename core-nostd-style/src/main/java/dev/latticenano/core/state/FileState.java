package dev.latticenano.core.state;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.KvPayloadView;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.VariableRows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The state of a {@code nano:files} store: a tree of files and directories. Ops are {@code
 * KvPayload}s whose keys are paths ({@link FilePath}) and whose values are {@code DirEntry}s
 * ({@link DirEntryView}). An op with one path or entry that breaks a rule is refused whole, on
 * every node alike, so nothing in the state ever leads out of the folder. Nothing written is lost
 * to a concurrent write: see docs/files.md §6. Ours; no counterpart in the Rust engine.
 */
public final class FileState implements StateMachine {
  /** The store type. */
  public static final String TYPE = "nano:files";

  /** Heads that a walk of them all takes at a time. */
  static final int HEADS_A_PAGE = 256;

  private final KvTable table;
  private final KvOps ops = new KvOps();
  private final DirEntryView entry = new DirEntryView();
  private final Directory directory;

  /** The files that lie in {@code table}. */
  public FileState(Table table) {
    this.table = new KvTable(table);
    directory = new Directory(this.table);
  }

  /** No files, on the heap. */
  public FileState() {
    this(new VariableRows());
  }

  @Override
  public String type() {
    return TYPE;
  }

  /** Applies a batch: {@code OK}, or what is wrong with its first bad path or entry. */
  @Override
  public Verdict apply(Applied op) throws StoreException {
    Verdict verdict = check(op);
    if (verdict == Verdict.OK) {
      ops.write(table, op);
    }
    return verdict;
  }

  private Verdict check(Applied op) {
    Verdict verdict = ops.decode(op);
    KvPayloadView payload = ops.payload();
    while (verdict == Verdict.OK && payload.next()) {
      if (payload.kind() == KvPayloadView.Kind.UNKNOWN) {
        continue;
      }
      byte[] bytes = payload.bytes();
      verdict = FilePath.check(bytes, payload.keyOffset(), payload.keyLength());
      if (verdict == Verdict.OK && payload.kind() == KvPayloadView.Kind.PUT) {
        entry.wrap(bytes, payload.valueOffset(), payload.valueLength());
        verdict = entry.check(bytes, payload.keyOffset(), payload.keyLength());
      }
    }
    return verdict;
  }

  @Override
  public boolean stalls() {
    return false;
  }

  @Override
  public void clear() throws StoreException {
    table.clear();
  }

  /** What is shown at {@code path}, conflict copies and implied directories included; or null. */
  public FileEntry entry(FilePath path) throws StoreException {
    byte[] name = path.nameBytes();
    FileEntry plain = directory.plain(path.parent(), name);
    if (plain != null) {
      return plain;
    }
    return directory.mayBeCopy(name) ? directory.copy(path) : null;
  }

  /**
   * Shows {@code reader} what lies in {@code in}, in byte order of the names; null for the top.
   * With {@code recursive} what lies in a directory follows the directory.
   */
  public void list(FilePath in, boolean recursive, Reader reader) throws StoreException {
    Deque<FileEntry> waiting = new ArrayDeque<>();
    push(waiting, directory.entries(in));
    while (!waiting.isEmpty()) {
      FileEntry next = waiting.pop();
      if (!reader.entry(next)) {
        return;
      }
      if (recursive && next.directory()) {
        push(waiting, directory.entries(next.path()));
      }
    }
  }

  private static void push(Deque<FileEntry> waiting, List<FileEntry> entries) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      waiting.push(entries.get(i));
    }
  }

  /** Receives the entries of a listing. */
  public interface Reader {
    /** One entry. Return false to stop. */
    boolean entry(FileEntry entry) throws StoreException;
  }

  /** All heads of the key {@code path}, greatest first: what the next write of it cites. */
  public List<Head> heads(FilePath path) throws StoreException {
    return table.heads(path.array());
  }

  /** True if {@code path}, as a key, has a head that is no tombstone. */
  boolean live(FilePath path) throws StoreException {
    return table.heads(path.array()).stream().anyMatch(head -> !head.tombstone());
  }

  /** The keys beneath {@code path} that have a head that is no tombstone, in byte order. */
  List<FilePath> liveKeysBeneath(FilePath path) throws StoreException {
    List<FilePath> keys = new ArrayList<>();
    byte[] prefix = Directory.prefix(path.array(), '/');
    table.rows(prefix, prefix, row -> !row.live() || keys.add(FilePath.sharing(row.key())));
    return keys;
  }

  /**
   * Adds the heads that are no tombstones, of the keys from {@code from} on, to {@code heads},
   * until there are about {@code count}.
   *
   * @return the key to go on from; null if there is none
   */
  byte[] headsFrom(byte[] from, int count, List<Head> heads) throws StoreException {
    byte[][] last = {null};
    table.rows(
        new byte[0],
        from,
        row -> {
          for (Head head : row.heads()) {
            if (!head.tombstone()) {
              heads.add(head);
            }
          }
          last[0] = heads.size() < count ? null : Directory.prefix(row.key(), 0);
          return last[0] == null;
        });
    return last[0];
  }

  /** What stands in one directory, for this package. */
  Directory directory() {
    return directory;
  }

  /** The table below, for this package. */
  KvTable table() {
    return table;
  }
}
