package dev.latticenano.postgres;

import dev.latticenano.core.Limits;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.store.PrunableChunks;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The chunks of one store, a row each under the chunk's name: no other store's, though they may
 * have the same bytes, for who may ask for one store's chunks may not ask for another's.
 */
public final class PostgresChunks implements PrunableChunks {
  private static final int NAME_BYTES = 32;
  private static final String SIZE =
      "SELECT length(bytes) FROM lattice_chunk WHERE store = ? AND cid = ?";
  private static final String NAMES =
      "SELECT cid, length(bytes) FROM lattice_chunk WHERE store = ?";
  private static final String READ = "SELECT bytes FROM lattice_chunk WHERE store = ? AND cid = ?";
  private static final String INSERT =
      "INSERT INTO lattice_chunk (store, cid, bytes) VALUES (?, ?, ?)"
          + " ON CONFLICT (store, cid) DO NOTHING";
  private static final String DELETE = "DELETE FROM lattice_chunk WHERE store = ? AND cid = ?";

  private final StoreRow row;
  private final Blake3 blake3 = Blake3.plain();
  private final byte[] digest = new byte[NAME_BYTES];

  /** Those of {@code row}'s store. */
  PostgresChunks(StoreRow row) {
    this.row = row;
  }

  @Override
  public boolean holds(byte[] cid, int offset) throws StoreException {
    return size(cid, offset) >= 0;
  }

  @Override
  public int size(byte[] cid, int offset) throws StoreException {
    byte[] name = name(cid, offset);
    return row.database()
        .read(
            "look for chunk " + text(name),
            connection -> {
              try (PreparedStatement select = connection.prepareStatement(SIZE)) {
                select.setBytes(1, row.id());
                select.setBytes(2, name);
                try (ResultSet rows = select.executeQuery()) {
                  return rows.next() ? rows.getInt(1) : -1;
                }
              }
            });
  }

  /**
   * {@inheritDoc} A chunk that no longer matches is removed, so that it is not held any more and
   * can be fetched again.
   */
  @Override
  public int read(byte[] cid, int cidOffset, byte[] out, int outOffset) throws StoreException {
    byte[] name = name(cid, cidOffset);
    byte[] bytes =
        row.database().read("read chunk " + text(name), connection -> bytes(connection, name));
    if (bytes == null) {
      return -1;
    }
    blake3.hash(bytes, 0, bytes.length, digest, 0);
    if (!Arrays.equals(digest, name)) {
      remove(cid, cidOffset);
      throw new StoreException(
          Kind.CORRUPT,
          "chunk "
              + text(name)
              + " in the PostgreSQL server "
              + row.database().address()
              + " does not match its name and was removed",
          null);
    }
    if (bytes.length > out.length - outOffset) {
      throw new IllegalArgumentException(
          "chunk of " + bytes.length + " bytes, room for " + (out.length - outOffset));
    }
    System.arraycopy(bytes, 0, out, outOffset, bytes.length);
    return bytes.length;
  }

  @Override
  public void write(byte[] cid, int cidOffset, byte[] source, int offset, int length)
      throws StoreException {
    if (length < 1 || length > Limits.CHUNK_BYTES_MAX) {
      throw new IllegalArgumentException(
          "length " + length + " outside 1 to " + Limits.CHUNK_BYTES_MAX);
    }
    byte[] name = name(cid, cidOffset);
    byte[] bytes = Arrays.copyOfRange(source, offset, offset + length);
    row.commit(
        "keep chunk " + text(name) + " of",
        connection -> {
          try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setBytes(1, row.id());
            insert.setBytes(2, name);
            insert.setBytes(3, bytes);
            insert.executeUpdate();
          }
        });
  }

  /** {@inheritDoc} Durable at once. */
  @Override
  public void remove(byte[] cid, int offset) throws StoreException {
    byte[] name = name(cid, offset);
    row.commit(
        "remove chunk " + text(name) + " of",
        connection -> {
          try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            delete.setBytes(1, row.id());
            delete.setBytes(2, name);
            delete.executeUpdate();
          }
        });
  }

  @Override
  public void syncRemoved() {}

  @Override
  public void names(Reader reader) throws StoreException {
    Map<byte[], Integer> sizes =
        row.database()
            .read(
                "list the chunks of a store",
                connection -> {
                  Map<byte[], Integer> found = new LinkedHashMap<>();
                  try (PreparedStatement select = connection.prepareStatement(NAMES)) {
                    select.setBytes(1, row.id());
                    try (ResultSet rows = select.executeQuery()) {
                      while (rows.next()) {
                        found.put(rows.getBytes(1), rows.getInt(2));
                      }
                    }
                  }
                  return found;
                });
    for (Map.Entry<byte[], Integer> each : sizes.entrySet()) {
      reader.chunk(each.getKey(), each.getValue());
    }
  }

  private byte[] bytes(Connection connection, byte[] name) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(READ)) {
      select.setBytes(1, row.id());
      select.setBytes(2, name);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? rows.getBytes(1) : null;
      }
    }
  }

  private static byte[] name(byte[] cid, int offset) {
    return Arrays.copyOfRange(cid, offset, offset + NAME_BYTES);
  }

  private static String text(byte[] name) {
    return HexFormat.of().formatHex(name, 0, 8);
  }
}
