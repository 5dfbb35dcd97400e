package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.VariableRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Heads that are said again lie where their own intentions put them. */
class RestatedHeadsTest {
  private static final byte[] KEY = {'k'};

  private record Write(Hash hash, Hlc time, AuthorId author, byte[] value) {}

  private static Write random(Random random) {
    byte[] bytes = new byte[64];
    random.nextBytes(bytes);
    Hlc time = new Hlc(random.nextInt(50), random.nextInt(3));
    byte[] value = random.nextInt(4) == 0 ? null : new byte[random.nextInt(3000)];
    return new Write(Hash.of(bytes, 0), time, AuthorId.of(bytes, 32), value);
  }

  private static void apply(KvTable table, Write write, Write cited) throws StoreException {
    Applied op = new Applied().wrap(write.hash, write.time, write.author);
    if (cited != null) {
      op.condition(cited.hash.toBytes(), 0, 1);
    }
    table.put(KEY, 0, 1, op, write.value, 0, write.value == null ? 0 : write.value.length);
  }

  @Test
  void saidAgainAndTakenOutTheRowsAreThoseOfTheWrites() {
    Seeds.run(
        getClass(),
        random -> {
          for (int round = 0; round < 60; round++) {
            VariableRows expected = new VariableRows();
            VariableRows actual = new VariableRows();
            RestatedHeads heads = RestatedHeads.of(new KvState(actual));
            KvTable table = new KvTable(expected);
            List<Write> live = new ArrayList<>();
            for (int i = 0; i < 3 + random.nextInt(40); i++) {
              Write write = random(random);
              Write gone =
                  live.size() > 1 && random.nextInt(3) == 0
                      ? live.remove(random.nextInt(live.size()))
                      : null;
              live.add(write);
              apply(table, write, gone);
              heads.put(KEY, write.hash, write.time, write.author, write.value);
              if (random.nextInt(5) == 0) {
                heads.put(KEY, write.hash, write.time, write.author, write.value);
              }
              if (gone != null) {
                heads.remove(KEY, 0, 1, gone.hash.toBytes(), 0);
                heads.remove(KEY, 0, 1, gone.hash.toBytes(), 0);
              }
              assertEquals(TableRows.of(expected), TableRows.of(actual));
            }
            for (Write write : live) {
              heads.remove(KEY, 0, 1, write.hash.toBytes(), 0);
            }
            assertEquals(List.of(), TableRows.of(actual));
          }
        });
  }

  @Test
  void showsTheHeadsOfOneAuthorUpToATime() throws StoreException {
    KvState state = new KvState();
    RestatedHeads heads = RestatedHeads.of(state);
    AuthorId ann = AuthorId.of(new byte[32], 0);
    byte[] other = new byte[32];
    other[0] = 1;
    for (int i = 1; i <= 9; i++) {
      byte[] hash = new byte[32];
      hash[0] = (byte) i;
      AuthorId author = i % 3 == 0 ? AuthorId.of(other, 0) : ann;
      heads.put(new byte[] {(byte) i}, Hash.of(hash, 0), new Hlc(i, 0), author, new byte[0]);
    }
    StringBuilder shown = new StringBuilder();
    byte[] from = new byte[0];
    while (from != null) {
      from = heads.of(ann, new Hlc(7, 0), from, 2, (key, own) -> shown.append(key[0]) != null);
    }
    assertEquals("12457", shown.toString());
  }

  @Test
  void everyTypeWithKeysHasThemAndALogHasNone() {
    assertNotNull(RestatedHeads.of(new KvState()));
    assertNotNull(RestatedHeads.of(new FileState()));
    assertNotNull(RestatedHeads.of(new RootState()));
    assertNull(RestatedHeads.of(new LogState()));
    assertNull(RestatedHeads.of(null));
  }
}
