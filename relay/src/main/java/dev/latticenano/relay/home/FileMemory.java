package dev.latticenano.relay.home;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.relay.RelayMemory;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.DiskFailure;
import dev.latticenano.storage.disk.ShardedDisk;
import dev.latticenano.storage.disk.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a relay must not forget, a small file each: named by the digits of its name, it holds the
 * value and the 32 bytes of BLAKE3 of name and value. A file is written whole or not at all, so a
 * power cut leaves what was kept before or what is kept now.
 */
final class FileMemory implements RelayMemory {
  /** Bytes of the longest value: a manifest with all members and all who are out, and more. */
  static final int VALUE_BYTES_MAX = 262_144;

  private static final int NAME_BYTES_MAX = 64;
  private static final String FORM = "([0-9a-f]{2}){1," + NAME_BYTES_MAX + "}";

  private final ShardedDisk disk;
  private final Path folder;

  private FileMemory(ShardedDisk disk, Path folder) {
    this.disk = disk;
    this.folder = folder;
  }

  /** What is kept in {@code folder}, which is made if it is not there. */
  static FileMemory open(ShardedDisk disk, Path folder) throws StoreException {
    try {
      if (!disk.exists(folder)) {
        disk.makeDirectory(folder);
        disk.syncDirectory(folder.getParent());
      }
      return new FileMemory(disk, folder);
    } catch (IOException e) {
      throw DiskFailure.ofWrite("create", folder, e);
    }
  }

  @Override
  public void keep(byte[] name, byte[] value) throws StoreException {
    if (name.length < 1 || name.length > NAME_BYTES_MAX || value.length > VALUE_BYTES_MAX) {
      throw new IllegalArgumentException(name.length + " and " + value.length + " bytes");
    }
    byte[] content = Arrays.copyOf(value, value.length + Blake3.DIGEST_BYTES);
    digest(name, value, content, value.length);
    WholeFile.write(disk, file(name), content);
  }

  private Path file(byte[] name) {
    return folder.resolve(Hex.encode(name));
  }

  private static void digest(byte[] name, byte[] value, byte[] out, int offset) {
    Blake3 blake3 = Blake3.plain();
    blake3.update(name, 0, name.length);
    blake3.update(value, 0, value.length);
    blake3.digest(out, offset);
  }

  @Override
  public void forget(byte[] name) throws StoreException {
    Path file = file(name);
    try {
      if (disk.exists(file)) {
        disk.delete(file);
        disk.syncDirectory(folder);
      }
    } catch (IOException e) {
      throw DiskFailure.ofWrite("delete", file, e);
    }
  }

  @Override
  public void read(Reader reader) throws StoreException {
    try {
      for (String file : disk.list(folder)) {
        if (file.matches(FORM)) {
          byte[] name = Hex.decode(file);
          reader.value(name, value(name));
        }
      }
    } catch (IOException e) {
      throw DiskFailure.of("list", folder, e);
    }
  }

  private byte[] value(byte[] name) throws StoreException {
    int most = VALUE_BYTES_MAX + Blake3.DIGEST_BYTES;
    byte[] content = WholeFile.read(disk, file(name), most);
    int length = content == null ? -1 : content.length - Blake3.DIGEST_BYTES;
    if (length < 0) {
      throw DiskFailure.corrupt(file(name), 0, "it is cut off");
    }
    byte[] value = Arrays.copyOf(content, length);
    byte[] digest = new byte[Blake3.DIGEST_BYTES];
    digest(name, value, digest, 0);
    if (!Arrays.equals(digest, 0, digest.length, content, length, content.length)) {
      throw DiskFailure.corrupt(file(name), 0, "its checksum differs; restore it from a backup");
    }
    return value;
  }
}
