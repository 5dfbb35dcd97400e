package dev.latticenano.core.state;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Chunks of files on the heap, and the entries that name them. */
final class KeptContent implements Chunks<RuntimeException> {
  static final EpochId EPOCH = new EpochId(0x4c61747469636521L);
  static final FileKey KEY = FileKey.of(Said.hash("file key").toBytes(), 0, EPOCH);
  static final FilePath PATH = FilePath.of("d/f.txt");

  final Map<Hash, byte[]> chunks = new LinkedHashMap<>();

  /** Keeps content under {@code key}, null for clear, and returns its entry. */
  byte[] keep(byte[] content, FileKey key) {
    ContentCipher cipher = new ContentCipher();
    if (key != null) {
      cipher.key(key);
    }
    Blake3 blake3 = Blake3.plain();
    ChunkTreeWriter tree =
        key == null ? new ChunkTreeWriter(blake3) : new ChunkTreeWriter(cipher, blake3);
    int at = 0;
    while (at < content.length) {
      at += tree.feed(content, at, Math.min(65_536, content.length - at));
      keep(tree);
    }
    tree.finish();
    keep(tree);
    DirEntryWriter entry =
        new DirEntryWriter().file(PATH, 0644, 1).chunked(tree.root(), tree.size(), tree.levels());
    return (key == null ? entry : entry.sealed(key, digest(content))).toBytes();
  }

  private void keep(ChunkTreeWriter tree) {
    while (tree.ready()) {
      chunks.put(Hash.of(tree.name(), 0), Arrays.copyOf(tree.chunk(), tree.chunkBytes()));
      tree.taken();
    }
  }

  /** Keeps a chunk as it is; its name. */
  Hash chunk(byte[] bytes) {
    Hash name = digest(bytes);
    chunks.put(name, bytes);
    return name;
  }

  static Hash digest(byte[] bytes) {
    byte[] digest = new byte[Hash.BYTES];
    Blake3.plain().hash(bytes, 0, bytes.length, digest, 0);
    return Hash.of(digest, 0);
  }

  /** What people see of an entry. */
  static FileEntry shown(byte[] entry) {
    Head head = new Head(Hash.ZERO, new Hlc(1, 0), AuthorId.ZERO, entry);
    return new FileEntry(PATH, PATH, head, false);
  }

  /** Reads to the end. */
  byte[] read(ContentReader reader) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (reader.next(this) == ContentReader.Found.PIECE) {
      out.write(reader.bytes(), reader.offset(), reader.length());
    }
    return out.toByteArray();
  }

  @Override
  public boolean holds(byte[] name, int offset) {
    return chunks.containsKey(Hash.of(name, offset));
  }

  @Override
  public int read(byte[] name, int offset, byte[] out) {
    byte[] chunk = chunks.get(Hash.of(name, offset));
    if (chunk == null) {
      return -1;
    }
    System.arraycopy(chunk, 0, out, 0, chunk.length);
    return chunk.length;
  }
}
