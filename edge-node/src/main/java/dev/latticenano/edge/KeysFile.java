package dev.latticenano.edge;

import dev.latticenano.core.EpochKeys;
import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.seal.Keyring;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.DiskFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The file {@code keys} of a store: its epoch keys, a line of 64 hexadecimal digits each, in the
 * order they came; before them a line that says what it is, behind them {@code crc} and the CRC-32C
 * of all lines before. Readable by its owner alone. Written whole at every new key, before the key
 * is used. Source: docs/storage.md §2.
 */
public final class KeysFile implements EpochKeys {
  private static final String NAME = "keys";
  private static final String TITLE = "Lattice Nano epoch keys, format 1\n";
  private static final int LINE_BYTES = 2 * EpochKey.BYTES + 1;
  private static final long BYTES_MAX =
      TITLE.length() + (long) Limits.EPOCH_KEYS_MAX * LINE_BYTES + 16;

  private final Path file;
  private final List<String> lines = new ArrayList<>();

  /** The file in {@code place}, the directory of a store; it need not be there. */
  KeysFile(Path place) {
    file = place.resolve(NAME);
  }

  /** The keys in {@code place}, for whoever only looks: what comes is used and not written. */
  public static EpochKeys readOnly(Path place) {
    KeysFile file = new KeysFile(place);
    return new EpochKeys() {
      @Override
      public void load(Keyring ring) throws StoreException {
        file.load(ring);
      }

      @Override
      public void keep(EpochKey key) {}
    };
  }

  @Override
  public void load(Keyring ring) throws StoreException {
    lines.clear();
    for (String line : read()) {
      ring.add(EpochKey.of(Hex.decode(line), 0));
      lines.add(line);
    }
  }

  private List<String> read() throws StoreException {
    String text;
    try {
      if (!Files.exists(file)) {
        return List.of();
      }
      if (Files.size(file) > BYTES_MAX) {
        throw damaged("it is too long");
      }
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw DiskFailure.of("read", file, e);
    }
    int last = text.lastIndexOf("crc ");
    if (last < 0 || !text.startsWith(TITLE) || !text.substring(last).equals(crc(text, last))) {
      throw damaged("its checksum is wrong");
    }
    List<String> found = text.substring(TITLE.length(), last).lines().toList();
    for (String line : found) {
      if (!line.matches("[0-9a-f]{64}")) {
        throw damaged("a line is no key");
      }
    }
    return found;
  }

  private StoreException damaged(String how) {
    return new StoreException(
        StoreException.Kind.CORRUPT,
        file
            + " is damaged: "
            + how
            + "; put back a copy, or move it away and join the store again",
        null);
  }

  private static String crc(String text, int end) {
    CRC32C sum = new CRC32C();
    sum.update(text.substring(0, end).getBytes(StandardCharsets.ISO_8859_1));
    return String.format("crc %08x\n", sum.getValue());
  }

  @Override
  public void keep(EpochKey key) throws StoreException {
    byte[] bytes = new byte[EpochKey.BYTES];
    key.write(bytes, 0);
    lines.add(Hex.encode(bytes));
    StringBuilder text = new StringBuilder(TITLE);
    lines.forEach(line -> text.append(line).append('\n'));
    text.append(crc(text.toString(), text.length()));
    try {
      SmallFile.write(file, text.toString().getBytes(StandardCharsets.ISO_8859_1), "rw-------");
    } catch (IOException e) {
      lines.remove(lines.size() - 1);
      throw DiskFailure.ofWrite("write", file, e);
    }
  }
}
