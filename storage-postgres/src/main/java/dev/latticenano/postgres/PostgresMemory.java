package dev.latticenano.postgres;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.latticenano.core.relay.RelayMemory;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a relay must not forget, shared by all processes of a site. A value that another process
 * changed since this one read or wrote it is not written over: {@link #keep} and {@link #forget}
 * then fail LOCKED, and {@link #read} shows what stands there now.
 */
public final class PostgresMemory implements RelayMemory {
  private static final int TAG_BYTES = 16;

  private final Database database;
  private final EntryRows rows = new EntryRows("relay's memory. ".getBytes(US_ASCII));
  private final SecureRandom random = new SecureRandom();
  // Which change of each value this process knows.
  private final NavigableMap<byte[], byte[]> tags = new TreeMap<>(Arrays::compareUnsigned);

  /** The memory on {@code database}. */
  PostgresMemory(Database database) {
    this.database = database;
  }

  @Override
  public void keep(byte[] name, byte[] value) throws StoreException {
    EntryRows.check(name, value);
    byte[] tag = new byte[TAG_BYTES];
    random.nextBytes(tag);
    byte[] known = tags.get(name);
    boolean kept =
        database.transact(
            "keep what the relay must not forget",
            connection -> rows.keep(connection, name, known, value, tag));
    if (!kept) {
      throw changed();
    }
    tags.put(name.clone(), tag);
  }

  @Override
  public void forget(byte[] name) throws StoreException {
    byte[] known = tags.get(name);
    boolean gone =
        database.transact(
            "forget what the relay kept", connection -> rows.forget(connection, name, known));
    if (!gone) {
      throw changed();
    }
    tags.remove(name);
  }

  @Override
  public void read(Reader reader) throws StoreException {
    NavigableMap<byte[], byte[]> found = new TreeMap<>(Arrays::compareUnsigned);
    database.read(
        "read what the relay must not forget",
        connection -> {
          found.clear();
          tags.clear();
          rows.all(
              connection,
              (name, value, tag) -> {
                found.put(name, value);
                tags.put(name.clone(), tag);
              });
          return null;
        });
    for (var entry : found.entrySet()) {
      reader.value(entry.getKey(), entry.getValue());
    }
  }

  private StoreException changed() {
    return new StoreException(
        Kind.LOCKED,
        "another process of the site has changed in the PostgreSQL server "
            + database.address()
            + " what this one wanted to change",
        null);
  }
}
