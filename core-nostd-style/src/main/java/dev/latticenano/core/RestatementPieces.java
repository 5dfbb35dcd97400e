package dev.latticenano.core;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.RestatementView;
import dev.latticenano.core.intention.RestatementWriter;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.state.Head;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeSet;

/**
 * Heads and replaced heads that wait to be said, and the ops that say them, as many as fit one
 * intention at a time: whatever seals it and marks it, it stays below {@link
 * Limits#OPS_BYTES_EMITTED}.
 */
final class RestatementPieces {
  /** Bytes of one restatement at most, before it is padded and sealed. */
  static final int PIECE_BYTES = 124_000;

  /** Bytes of a row at most, beside key and value. */
  static final int ROW_BYTES = 72;

  private final Deque<Waiting> heads = new ArrayDeque<>();
  private final TreeSet<ReplacedHead> replaced;
  private final byte[] name = new byte[Hash.BYTES + RestatementView.HLC_BYTES];
  private long bytes;

  private record Waiting(byte[] key, Head head, int length) {}

  /** Says {@code replaced} behind all heads; takes them out as they are said. */
  RestatementPieces(TreeSet<ReplacedHead> replaced) {
    this.replaced = replaced;
  }

  /** Bytes that a head takes at most; heads beyond {@link #PIECE_BYTES} cannot be said. */
  static int length(byte[] key, Head head) {
    return ROW_BYTES + key.length + head.valueLength();
  }

  /** Adds a head, behind all that were added. */
  void add(byte[] key, Head head) {
    int length = length(key, head);
    heads.add(new Waiting(key, head, length));
    bytes += length;
  }

  /** True if what waits fills an intention. */
  boolean isFull() {
    return bytes >= PIECE_BYTES;
  }

  /** True if nothing waits. */
  boolean isEmpty() {
    return heads.isEmpty() && replaced.isEmpty();
  }

  /** The ops that say as much of what waits as fits. */
  byte[] next() {
    byte[] out = new byte[PIECE_BYTES];
    RestatementWriter writer = new RestatementWriter().wrap(out, 0, out.length);
    while (!heads.isEmpty() && write(writer, heads.peek())) {
      bytes -= heads.remove().length();
    }
    while (heads.isEmpty() && !replaced.isEmpty() && write(writer, replaced.first())) {
      replaced.pollFirst();
    }
    UniversalOpWriter universal = new UniversalOpWriter().restatement(out, 0, writer.length());
    byte[] ops = new byte[universal.length()];
    universal.write(ops, 0, ops.length);
    return ops;
  }

  private boolean write(RestatementWriter writer, Waiting one) {
    byte[] key = one.key();
    Head head = one.head();
    head.hash().write(name, 0);
    BigEndian.putLong(name, Hash.BYTES, head.timestamp().wallMs());
    BigEndian.putInt(name, Hash.BYTES + 8, head.timestamp().counter());
    byte[] value = head.value();
    int space = RestatementView.STATE;
    int written =
        value == null
            ? writer.tombstone(space, key, 0, key.length, name, 0)
            : writer.head(space, key, 0, key.length, name, 0, value, 0, value.length);
    return written >= 0;
  }

  private boolean write(RestatementWriter writer, ReplacedHead one) {
    one.hash().write(name, 0);
    byte[] key = one.key();
    return writer.replaced(RestatementView.STATE, key, 0, key.length, name, 0) >= 0;
  }
}
