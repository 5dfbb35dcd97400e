package dev.latticenano.core.state;

import dev.latticenano.core.bytes.ProtoWriter;
import dev.latticenano.core.intention.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes one {@code DirEntry}: set fields, then {@link #write} or {@link #toBytes}. Fields stand in
 * ascending order, those that are zero or empty are left out. Arrays handed in are lent until the
 * writer is used for something else.
 */
public final class DirEntryWriter {
  private static final byte[] EMPTY = {};

  private final ProtoWriter writer = new ProtoWriter();
  private byte[] name = EMPTY;
  private int mode;
  private long size;
  private byte[] cid = EMPTY;
  private int levels;
  private byte[] inline = EMPTY;
  private int inlineOffset;
  private int inlineBytes;
  private long modifiedAtMs;

  /** Begins the entry of a directory at {@code path}; permissions are the low 12 bits of a mode. */
  public DirEntryWriter directory(FilePath path, int permissions, long modifiedAtMs) {
    return begin(path.nameBytes(), DirEntryView.MODE_DIRECTORY | permissions & 07777, modifiedAtMs);
  }

  /** Begins the entry of an empty file at {@code path}. */
  public DirEntryWriter file(FilePath path, int permissions, long modifiedAtMs) {
    return begin(path.nameBytes(), DirEntryView.MODE_FILE | permissions & 07777, modifiedAtMs);
  }

  /** Sets content that travels in the entry: fewer than {@code Limits.INLINE_BYTES_LIMIT} bytes. */
  public DirEntryWriter inline(byte[] content, int offset, int length) {
    inline = content;
    inlineOffset = offset;
    inlineBytes = length;
    size = length;
    return this;
  }

  /** Sets content that lies in chunks: what a finished {@link ChunkTreeWriter} tells. */
  public DirEntryWriter chunked(Hash root, long size, int levels) {
    cid = root.toBytes();
    this.size = size;
    this.levels = levels;
    return this;
  }

  /** Sets everything but the name as in {@code entry}, a checked view whose bytes are lent. */
  DirEntryWriter copy(DirEntryView entry, FilePath path) {
    begin(path.nameBytes(), entry.mode(), entry.modifiedAtMs());
    size = entry.size();
    levels = entry.levels();
    if (entry.chunked()) {
      int from = entry.cidOffset();
      cid = Arrays.copyOfRange(entry.bytes(), from, from + Hash.BYTES);
    } else {
      inline(entry.bytes(), entry.inlineOffset(), entry.inlineBytes());
    }
    return this;
  }

  private DirEntryWriter begin(byte[] name, int mode, long modifiedAtMs) {
    this.name = name;
    this.mode = mode;
    this.modifiedAtMs = modifiedAtMs;
    size = 0;
    cid = EMPTY;
    levels = 0;
    inline = EMPTY;
    inlineOffset = 0;
    inlineBytes = 0;
    return this;
  }

  /** Bytes of the entry. */
  public int length() {
    return fields(EMPTY, 0, 0).length();
  }

  /** Writes the entry; returns its bytes, or minus the bytes missing before {@code limit}. */
  public int write(byte[] out, int offset, int limit) {
    return fields(out, offset, limit).finish();
  }

  /** A new array of the entry. */
  public byte[] toBytes() {
    byte[] out = new byte[length()];
    write(out, 0, out.length);
    return out;
  }

  private ProtoWriter fields(byte[] out, int offset, int limit) {
    return writer
        .wrap(out, offset, limit)
        .bytesUnlessEmpty(DirEntryView.NAME, name, 0, name.length)
        .varintUnlessZero(DirEntryView.MODE, mode)
        .varintUnlessZero(DirEntryView.SIZE, size)
        .bytesUnlessEmpty(DirEntryView.CID, cid, 0, cid.length)
        .bytesUnlessEmpty(DirEntryView.INLINE, inline, inlineOffset, inlineBytes)
        .varintUnlessZero(DirEntryView.MODIFIED_AT, modifiedAtMs)
        .varintUnlessZero(DirEntryView.LEVELS, levels);
  }

  @Override
  public String toString() {
    return new String(name, StandardCharsets.UTF_8) + " size=" + size;
  }
}
