package dev.latticenano.core.dag;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.store.PrunableStore;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A log as a list, so that a test can take records away and let the disk be full. */
final class RecordList implements PrunableStore {
  /** One record. */
  static final class Entry {
    final int kind;
    final byte[] body;

    Entry(int kind, byte[] body) {
      this.kind = kind;
      this.body = body;
    }

    /** True if it holds a signed intention. */
    boolean isIntention() {
      return kind == LogRecord.SIGNED_INTENTION || kind == LogRecord.WITNESSED_INTENTION;
    }

    /** True if it gives an intention its place. */
    boolean isPlace() {
      return kind == LogRecord.WITNESS || kind == LogRecord.WITNESSED_INTENTION;
    }

    /** The signed intention, as it travels. */
    byte[] signed() {
      int time = kind == LogRecord.WITNESSED_INTENTION ? LogRecord.TIME_BYTES : 0;
      return Arrays.copyOf(body, body.length - time);
    }

    /** What is said of time in a record that gives a place. */
    long wallMs() {
      return LittleEndian.longAt(body, body.length - LogRecord.TIME_BYTES);
    }

    /** The hash of the intention that it holds or names. */
    byte[] hash() {
      byte[] hash = Arrays.copyOf(body, 32);
      if (isIntention()) {
        byte[] signed = signed();
        SignedIntentionView view = new SignedIntentionView().wrap(signed, 0, signed.length);
        if (view.check() != Verdict.OK) {
          throw new AssertionError("no intention");
        }
        view.intention().hash(Blake3.plain(), hash, 0);
      }
      return hash;
    }
  }

  final List<Entry> entries = new ArrayList<>();

  /** Positions of records that have rotted. */
  final Set<Long> damaged = new HashSet<>();

  /** Appends that still fit. */
  int room = Integer.MAX_VALUE;

  /** Syncs that still succeed. */
  int syncs = Integer.MAX_VALUE;

  /** Records of a piece that can go. */
  int pieces = 8;

  private int begin;

  RecordList() {}

  RecordList(List<Entry> entries) {
    this.entries.addAll(entries);
  }

  /** The same as a log of format 1 has it: an intention, and its place apart. */
  RecordList apart(boolean withPlaces) {
    RecordList apart = new RecordList();
    for (Entry each : entries) {
      if (each.isIntention()) {
        apart.entries.add(new Entry(LogRecord.SIGNED_INTENTION, each.signed()));
      }
      if (each.isPlace() && withPlaces) {
        byte[] body = Arrays.copyOf(each.hash(), LogRecord.WITNESS_BYTES);
        LittleEndian.putLong(body, 32, each.wallMs());
        apart.entries.add(new Entry(LogRecord.WITNESS, body));
      }
    }
    return apart;
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
  public void sync() throws StoreException {
    if (syncs == 0) {
      throw new StoreException(StoreException.Kind.IO, "the list is not synced", null);
    }
    syncs--;
  }

  @Override
  public long end() {
    return entries.size();
  }

  @Override
  public long begin() {
    return begin;
  }

  @Override
  public long nextBegin() {
    return begin + pieces < entries.size() ? begin + pieces : -1;
  }

  @Override
  public void dropFirst(long limit) {
    begin += pieces;
  }

  @Override
  public long appendReserved(int kind, byte[] source, int offset, int length)
      throws StoreException {
    return append(kind, source, offset, length);
  }

  @Override
  public int read(long position, byte[] out, int offset) throws StoreException {
    if (position < begin) {
      throw new IllegalArgumentException("position " + position + " is gone");
    }
    if (damaged.contains(position)) {
      throw new StoreException(StoreException.Kind.CORRUPT, "record " + position, null);
    }
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
    for (int i = Math.max(begin, (int) from); i < stop; i++) {
      Entry each = entries.get(i);
      if (!damaged.contains((long) i)
          && !reader.record(i, each.kind, each.body, 0, each.body.length)) {
        return;
      }
    }
  }
}
