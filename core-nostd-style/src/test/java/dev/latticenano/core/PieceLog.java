package dev.latticenano.core;

import dev.latticenano.core.store.PrunableStore;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A log on the heap that goes a few records at a time, and on which power and room can fail. */
final class PieceLog implements PrunableStore {
  private static final int PIECE_RECORDS = 8;

  private final Power power;
  private final List<byte[]> bodies = new ArrayList<>();
  private final List<Integer> kinds = new ArrayList<>();
  private int begin;
  private int synced;

  PieceLog(Power power) {
    this.power = power;
  }

  /** Everything since the last sync is gone. */
  void cutPower() {
    while (bodies.size() > synced) {
      bodies.remove(bodies.size() - 1);
      kinds.remove(kinds.size() - 1);
    }
  }

  /** The record that begins with {@code bytes} loses its end. */
  void rot(byte[] bytes) {
    for (int i = begin; i < bodies.size(); i++) {
      byte[] body = bodies.get(i);
      if (Arrays.mismatch(body, bytes) == bytes.length || Arrays.equals(body, bytes)) {
        bodies.set(i, Arrays.copyOf(body, bytes.length - 1));
      }
    }
  }

  /** Records that are still there. */
  int records() {
    return bodies.size() - begin;
  }

  /** Records of one kind that are still there. */
  int records(int kind) {
    int count = 0;
    for (int i = begin; i < kinds.size(); i++) {
      count += kinds.get(i) == kind ? 1 : 0;
    }
    return count;
  }

  @Override
  public long append(int kind, byte[] source, int offset, int length) throws StoreException {
    power.room();
    return appendReserved(kind, source, offset, length);
  }

  @Override
  public long appendReserved(int kind, byte[] source, int offset, int length)
      throws StoreException {
    power.use();
    bodies.add(Arrays.copyOfRange(source, offset, offset + length));
    kinds.add(kind);
    return bodies.size() - 1L;
  }

  @Override
  public void sync() throws StoreException {
    power.use();
    synced = bodies.size();
  }

  @Override
  public int read(long position, byte[] out, int offset) throws StoreException {
    if (position < begin || position >= bodies.size()) {
      throw new StoreException(StoreException.Kind.CORRUPT, "nothing at " + position, null);
    }
    byte[] body = bodies.get((int) position);
    if (out.length - offset < body.length) {
      return -body.length;
    }
    System.arraycopy(body, 0, out, offset, body.length);
    return body.length;
  }

  @Override
  public void scan(long from, Reader reader) throws StoreException {
    int end = bodies.size();
    for (int i = Math.max(begin, (int) from); i < end; i++) {
      if (!reader.record(i, kinds.get(i), bodies.get(i), 0, bodies.get(i).length)) {
        return;
      }
    }
  }

  @Override
  public long end() {
    return bodies.size();
  }

  @Override
  public long begin() {
    return begin;
  }

  @Override
  public long nextBegin() {
    return begin + PIECE_RECORDS < bodies.size() ? begin + PIECE_RECORDS : -1;
  }

  @Override
  public void dropFirst(long limit) throws StoreException {
    sync();
    power.use();
    begin += PIECE_RECORDS;
  }
}
