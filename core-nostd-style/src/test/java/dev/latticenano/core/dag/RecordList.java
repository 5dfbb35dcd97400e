package dev.latticenano.core.dag;

import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A log as a list, so that a test can take records away and let the disk be full. */
final class RecordList implements Store {
  /** One record. */
  static final class Entry {
    final int kind;
    final byte[] body;

    Entry(int kind, byte[] body) {
      this.kind = kind;
      this.body = body;
    }
  }

  final List<Entry> entries = new ArrayList<>();

  /** Appends that still fit. */
  int room = Integer.MAX_VALUE;

  RecordList() {}

  RecordList(List<Entry> entries) {
    this.entries.addAll(entries);
  }

  RecordList without(int index) {
    RecordList shorter = new RecordList(entries);
    shorter.entries.remove(index);
    return shorter;
  }

  @Override
  public long append(int kind, byte[] source, int offset, int length) throws StoreException {
    if (room == 0) {
      throw new StoreException(StoreException.Kind.FULL, "the list is full", null);
    }
    room--;
    entries.add(new Entry(kind, Arrays.copyOfRange(source, offset, offset + length)));
    return entries.size() - 1;
  }

  @Override
  public void sync() {}

  @Override
  public long end() {
    return entries.size();
  }

  @Override
  public int read(long position, byte[] out, int offset) {
    byte[] body = entries.get((int) position).body;
    if (body.length > out.length - offset) {
      return -body.length;
    }
    System.arraycopy(body, 0, out, offset, body.length);
    return body.length;
  }

  @Override
  public void scan(long from, Reader reader) throws StoreException {
    int stop = entries.size();
    for (int i = (int) from; i < stop; i++) {
      Entry each = entries.get(i);
      if (!reader.record(i, each.kind, each.body, 0, each.body.length)) {
        return;
      }
    }
  }
}
