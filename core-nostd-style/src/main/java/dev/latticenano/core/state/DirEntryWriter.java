package dev.latticenano.core.state;

import dev.latticenano.core.bytes.ProtoWriter;
import dev.latticenano.core.intention.EpochId;
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
  private byte[] key = EMPTY;
  private byte[] keyEpoch = EMPTY;
  private byte[] digest = EMPTY;

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

  /**
   * Says that the chunks are sealed.
   *
   * @param digest BLAKE3 of the content
   */
  public DirEntryWriter sealed(FileKey key, Hash digest) {
    this.key = new byte[FileKey.BYTES];
    key.write(this.key, 0);
    keyEpoch = new byte[EpochId.BYTES];
    key.epoch().write(keyEpoch, 0);
    this.digest = digest.toBytes();
    return this;
  }

  /** Sets the content, in chunks, that {@code entry} has. */
  public DirEntryWriter contentOf(FileEntry entry) {
    return content(entry.view());
  }

  private DirEntryWriter content(DirEntryView entry) {
    size = entry.size();
    levels = entry.levels();
    cid = copy(entry, entry.cidOffset(), Hash.BYTES);
    if (entry.sealed()) {
      key = copy(entry, entry.keyOffset(), FileKey.BYTES);
      keyEpoch = copy(entry, entry.keyEpochOffset(), EpochId.BYTES);
      digest = copy(entry, entry.digestOffset(), Hash.BYTES);
    }
    return this;
  }

  private static byte[] copy(DirEntryView entry, int from, int length) {
    return Arrays.copyOfRange(entry.bytes(), from, from + length);
  }

  /** Sets everything but the name as in {@code entry}, a checked view whose bytes are lent. */
  DirEntryWriter copy(DirEntryView entry, FilePath path) {
    begin(path.nameBytes(), entry.mode(), entry.modifiedAtMs());
    if (entry.chunked()) {
      content(entry);
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
    key = EMPTY;
    keyEpoch = EMPTY;
    digest = EMPTY;
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
        .bytesUnlessEmpty(DirEntryView.KEY, key, 0, key.length)
        .varintUnlessZero(DirEntryView.LEVELS, levels)
        .bytesUnlessEmpty(DirEntryView.KEY_EPOCH, keyEpoch, 0, keyEpoch.length)
        .bytesUnlessEmpty(DirEntryView.DIGEST, digest, 0, digest.length);
  }

  @Override
  public String toString() {
    return new String(name, StandardCharsets.UTF_8) + " size=" + size;
  }
}
